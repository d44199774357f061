"""From pieces to amounts: what was sold, at the unit costs that are known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from journal.amounts.money import Money
from journal.entries.entry import Line, NewEntry, Side
from journal.entries.failure import Failure, FailureReason

_FOREIGN = ", known in "

Costs = Mapping[str, Money]
"""SKU -> unit cost, for one book and sales channel."""


@dataclass(frozen=True, slots=True)
class LastCost:
    """What the same SKU costs in another sales channel or book of the workspace."""

    cost: Money
    book: str  # its name
    sales_channel: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Uncosted:
    """A variant that entries wait for, since nobody has said what one piece costs."""

    sku: str
    title: str
    sold: Decimal  # pieces, in all that waits
    entries: int
    currency: str  # of the entries, and so of its cost
    foreign: str = ""  # the currency of a cost that is known, but in another one
    last: LastCost | None = None

    @property
    def named(self) -> str:
        """The variant as failures name it."""
        return _named(self.sku, self.title, self.foreign)


def uncosted(content: NewEntry, costs: Costs) -> Failure | None:
    """Return what has no cost; one in another currency than the entry's is none."""
    missing = {
        line.sku: _variant(line, costs.get(line.sku))
        for line in content.lines
        if line.amount is None and line.sku and not _has_cost(line.sku, content.currency, costs)
    }
    if not missing:
        return None
    named = tuple(missing.values())
    return Failure(FailureReason.COST_MISSING, subject=str(len(named)), details=named)


def _has_cost(sku: str, currency: str, costs: Costs) -> bool:
    return sku in costs and costs[sku].currency == currency


def _variant(line: Line, foreign: Money | None) -> str:
    return _named(str(line.sku), line.title, foreign.currency if foreign else "")


def _named(sku: str, title: str, foreign: str) -> str:
    named = f"{title} ({sku})" if title not in ("", sku) else sku
    return f"{named}{_FOREIGN}{foreign} only" if foreign else named


def sku_of(named: str) -> str:
    """Return the SKU of a variant as `uncosted` names it: "Blue mug (MUG-BLUE)"."""
    bare = named.partition(_FOREIGN)[0]
    return bare[bare.rindex("(") + 1 : -1] if bare.endswith(")") and "(" in bare else bare


def amounts(content: NewEntry, costs: Costs) -> Iterator[Money]:
    """Yield the amount of each line of an entry of which nothing is `uncosted`.

    Pieces of one variant are rounded as they add up, each side by itself: rounded line by line,
    the same pieces split otherwise on the other side would come to another sum.
    """
    pieces: defaultdict[tuple[str, Side], Decimal] = defaultdict(Decimal)
    for line in content.lines:
        if line.amount is not None:
            yield line.amount
            continue
        if not line.sku or line.quantity is None:
            raise AssertionError("NewEntry.checked() looks at both before")
        unit, one = costs[line.sku], (line.sku, line.side)
        before = cost_of(pieces[one], unit)
        pieces[one] += line.quantity
        yield Money(cost_of(pieces[one], unit).minor - before.minor, unit.currency)


def costs_used(content: NewEntry, costs: Costs) -> Costs:
    """Return, of `costs`, those that an entry of which nothing is `uncosted` gets amounts from."""
    return {line.sku: costs[line.sku] for line in content.lines if line.amount is None and line.sku}


def cost_of(pieces: Decimal, unit: Money) -> Money:
    """Return what `pieces` of one variant in one entry come to, half a cent rounded up.

    What a form shows before it posts and what is posted are both reckoned here.
    """
    minor = (unit.minor * pieces).to_integral_value(rounding=ROUND_HALF_UP)
    return Money(int(minor), unit.currency)
