"""What another cost would change in entries that are posted: from which sum to which.

Pure. The form and the terminal show it before anything is done, the rules of a book go by it, and
what is posted comes to the same, since `journal.entries.costs.cost_of` reckons all of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from journal.amounts.money import Money
from journal.books.closed_days import OPEN, ClosedDays
from journal.entries.costs import cost_of
from journal.entries.entry import Entry, Side
from journal.incidents.cost_preview import Portion
from journal.incidents.incident import Tally
from journal.incidents.story.values import ChangedCost


@dataclass(frozen=True, slots=True)
class Costed:
    """An entry that is posted, and the pieces in it, each variant at the cost it was posted at."""

    id: int
    posting_revision: int
    day: date
    fixed: Money  # what its other lines come to
    portions: tuple[Portion, ...]
    incident_id: int | None = None  # the card that it was posted from

    @property
    def number(self) -> str:
        """Our number for it: "JF-1042"."""
        return f"JF-{self.id}"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """An entry with such pieces that can't be corrected now."""

    number: str  # "JF-1042"
    is_unknown: bool  # it is posted at costs that are not known; else it waits itself
    incident_id: int | None = None  # the card that it is on


@dataclass(frozen=True, slots=True)
class NewCost:
    """Another cost of one piece."""

    now: Money
    was: Money | None = None  # only where a piece cost that; None: whatever it cost

    def replaces(self, cost: Money | None) -> bool:
        """Whether it changes what a piece cost in an entry."""
        is_other = cost is not None and cost.currency == self.now.currency and cost != self.now
        return is_other and self.was in (None, cost)


NewCosts = Mapping[str, NewCost]
"""SKU -> its other cost, of one book, sales channel and currency."""


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What would be corrected in the ledger, and what is left since its days are closed."""

    lines: tuple[ChangedCost, ...]  # in the entries that would be corrected
    was: Money  # what those entries come to now, all lines
    now: Money  # and would come to
    entries: tuple[Costed, ...]
    closed: tuple[Costed, ...] = ()  # concerned as well, on days that are closed
    left_out: tuple[LeftOut, ...] = ()  # the first of what holds such pieces too, and stays
    with_closed: bool = False  # those are among `entries`: corrected once their days are open

    @property
    def tally(self) -> Tally:
        """Of what would be corrected, as it would be then."""
        return Tally(len(self.entries), (self.now,) if self.entries else ())

    @property
    def amounts(self) -> tuple[Money, ...]:
        """What rules look at: the larger of both sums, lest one person empties a large entry."""
        return (max(self.was, self.now),) if self.entries else ()

    @property
    def mark(self) -> str:
        """What changes whenever another thing would be corrected, in 16 characters."""
        entries = [[one.id, one.posting_revision] for one in self.entries]
        shown = [entries, [one.row for one in self.lines], self.now.minor, len(self.closed)]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def preview_change(
    entries: Iterable[Costed],
    costs: NewCosts,
    *,
    closed: ClosedDays = OPEN,
    with_closed: bool = False,
) -> ChangePreview:
    """Return what `costs` would change in `entries`, which are of one book and currency.

    What would not change is left out, and so is what stands on days that are `closed`, unless it
    is to be corrected too (`with_closed`).
    """
    concerned = [one for one in entries if changed_in(one, costs)]
    shut = tuple(one for one in concerned if closed.covers(one.day))
    going = tuple(one for one in concerned if with_closed or one not in shut)
    currency = next((one.now.currency for one in costs.values()), "")
    return ChangePreview(
        lines=_lines(going, costs),
        was=Money(sum(total_at(one, {}).minor for one in going), currency),
        now=Money(sum(total_at(one, changed_in(one, costs)).minor for one in going), currency),
        entries=going,
        closed=shut,
        with_closed=with_closed,
    )


def changed_in(entry: Costed, costs: NewCosts) -> Mapping[str, Money]:
    """Return by SKU the costs that `entry` would get; none: it stays as it is."""
    return {
        one.sku: new.now
        for one in entry.portions
        if (new := costs.get(one.sku)) is not None and new.replaces(one.known)
    }


def total_at(entry: Costed, changed: Mapping[str, Money]) -> Money:
    """Return what `entry` comes to at the costs it was posted at, but for those `changed`."""
    pieces = sum(
        cost_of(one.pieces, unit).minor
        for one in entry.portions
        if (unit := changed.get(one.sku, one.known)) is not None
    )
    return Money(entry.fixed.minor + pieces, entry.fixed.currency)


def _lines(entries: Sequence[Costed], costs: NewCosts) -> tuple[ChangedCost, ...]:
    """Return each variant whose cost changes, the largest difference first."""
    lines: dict[str, ChangedCost] = {}
    for portion in _changed(entries, costs):
        new, known = costs[portion.sku].now, portion.known
        assert known is not None
        nothing = Money(0, new.currency)
        empty = ChangedCost(portion.sku, portion.title, known, new, Decimal(), nothing, nothing)
        before = lines.get(portion.sku, empty)
        was, now = cost_of(portion.pieces, known), cost_of(portion.pieces, new)
        lines[portion.sku] = replace(
            before,
            was=known if before.was == known else None,
            pieces=before.pieces + portion.pieces,
            was_sum=before.was_sum + was,
            now_sum=before.now_sum + now,
        )
    return tuple(sorted(lines.values(), key=lambda one: (-abs(one.more.minor), one.sku)))


def _changed(entries: Sequence[Costed], costs: NewCosts) -> Iterator[Portion]:
    for entry in entries:
        skus = changed_in(entry, costs)
        yield from (one for one in entry.portions if one.sku in skus)


def costed_of(entry: Entry) -> Costed:
    """Return a posted entry with its pieces, each variant at the cost that is kept of it."""
    lines = [one for one in entry.content.lines if one.amount is None and one.sku in entry.costs]
    pieces: dict[str, Decimal] = {}
    for one in lines:
        sold = one.quantity if one.side is Side.DEBIT and one.quantity else Decimal()
        pieces[str(one.sku)] = pieces.get(str(one.sku), Decimal()) + sold
    titles = {str(one.sku): one.title for one in lines}
    return Costed(
        id=entry.id,
        posting_revision=entry.posting_revision,
        day=entry.content.date,
        fixed=entry.content.total,
        portions=tuple(
            Portion(sku, titles[sku], sold, entry.costs[sku]) for sku, sold in pieces.items()
        ),
        incident_id=entry.incident_id,
    )
