"""What costs would post is what they do post, and figures in doubt are found."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.entries.cost_doubts import Doubt, Written, find_doubts, is_far
from journal.entries.costs import amounts
from journal.entries.entry import Line, NewEntry, Side
from journal.incidents.cost_preview import Portion, Preview, Uncounted, preview
from journal.incidents.incident import Tally
from tests.build import some_content

SKUS = ("MUG", "POT", "TRAY")
PIECES = st.decimals("0.001", "9999", places=3)
SOLD = st.dictionaries(st.sampled_from(SKUS), st.lists(PIECES, min_size=1, max_size=3), min_size=1)
UNITS = st.fixed_dictionaries({sku: st.integers(0, 10**7) for sku in SKUS})


def sold(pieces: dict[str, list[Decimal]]) -> NewEntry:
    """Return an entry with the pieces of a SKU on several debit lines and one credit line."""
    lines = [
        Line(side, category="Goods", sku=sku, quantity=one)
        for sku, several in pieces.items()
        for side, parts in ((Side.DEBIT, several), (Side.CREDIT, [sum(several, Decimal())]))
        for one in parts
    ]
    return some_content(lines=tuple(lines))


def uncounted(entry_id: int, content: NewEntry, **known: Money) -> Uncounted:
    """Return the entry as the store tells of it: pieces of its debits."""
    pieces: dict[str, Decimal] = {}
    for line in content.lines:
        if line.side is Side.DEBIT and line.sku and line.quantity:
            pieces[line.sku] = pieces.get(line.sku, Decimal()) + line.quantity
    portions = tuple(Portion(sku, "", count, known.get(sku)) for sku, count in pieces.items())
    return Uncounted(entry_id, Money(0, content.currency), portions)


def usd(minor: int) -> Money:
    """Return an amount in cents."""
    return Money(minor, "USD")


@given(st.lists(SOLD, min_size=1, max_size=5), UNITS)
def test_what_is_shown_is_what_is_posted(
    entries: list[dict[str, list[Decimal]]], units: dict[str, int]
) -> None:
    """To the cent, however the pieces are split: each line, the sum, and both sides."""
    contents = [sold(one) for one in entries]
    costs = {sku: usd(minor) for sku, minor in units.items()}

    shown = preview([uncounted(n, one) for n, one in enumerate(contents)], costs)

    posted = [
        sum(
            amount.minor
            for line, amount in zip(one.lines, amounts(one, costs), strict=True)
            if line.side is Side.DEBIT
        )
        for one in contents
    ]
    assert shown.tally == Tally(len(contents), (usd(sum(posted)),))
    assert sum(line.amount_minor for line in shown.lines) == sum(posted)


def a_preview(**given_: Money) -> Preview:
    """Return what three entries would post: mugs, mugs and pots, and one with a tray known."""
    return preview(
        [
            uncounted(1, sold({"MUG": [Decimal(3)]})),
            uncounted(2, sold({"MUG": [Decimal(2)], "POT": [Decimal(9)]})),
            uncounted(3, sold({"TRAY": [Decimal(1)]}), TRAY=usd(1000)),
        ],
        given_,
    )


def test_an_entry_goes_once_every_variant_has_a_cost() -> None:
    """Pieces in entries that wait for another cost are told apart; known costs are shown too."""
    shown = a_preview(MUG=usd(515))

    assert shown.tally == Tally(2, (usd(1545 + 1000),))
    mug, tray = shown.lines
    assert (mug.sku, mug.is_new, int(mug.pieces), int(mug.kept_back)) == ("MUG", True, 3, 2)
    assert (tray.sku, tray.is_new, tray.amount) == ("TRAY", False, usd(1000))


def test_the_mark_changes_with_what_would_be_posted() -> None:
    """Another cost, another entry: anyone who said yes to the one has not said yes to the other."""
    marks = {a_preview().mark, a_preview(MUG=usd(515)).mark, a_preview(MUG=usd(516)).mark}

    assert len(marks) == 3
    assert a_preview(MUG=usd(515)).mark in marks


def test_a_cost_in_another_currency_is_none() -> None:
    """Dollars do not make an entry in euros complete."""
    entry = Uncounted(1, Money(0, "EUR"), (Portion("MUG", "", Decimal(1)),))

    assert preview([entry], {"MUG": usd(400)}).tally == Tally()


def doubts(*minors: int, last: int | None = None) -> dict[str, Doubt]:
    """Return which of several costs are asked about; `last`: what the first one cost before."""
    written = {
        f"V{n}": Written((usd(one),), usd(last) if last is not None and not n else None)
        for n, one in enumerate(minors)
    }
    return {key: one.doubt for key, one in find_doubts(written).items()}


def test_only_the_odd_one_is_asked_about() -> None:
    """More than ten times the others, or less than a tenth; exactly ten times is not."""
    assert doubts(515, 450, 123400) == {"V2": Doubt.OTHERS}
    assert doubts(515, 450, 40) == {"V2": Doubt.OTHERS}
    assert doubts(500, 500, 5000) == {}
    assert doubts(500, 520, 510, 90000, 95000) == {"V3": Doubt.OTHERS, "V4": Doubt.OTHERS}
    assert doubts(500) == {}


def test_of_two_that_are_far_apart_both_are_asked_about() -> None:
    """Which of them is wrong cannot be told."""
    assert doubts(515, 123400) == {"V0": Doubt.OTHERS, "V1": Doubt.OTHERS}


def test_what_it_cost_last_decides_where_that_is_known() -> None:
    """It vouches for a figure among others, and asks about one that fits the others."""
    assert doubts(45000, 500, 600, last=44000) == {}
    assert doubts(500, 500, 600, last=44000) == {"V0": Doubt.LAST}
    assert doubts(0, 500, last=500) == {"V0": Doubt.ZERO}


def test_two_currencies_are_not_compared() -> None:
    """And nothing is far from zero."""
    assert not is_far(usd(1), Money(10**6, "JPY"))
    assert not is_far(usd(0), usd(10**6))
