"""What an entry comes to in the ledger: costs are applied as it is posted, and may change later."""

from __future__ import annotations

from journal.amounts.money import Money
from journal.entries.entry import Entry
from journal.entries.failure import Failure
from journal.entries.mapping import Prepared
from journal.entries.posting import LedgerEntry, Outcome, Posted, ReadyEntry, Uncertain


def posted_amount(
    ours: Prepared, outcome: Outcome, ready: ReadyEntry | None = None
) -> Money | None:
    """Return what `outcome` leaves in the ledger, in the entry's currency; None: nothing surely.

    Args:
        ready: what was sent just now; None where the entry was found there. Then its lines tell,
            else what was sent before and not answered, else what it would come to now.
    """
    if isinstance(outcome, Uncertain):
        return _in_its_currency(ours.entry, ready) if ready else None
    if not isinstance(outcome, Posted):
        return None
    if ready is not None:
        return _in_its_currency(ours.entry, ready)
    now = None if isinstance(ours.ready, Failure) else _in_its_currency(ours.entry, ours.ready)
    return amount_there(ours.entry, outcome.entry) or ours.entry.sent or now


def _in_its_currency(entry: Entry, ready: ReadyEntry) -> Money:
    """Return what is sent; of what is converted on the way, what it came to before."""
    is_converted = ready.currency != entry.content.currency
    return entry.content.total if is_converted else ready.total


def amount_there(entry: Entry, there: LedgerEntry) -> Money | None:
    """Return what the ledger shows, where it shows lines and they are in the entry's currency."""
    total = there.total
    return total if total is not None and total.currency == entry.content.currency else None
