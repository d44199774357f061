"""How a posting ended that brought no answer, or none that shows the entry."""

from __future__ import annotations

from connectors.http import NoAnswer
from journal.entries.failure import CONNECTION_WIDE, PASSING, Failure, FailureReason, ReadingRefused
from journal.entries.posting import Refused, Uncertain
from journal.errors import AuthorisationLost, LedgerError

_TOLD_AS_IT_IS = (CONNECTION_WIDE - PASSING) | {FailureReason.RATE_LIMITED}


def never_answered(error: LedgerError) -> Refused | Uncertain:
    """Return the outcome of a call that brought no answer, or never was made."""
    words = str(error)
    if isinstance(error, NoAnswer) and error.may_have_arrived:
        return Uncertain(Failure(FailureReason.UNCERTAIN, words=words))
    if isinstance(error, AuthorisationLost):
        return Refused(Failure(FailureReason.CONNECTION_LOST, words=error.words))
    return Refused(Failure(FailureReason.TRANSIENT, words=words))


def not_read(error: LedgerError) -> Refused | Uncertain:
    """Return the outcome when what had to be read before writing was not: nothing was sent.

    A refusal to show it is told as what it is: a right that is missing is no outage, and a limit
    that was met is over when the platform says so.
    """
    if isinstance(error, AuthorisationLost):
        return never_answered(error)
    if isinstance(error, ReadingRefused) and error.failure.reason in _TOLD_AS_IT_IS:
        return Refused(error.failure, error.retry_after)
    return Refused(Failure(FailureReason.TRANSIENT, words=str(error)))


def unreadable(words: str, *, http_status: int | None, trace: str) -> Uncertain:
    """Return the outcome of a success that does not show the entry: it may be there."""
    return Uncertain(
        Failure(FailureReason.UNCERTAIN, words=words, http_status=http_status, trace=trace)
    )
