"""What another cost changes in posted entries: each rounded by itself, closed days kept apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from journal.amounts.money import Money
from journal.books.closed_days import ClosedDays
from journal.entries.entry import PostingStatus
from journal.incidents.change_cost_preview import (
    Costed,
    NewCost,
    changed_in,
    costed_of,
    preview_change,
    total_at,
)
from journal.incidents.cost_preview import Portion
from journal.incidents.incident import Tally
from journal.incidents.story.values import ChangedCost
from tests.build import an_entry
from tests.journal.moves.test_costs import sold

FOUR, FIVE, TEN = (Money(minor, "USD") for minor in (400, 450, 1000))


def mugs(number: int, pieces: str, cost: Money = FOUR, **changes: object) -> Costed:
    """Return a posted entry of so many mugs, of a day in July."""
    portions = (Portion("MUG", "Mug", Decimal(pieces), cost),)
    entry = Costed(number, 1, date(2026, 7, number), Money(0, "USD"), portions)
    return replace(entry, **changes)  # type: ignore[arg-type]


def test_sums_are_those_before_and_after() -> None:
    """Each variant with its pieces, both sums of all entries, and what rules look at."""
    pot = Portion("POT", "Pot", Decimal(9), TEN)
    both = mugs(2, "2")
    both = replace(both, portions=(*both.portions, pot), fixed=Money(100, "USD"))

    shown = preview_change([mugs(1, "3"), both], {"MUG": NewCost(FIVE, FOUR)})

    assert shown.lines == (
        ChangedCost("MUG", "Mug", FOUR, FIVE, Decimal(5), Money(2000, "USD"), Money(2250, "USD")),
    )
    assert (shown.was.minor, shown.now.minor) == (1200 + 800 + 9000 + 100, 1350 + 900 + 9000 + 100)
    assert shown.tally == Tally(2, (shown.now,))
    assert shown.amounts == (shown.now,)
    lower = preview_change([mugs(1, "3")], {"MUG": NewCost(Money(1, "USD"))})
    assert lower.amounts == (lower.was,)


def test_only_what_used_the_cost_is_concerned() -> None:
    """Where it was said what pieces cost; without that, whatever they cost but the new cost."""
    entries = [mugs(1, "3"), mugs(2, "3", TEN), mugs(3, "3", FIVE), mugs(4, "1", Money(400, "EUR"))]

    exact = preview_change(entries, {"MUG": NewCost(FIVE, FOUR)})
    whatever = preview_change(entries, {"MUG": NewCost(FIVE)})

    assert [one.number for one in exact.entries] == ["JF-1"]
    assert [one.number for one in whatever.entries] == ["JF-1", "JF-2"]
    assert [one.was for one in whatever.lines] == [None]
    assert preview_change(entries, {"POT": NewCost(FIVE)}).tally == Tally()


def test_pieces_are_rounded_in_each_entry() -> None:
    """Half a cent goes up, once for each entry: as they are posted."""
    entries = [mugs(1, "0.5", Money(1, "USD")), mugs(2, "0.5", Money(1, "USD"))]

    shown = preview_change(entries, {"MUG": NewCost(Money(3, "USD"))})

    (line,) = shown.lines
    assert (line.was_sum.minor, line.now_sum.minor, line.more.minor) == (2, 4, 2)
    assert (
        total_at(entries[0], changed_in(entries[0], {"MUG": NewCost(Money(3, "USD"))})).minor == 2
    )


def test_closed_days_stay_unless_they_are_wanted() -> None:
    """They are shown apart; wanted too, they are among what is corrected."""
    entries, costs = [mugs(1, "3"), mugs(2, "2")], {"MUG": NewCost(FIVE)}
    closed = ClosedDays(until=date(2026, 7, 1))

    left = preview_change(entries, costs, closed=closed)
    too = preview_change(entries, costs, closed=closed, with_closed=True)

    assert [one.number for one in left.entries] == ["JF-2"]
    assert [one.number for one in left.closed] == ["JF-1"]
    assert [one.number for one in too.entries] == ["JF-1", "JF-2"]
    assert left.mark != too.mark


def test_the_mark_changes_with_what_would_be_done() -> None:
    """With another cost, another entry, and another revision of the same; not with its card."""
    costs = {"MUG": NewCost(FIVE)}
    mark = preview_change([mugs(1, "3")], costs).mark

    assert mark == preview_change([mugs(1, "3", incident_id=7)], costs).mark
    others = [
        preview_change([mugs(1, "3")], {"MUG": NewCost(TEN)}),
        preview_change([mugs(1, "3", posting_revision=2)], costs),
        preview_change([mugs(1, "3"), mugs(2, "3")], costs),
        preview_change([mugs(1, "4")], costs),
    ]
    assert len({mark, *(one.mark for one in others)}) == 5


def test_a_posted_entry_tells_its_pieces_and_costs() -> None:
    """One side counts, lines of one variant together; the other lines are left out."""
    content = sold("S-1", ("MUG", 3), ("POT", 9), ("MUG", 2))
    costs = {"MUG": FOUR, "POT": TEN}

    entry = an_entry(content=content, status=PostingStatus.POSTED, costs=costs)

    assert [(one.sku, one.pieces, one.known) for one in costed_of(entry).portions] == [
        ("MUG", Decimal(5), FOUR),
        ("POT", Decimal(9), TEN),
    ]
    assert costed_of(an_entry(content=content)).portions == ()


def test_a_changed_cost_is_kept_as_a_list() -> None:
    """And read again as it was, also where pieces had several costs."""
    one = ChangedCost("MUG", "Mug", FOUR, FIVE, Decimal("1.5"), FOUR, FIVE)

    for kept in (one, replace(one, was=None)):
        assert ChangedCost.of_row(kept.row) == kept
