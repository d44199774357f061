"""What an entry comes to in the ledger: costs are applied as it is posted, and may change later."""

from __future__ import annotations

from journal.amounts.money import Money
from journal.entries.entry import Entry
from journal.entries.failure import Failure
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Uncertain


def posted_amount(
    entry: Entry, outcome: Outcome, known: Known, ready: ReadyEntry | None = None
) -> Money | None:
    """Return what `outcome` leaves in the ledger, in the entry's currency; None: nothing surely.

    Args:
        ready: what was sent just now; None where the entry was found there. Then its lines tell,
            else what was sent before and not answered, else what it would come to now.
    """
    if isinstance(outcome, Uncertain):
        return ready.total if ready else None
    if not isinstance(outcome, Posted):
        return None
    if ready is not None:
        return ready.total
    return amount_there(entry, outcome.entry) or entry.sent or _reckoned(entry, known)


def amount_there(entry: Entry, there: LedgerEntry) -> Money | None:
    """Return what the ledger shows, where it shows lines and they are in the entry's currency."""
    total = there.total
    return total if total is not None and total.currency == entry.content.currency else None


def _reckoned(entry: Entry, known: Known) -> Money | None:
    ready = prepare(entry, known, any_day=True)
    return None if isinstance(ready, Failure) else ready.total
