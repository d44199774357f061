"""Which limit was met and how long to wait, from the headers alone."""

import pytest

from connectors.xero.limits import LONGEST
from journal.entries.failure import A_DAY, FailureReason
from journal.entries.posting import Refused
from tests.connectors.xero.bodies import HTML, gateway
from tests.connectors.xero.platform import answering
from tests.fakes.ready import a_ready_entry

PROBLEM, WAIT = "X-Rate-Limit-Problem", "Retry-After"


async def refusal(status: int, headers: dict[str, str], body: bytes = b"") -> Refused:
    """Post on a platform that answers so."""
    outcome = await answering((status, body, headers)).ledger().post(a_ready_entry())
    assert isinstance(outcome, Refused)
    return outcome


@pytest.mark.parametrize(
    ("headers", "code", "seconds"),
    [
        ({PROBLEM: "minute", WAIT: "27"}, "minute", 27),
        ({PROBLEM: "Concurrent", WAIT: "1"}, "concurrent", 1),
        ({PROBLEM: "appminute", WAIT: "12"}, "appminute", 12),
        ({PROBLEM: "day", WAIT: "41234"}, "day", 41234),
        ({PROBLEM: "minute"}, "minute", 60),
        ({PROBLEM: "concurrent"}, "concurrent", 5),
        ({PROBLEM: "appminute"}, "appminute", 60),
        ({PROBLEM: "day"}, "day", 3600),
        ({PROBLEM: "something new"}, "", 60),
        ({}, "", 60),
        ({WAIT: "0"}, "", 0),
        # Which one it was is told by what is left, too.
        ({"X-DayLimit-Remaining": "0", "X-MinLimit-Remaining": "58", WAIT: "9"}, "day", 9),
        ({"X-DayLimit-Remaining": "4000", "X-MinLimit-Remaining": "0"}, "minute", 60),
        ({"X-AppMinLimit-Remaining": "0"}, "appminute", 60),
        # No wait is longer than the longest window, and no nonsense is believed.
        ({PROBLEM: "day", WAIT: "9" * 40}, "day", LONGEST),
        ({PROBLEM: "minute", WAIT: "soon"}, "minute", 60),
        ({PROBLEM: "minute", WAIT: "-5"}, "minute", 60),
        ({PROBLEM: "minute", WAIT: "nan"}, "minute", 60),
    ],
)
async def test_rate_limits_are_told_apart(
    headers: dict[str, str], code: str, seconds: float
) -> None:
    """The limit is the code, and the wait is as told or as long as suits that limit."""
    outcome = await refusal(429, headers)

    assert outcome.failure.reason is FailureReason.RATE_LIMITED
    assert outcome.failure.code == code
    assert outcome.failure.subject == (A_DAY if code == "day" else "")
    assert outcome.retry_after == seconds
    assert outcome.failure.words == (f"{PROBLEM}: {code}" if code else "")


async def test_words_of_a_rate_limit_win_over_its_header() -> None:
    """Where the body says something it is what is shown."""
    body = gateway(429, "Rate limit exceeded", "Please slow down")

    outcome = await refusal(429, {PROBLEM: "minute"}, body)

    assert outcome.failure.words == "Please slow down"
    assert outcome.failure.code == "minute"


async def test_wait_of_a_breakdown_is_as_told() -> None:
    """A 503 may say how long it takes; without that the wait is the caller's."""
    assert (await refusal(503, {WAIT: "120"}, HTML)).retry_after == 120
    assert (await refusal(503, {"X-MinLimit-Remaining": "0"}, HTML)).retry_after is None
