"""What a platform that is busy while it is read comes to: in a moment again, or when it says."""

from collections.abc import Callable, Mapping

import httpx
import pytest

from connectors.http import Answer
from connectors.quickbooks.replies import read as read_quickbooks
from connectors.reply import Reply
from connectors.silence import not_read
from connectors.xero.replies import read as read_xero
from connectors.zoho.replies import read as read_zoho
from journal.entries.failure import FailureReason, ReadingRefused
from journal.entries.posting import Refused

R = FailureReason
Read = Callable[[Answer], Reply]


def reading(read: Read, status: int, headers: Mapping[str, str]) -> ReadingRefused:
    """Return how a read ends that is answered with this."""
    with pytest.raises(ReadingRefused) as caught:
        read(Answer(status, httpx.Headers(headers), b"{}")).shown("The platform")
    return caught.value


@pytest.mark.parametrize(
    ("read", "status", "headers", "reason", "is_brief", "retry_after"),
    [
        (read_quickbooks, 429, {}, R.RATE_LIMITED, True, 60.0),
        (read_quickbooks, 503, {}, R.TRANSIENT, True, None),
        (read_xero, 429, {}, R.RATE_LIMITED, True, 60.0),
        (read_xero, 429, {"Retry-After": "37"}, R.RATE_LIMITED, False, 37.0),
        (read_xero, 429, {"Retry-After": "2"}, R.RATE_LIMITED, True, 2.0),
        (read_xero, 503, {}, R.TRANSIENT, True, None),
        (read_zoho, 429, {}, R.RATE_LIMITED, True, 60.0),
        (read_zoho, 429, {"X-Rate-Limit-Reset": "37"}, R.RATE_LIMITED, False, 37.0),
        (read_zoho, 403, {}, R.PERMISSION, False, None),
    ],
)
def test_only_a_wait_that_was_told_is_long(
    read: Read,
    status: int,
    headers: Mapping[str, str],
    reason: FailureReason,
    is_brief: bool,
    retry_after: float | None,
) -> None:
    """Where a platform names none, our own guess keeps nobody from asking again in a moment."""
    error = reading(read, status, headers)

    assert error.failure.reason is reason
    assert (error.is_brief, error.retry_after) == (is_brief, retry_after)


def test_a_limit_before_a_change_is_told_as_one() -> None:
    """Nothing was sent, and it is tried again when the platform wants it."""
    outcome = not_read(reading(read_xero, 429, {"Retry-After": "37"}))

    assert isinstance(outcome, Refused)
    assert (outcome.failure.reason, outcome.retry_after) == (R.RATE_LIMITED, 37.0)
