"""How one writing ended, and what a refusal is about."""

from __future__ import annotations

from connectors.subjects import with_subject
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, ReadyEntry, Refused

_R = FailureReason


def foreign(entry: ReadyEntry, home_currency: str) -> Refused:
    """Return the refusal of an entry that Tryton would take for one in its own currency."""
    words = f"Moves go to Tryton in the company's own currency, {home_currency}"
    return Refused(Failure(_R.CURRENCY, subject=entry.currency, words=words))


def no_period(entry: ReadyEntry) -> Refused:
    """Return the refusal of a day for which no fiscal year has been opened."""
    words = f"There is no period for {entry.date.isoformat()} in Tryton"
    return Refused(with_subject(Failure(_R.PERIOD_CLOSED, words=words), entry))


def differs(entry: ReadyEntry) -> Refused:
    """Return the refusal to post a draft that says something else than `entry`."""
    words = (
        f"There is a draft with the number {entry.number} in Tryton, with another day or another"
        " sum. Post it there, or delete it, and try again."
    )
    return Refused(Failure(_R.MATCHED_OR_EDITED, subject=entry.number, words=words))


def stays(there: LedgerEntry) -> Refused:
    """Return the refusal to change what is posted, which Tryton does for nobody."""
    words = (
        f"Tryton lets nobody change a posted move. Cancel move {there.ledger_id} in Tryton, which"
        " books its opposite, and post this entry anew."
    )
    return Refused(Failure(_R.VALIDATION_OTHER, words=words))
