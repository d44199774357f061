"""What one answer of a platform says, and what its refusals come to, whichever platform it is."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from connectors.exact import read_exact
from connectors.subjects import with_subject
from journal.entries.failure import PASSING, Failure, FailureReason, ReadingRefused
from journal.entries.posting import ReadyEntry, Refused, Uncertain
from journal.errors import AccountRefused, AuthorisationLost, ItemRefused, LedgerError

LOST = (FailureReason.CONNECTION_LOST, FailureReason.TOKEN_EXPIRED)
"""A token that was renewed a moment ago and is refused again is a connection that is lost."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an answer says: its `content`, and its `failure` unless it is a success."""

    status: int
    content: Any = field(default_factory=dict, repr=False)  # JSON; an object but for Tryton
    failure: Failure | None = None
    retry_after: float | None = None  # seconds
    trace: str = ""  # the platform's id of the request, where it has one
    is_wait_told: bool = True  # False: the platform said nothing, `retry_after` is our own guess

    @property
    def reason(self) -> FailureReason | None:
        """Why it is a refusal; None for a success."""
        return self.failure.reason if self.failure else None

    def shown(self, platform: str) -> Any:
        """Return what a reading call was shown.

        Raises:
            ReadingRefused: nothing. AuthorisationLost: jefail has no access to `platform`.
        """
        if self.failure is None:
            return self.content
        raise _lost(platform, self.failure) or ReadingRefused(
            platform, self.failure, self.retry_after, is_wait_told=self.is_wait_told
        )


def refused(failure: Failure, entry: ReadyEntry, wait: float | None = None) -> Refused | Uncertain:
    """Return how the writing of `entry` ended that was refused; `wait`: seconds, where told."""
    if failure.reason is FailureReason.UNCERTAIN:
        return Uncertain(failure)
    if failure.reason is FailureReason.TOKEN_EXPIRED:
        failure = replace(failure, reason=FailureReason.CONNECTION_LOST)
    return Refused(with_subject(failure, entry), retry_after=wait)


def account_refused(platform: str, failure: Failure) -> LedgerError:
    """Return why no account was made; what passes by itself leaves it open."""
    if lost := _lost(platform, failure):
        return lost
    if failure.reason in PASSING:
        return LedgerError(f"{platform} answered {failure.http_status}: {failure.words[:300]}")
    return AccountRefused(failure.words)


def item_refused(platform: str, failure: Failure) -> LedgerError:
    """Return why no choice of a list was made; what passes by itself leaves it open."""
    error = account_refused(platform, failure)
    return ItemRefused(failure.words) if isinstance(error, AccountRefused) else error


def json_of(body: bytes, number: type[float] | type[Decimal] = Decimal) -> Any:
    """Return what a body holds, with each fraction as a `number`; None where it is no JSON.

    Nor is it where a number in it is longer than any that is meant.
    """
    try:
        return json.loads(
            body, parse_float=lambda text: number(read_exact(text)), parse_constant=no_number
        )
    except (ValueError, RecursionError):
        return None


def no_number(constant: str) -> Any:
    """Raise ValueError: NaN and the infinities are no JSON (RFC 8259, section 6)."""
    raise ValueError(constant)


def _lost(platform: str, failure: Failure) -> AuthorisationLost | None:
    if failure.reason not in LOST:
        return None
    return AuthorisationLost(f"{platform} does not let us in", words=failure.words)
