"""What an entry comes to in the ledger: costs are applied as it is posted, and may change later."""

from __future__ import annotations

from collections.abc import Mapping

from journal.amounts.money import Money
from journal.entries.costs import amounts, costs_used
from journal.entries.entry import Entry, Side
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
        return _in_its_currency(ours, ready) if ready else None
    if not isinstance(outcome, Posted):
        return None
    if ready is not None:
        return _in_its_currency(ours, ready)
    now = None if isinstance(ours.ready, Failure) else _in_its_currency(ours, ours.ready)
    return amount_there(ours.entry, outcome.entry) or ours.entry.sent or now


def posted_costs(ours: Prepared, amount: Money | None) -> Mapping[str, Money] | None:
    """Return what one piece of each SKU costs in what the ledger has; None: that is not known.

    `amount`: what that comes to, as `posted_amount` says. Another sum than ours holds other costs.
    """
    if amount is None or isinstance(ours.ready, Failure):
        return None
    if _in_its_currency(ours, ours.ready) != amount:
        return None
    return costs_used(ours.entry.content, ours.costs)


def _in_its_currency(ours: Prepared, ready: ReadyEntry) -> Money:
    """Return what is sent; of what is converted on the way, what it came to before."""
    content = ours.entry.content
    if ready.currency == content.currency:
        return ready.total
    each = zip(content.lines, amounts(content, ours.costs), strict=True)
    debits = (amount.minor for line, amount in each if line.side is Side.DEBIT)
    return Money(sum(debits), content.currency)


def amount_there(entry: Entry, there: LedgerEntry) -> Money | None:
    """Return what the ledger shows, where it shows lines and they are in the entry's currency."""
    total = there.total
    return total if total is not None and total.currency == entry.content.currency else None
