"""How one posting ended: QuickBooks' answer, and what a refusal is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from connectors.quickbooks.entries import WireEntry
from connectors.quickbooks.missing import about_coding
from connectors.quickbooks.wire import read_one
from connectors.reply import Reply
from connectors.reply import refused as refused_writing
from connectors.subjects import about_accounts, with_subject
from journal.books.book import Account
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import Outcome, ReadyEntry, Refused, Uncertain

NOT_KEPT = (
    "QuickBooks shows another class, location, name or tax code than was sent. Look at the entry "
    "there."
)
UNCLEAR = Failure(
    FailureReason.NOT_CARRIED,
    subject="amounts",
    words="The tax in an amount can't be worked out: QuickBooks tells no rate of its tax code.",
)
_NOT_FOUND = ("610",)
_ACCOUNT_ID = re.compile(r"element id (\w+)", re.IGNORECASE)


def stored(reply: Reply) -> WireEntry:
    """Return the entry that a successful answer shows. Raises LedgerError: it shows none."""
    return read_one(reply.content, "JournalEntry", WireEntry)


def refused(reply: Reply, failure: Failure, entry: ReadyEntry) -> Refused | Uncertain:
    """Return the outcome of a refusal, with what it is about when that can be told."""
    if failure.reason is FailureReason.ACCOUNT_INVALID:
        used = {line.account_id for line in entry.lines}
        told = [text for text in _ACCOUNT_ID.findall(failure.words) if text in used]
        failure = about_accounts(failure, told)
    return refused_writing(about_coding(failure, entry), entry, reply.retry_after)


def with_inactive(outcome: Refused, inactive: Sequence[Account], entry: ReadyEntry) -> Refused:
    """Return `outcome` with the names of those accounts of `entry` that are `inactive`."""
    used = {line.account_id for line in entry.lines}
    named = [account.name for account in inactive if account.external_id in used]
    return replace(outcome, failure=about_accounts(outcome.failure, named))


def may_be_gone(failure: Failure) -> bool:
    """Whether a refused change may be about the entry itself: it was changed, or is not there."""
    return failure.reason is FailureReason.MATCHED_OR_EDITED or is_gone(failure)


def is_gone(failure: Failure) -> bool:
    """Whether a refusal to show an entry says that it is not there.

    To a change it may say so too: 610 has the same words for an account that is inactive.
    """
    return failure.code in _NOT_FOUND


def edited(failure: Failure, entry: ReadyEntry) -> Refused:
    """Return the refusal to change what is not there, whatever words it came in."""
    about = replace(failure, reason=FailureReason.MATCHED_OR_EDITED)
    return Refused(with_subject(about, entry))


def is_number_taken(outcome: Outcome, entry: ReadyEntry) -> bool:
    """Whether the caller's own number of `entry` is refused since something else has it."""
    if not isinstance(outcome, Refused) or not entry.own_number:
        return False
    return outcome.failure.reason is FailureReason.DUPLICATE
