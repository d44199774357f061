"""What costs would post: each variant's pieces times its cost, and the sum of the entries.

Pure. The form shows it before anything is kept, the rules of a book go by it, and what is posted
comes to the same, since `journal.entries.costs.cost_of` reckons both.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from journal.amounts.money import Money
from journal.entries.costs import cost_of
from journal.incidents.incident import Tally
from journal.incidents.story.values import SetCost


@dataclass(frozen=True, slots=True)
class Portion:
    """The pieces of one variant in one entry."""

    sku: str
    title: str
    pieces: Decimal
    known: Money | None = None  # its cost as it is kept, in the entry's currency


@dataclass(frozen=True, slots=True)
class Uncounted:
    """An entry that waits on a card, with the variants whose costs it is posted at."""

    id: int
    fixed: Money  # what its other lines come to
    portions: tuple[Portion, ...] = ()
    may_go: bool = True  # False: it is being sent just now, at the costs that were known before


@dataclass(frozen=True, slots=True)
class CostLine:
    """One variant at its cost: in the entries that would be posted, and in all that wait."""

    sku: str
    title: str
    unit: Money
    is_new: bool  # its cost was given just now
    pieces: Decimal = Decimal()  # in what would be posted
    amount_minor: int = 0
    all_pieces: Decimal = Decimal()  # in all that waits
    all_minor: int = 0

    @property
    def amount(self) -> Money:
        """What its pieces in the entries to be posted come to."""
        return Money(self.amount_minor, self.unit.currency)

    @property
    def whole(self) -> Money:
        """What its pieces in all that waits come to."""
        return Money(self.all_minor, self.unit.currency)

    @property
    def kept_back(self) -> Decimal:
        """How many of its pieces are in entries that lack another cost still."""
        return self.all_pieces - self.pieces


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be posted with some costs."""

    lines: tuple[CostLine, ...]  # those given just now first, the largest amount first
    fixed: tuple[Money, ...]  # what the other lines of those entries come to, per currency
    tally: Tally  # of the entries that would be posted
    waiting: int  # how many entries wait in all
    entries: tuple[int, ...] = ()  # the ids of those that would be posted

    @property
    def mark(self) -> str:
        """What changes whenever another thing would be posted, in 16 characters."""
        shown = [
            [one.sku, one.unit.minor, one.unit.currency, str(one.pieces), one.amount_minor]
            for one in self.lines
        ]
        text = json.dumps([shown, self.tally.facts])
        return hashlib.sha256(text.encode()).hexdigest()[:16]


def preview(waiting: Sequence[Uncounted], given: Mapping[str, Money]) -> Preview:
    """Return what the `waiting` entries would post, were the costs `given` (by SKU) kept.

    An entry would be posted when every variant of it then has a cost in its own currency.
    """
    lines: dict[tuple[str, str], CostLine] = {}
    sums: defaultdict[str, int] = defaultdict(int)
    fixed: defaultdict[str, int] = defaultdict(int)
    going: list[int] = []
    for entry in waiting:
        units = [_unit(one, given, entry.fixed.currency) for one in entry.portions]
        goes = entry.may_go and None not in units
        for portion, unit in zip(entry.portions, units, strict=True):
            if unit is not None:
                key = portion.sku, unit.currency
                line = lines.get(key) or _line(portion, unit, given)
                lines[key] = _counted(line, portion, goes=goes)
                sums[unit.currency] += cost_of(portion.pieces, unit).minor * goes
        if goes:
            going.append(entry.id)
            sums[entry.fixed.currency] += entry.fixed.minor
            fixed[entry.fixed.currency] += entry.fixed.minor
    amounts = tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
    return Preview(
        lines=tuple(sorted(lines.values(), key=_in_order)),
        fixed=tuple(Money(minor, one) for one, minor in sorted(fixed.items()) if minor),
        tally=Tally(len(going), amounts if going else ()),
        waiting=len(waiting),
        entries=tuple(going),
    )


def shown_costs(lines: Iterable[CostLine]) -> tuple[SetCost, ...]:
    """Return lines as a story tells them, with the pieces in what is posted."""
    return tuple(SetCost(one.sku, one.title, one.unit, one.pieces, one.amount) for one in lines)


def _unit(portion: Portion, given: Mapping[str, Money], currency: str) -> Money | None:
    """Return the cost that counts: the one that is kept, else the one that is given."""
    if portion.known is not None:
        return portion.known
    cost = given.get(portion.sku)
    return cost if cost is not None and cost.currency == currency else None


def _line(portion: Portion, unit: Money, given: Mapping[str, Money]) -> CostLine:
    is_new = portion.known is None and portion.sku in given
    return CostLine(portion.sku, portion.title, unit, is_new)


def _counted(line: CostLine, portion: Portion, *, goes: bool) -> CostLine:
    minor = cost_of(portion.pieces, line.unit).minor
    return replace(
        line,
        pieces=line.pieces + portion.pieces * goes,
        amount_minor=line.amount_minor + minor * goes,
        all_pieces=line.all_pieces + portion.pieces,
        all_minor=line.all_minor + minor,
    )


def _in_order(line: CostLine) -> tuple[bool, int, str]:
    return not line.is_new, -line.all_minor, line.sku
