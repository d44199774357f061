"""How one posting ended: QuickBooks' answer, and what a refusal is about."""

from __future__ import annotations

import re
from dataclasses import replace

from connectors.quickbooks.entries import WireEntry
from connectors.quickbooks.replies import Reply
from connectors.quickbooks.wire import read_one
from connectors.subjects import about_accounts, with_subject
from journal.entries.failure import PASSING, Failure, FailureReason
from journal.entries.posting import Outcome, ReadyEntry, Refused, Uncertain
from journal.errors import AccountRefused, AuthorisationLost, LedgerError

RATE_LIMITED_SECONDS = 60.0
"""How long to wait after a 429: QuickBooks gives no hint, its longest window is a minute."""
_NOT_FOUND = ("610",)
_ACCOUNT_ID = re.compile(r"element id (\w+)", re.IGNORECASE)


def stored(reply: Reply) -> WireEntry:
    """Return the entry that a successful answer shows. Raises LedgerError: it shows none."""
    return read_one(reply.content or {}, "JournalEntry", WireEntry)


def account_refused(reply: Reply) -> LedgerError:
    """Return why no account was made; silence of a gateway leaves it open."""
    reason = reply.reason
    if reason in (FailureReason.CONNECTION_LOST, FailureReason.TOKEN_EXPIRED):
        return AuthorisationLost("QuickBooks does not let us in", words=reply.words)
    if reason in PASSING:
        return LedgerError(f"QuickBooks answered {reply.status}: {reply.words[:300]}")
    return AccountRefused(reply.words)


def refused(reply: Reply, entry: ReadyEntry) -> Refused | Uncertain:
    """Return the outcome of a refusal, with what it is about when that can be told."""
    failure = reply.failure
    if failure.reason is FailureReason.UNCERTAIN:
        return Uncertain(failure)
    if failure.reason is FailureReason.RATE_LIMITED:
        return Refused(failure, retry_after=RATE_LIMITED_SECONDS)
    if failure.reason is FailureReason.TOKEN_EXPIRED:
        # Refused with a token made a moment ago: renewing again cannot help.
        return Refused(replace(failure, reason=FailureReason.CONNECTION_LOST))
    return Refused(_with_subject(failure, entry))


def may_be_gone(reply: Reply) -> bool:
    """Whether a refused change may be about the entry itself: it was changed, or is not there."""
    return reply.reason is FailureReason.MATCHED_OR_EDITED or is_gone(reply.failure)


def is_gone(failure: Failure) -> bool:
    """Whether a refusal to show an entry says that it is not there.

    To a change it may say so too: 610 has the same words for an account that is inactive.
    """
    return failure.code in _NOT_FOUND


def edited(reply: Reply, entry: ReadyEntry) -> Refused:
    """Return the refusal to change what is not there, whatever words it came in."""
    failure = replace(reply.failure, reason=FailureReason.MATCHED_OR_EDITED)
    return Refused(with_subject(failure, entry))


def is_number_taken(outcome: Outcome, entry: ReadyEntry) -> bool:
    """Whether the caller's own number of `entry` is refused since something else has it."""
    if not isinstance(outcome, Refused) or not entry.own_number:
        return False
    return outcome.failure.reason is FailureReason.DUPLICATE


def _with_subject(failure: Failure, entry: ReadyEntry) -> Failure:
    if failure.reason is FailureReason.ACCOUNT_INVALID:
        used = {line.account_id for line in entry.lines}
        told = [text for text in _ACCOUNT_ID.findall(failure.words) if text in used]
        return about_accounts(failure, told)
    return with_subject(failure, entry)
