"""What may be taken in: complete, in range, and balanced in money and in pieces."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.entries.entry import MAX_LINES, MAX_REFERENCE, Line, NewEntry, Side
from journal.errors import BadInput, Unbalanced
from tests.build import an_entry, some_content

TEN = Money(1000, "USD")
DEBIT = Line(Side.DEBIT, TEN, category="Clearing")
CREDIT = Line(Side.CREDIT, TEN, category="Sales")


def pieces(side: Side, quantity: str, sku: str = "MUG") -> Line:
    """Return a cost line of some pieces."""
    return Line(side, category="Stock", sku=sku, quantity=Decimal(quantity))


def with_lines(*lines: Line) -> NewEntry:
    """Return an entry of these lines."""
    return some_content(lines=lines)


def test_a_complete_entry_is_its_own_check() -> None:
    """Nothing is changed by checking."""
    entry = some_content()

    assert entry.checked() is entry


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"reference": ""}, "reference"),
        ({"reference": " \t"}, "reference"),
        ({"reference": "x" * (MAX_REFERENCE + 1)}, "reference"),
        ({"revision": 0}, "revision"),
        ({"revision": -1}, "revision"),
        ({"revision": 2**31}, "revision"),
        ({"sales_channel": " "}, "sales channel"),
        ({"lines": ()}, "2 to"),
        ({"lines": (DEBIT,)}, "2 to"),
        ({"lines": (DEBIT, CREDIT) * (MAX_LINES // 2 + 1)}, "2 to"),
    ],
)
def test_what_is_missing_or_out_of_range_is_named(changes: dict[str, Any], told: str) -> None:
    """The message says which part is wrong."""
    with pytest.raises(BadInput, match=told):
        some_content(**changes).checked()


def test_the_bounds_themselves_are_allowed() -> None:
    """The longest reference and the most lines are taken."""
    lines = (DEBIT, CREDIT) * (MAX_LINES // 2)

    some_content(reference="x" * MAX_REFERENCE, lines=lines).checked()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (Line(Side.DEBIT, TEN), "line 1 "),
        (Line(Side.DEBIT, TEN, category="A", account="1"), "line 1 "),
        (Line(Side.DEBIT, category="A"), "line 1 .*SKU"),
        (Line(Side.DEBIT, category="A", sku="MUG"), "line 1 .*SKU"),
        (Line(Side.DEBIT, category="A", quantity=Decimal(1)), "line 1 .*SKU"),
        (pieces(Side.DEBIT, "0"), "line 1 .*SKU"),
        (pieces(Side.DEBIT, "-1"), "line 1 .*SKU"),
        (pieces(Side.DEBIT, "NaN"), "line 1 .*SKU"),
        (pieces(Side.DEBIT, "Infinity"), "line 1 .*SKU"),
        (Line(Side.DEBIT, Money(1000, "EUR"), category="A"), "line 1 .*EUR.*USD"),
        (Line(Side.DEBIT, Money(-1000, "USD"), category="A"), "line 1 "),
    ],
)
def test_a_line_that_cannot_be_posted_is_named_by_its_number(line: Line, told: str) -> None:
    """Each line has an account or a category, and an amount or pieces that can be costed."""
    with pytest.raises(BadInput, match=told):
        with_lines(line, CREDIT).checked()


def test_debits_and_credits_that_differ_are_told_by_how_much() -> None:
    """One cent too little is enough, and the difference is said in money."""
    short = Line(Side.CREDIT, Money(999, "USD"), category="Sales")

    with pytest.raises(Unbalanced) as caught:
        with_lines(DEBIT, short).checked()

    assert caught.value.difference == "0.01 USD"


def test_pieces_must_balance_for_each_variant() -> None:
    """Two mugs out and one mug in differ by a mug, whatever other variants do."""
    lines = [
        pieces(Side.DEBIT, "2"),
        pieces(Side.CREDIT, "1"),
        pieces(Side.CREDIT, "1", "CUP"),
        pieces(Side.DEBIT, "1", "CUP"),
    ]

    with pytest.raises(Unbalanced) as caught:
        with_lines(*lines).checked()

    assert caught.value.difference == "1 of MUG"


def test_pieces_may_be_parts_and_split_over_lines() -> None:
    """Half a kilo twice is a whole one."""
    with_lines(
        pieces(Side.DEBIT, "0.5"), pieces(Side.DEBIT, "0.5"), pieces(Side.CREDIT, "1")
    ).checked()


@given(st.lists(st.integers(0, 10**15), min_size=1, max_size=50), st.integers(1, 10**6))
def test_money_balances_to_the_cent(amounts: list[int], off: int) -> None:
    """Any debits are taken with a credit of their sum, and with no other."""
    debits = [Line(Side.DEBIT, Money(one, "USD"), category="A") for one in amounts]
    right = Line(Side.CREDIT, Money(sum(amounts), "USD"), category="B")
    wrong = Line(Side.CREDIT, Money(sum(amounts) + off, "USD"), category="B")

    assert with_lines(*debits, right).checked().total == Money(sum(amounts), "USD")
    with pytest.raises(Unbalanced):
        with_lines(*debits, wrong).checked()


def test_the_total_counts_what_is_known() -> None:
    """Cost lines have no amount before they are posted."""
    assert with_lines(DEBIT, CREDIT, pieces(Side.DEBIT, "2")).total == TEN


def test_an_entry_is_named_and_keyed_stably() -> None:
    """The number stays the same in every revision, the key changes with it and stays short."""
    entry = an_entry()
    again = an_entry(posting_revision=2, content=some_content(date=date(2026, 1, 1)))

    assert entry.number == again.number == "JF-1042"
    assert entry.key != again.key
    assert len(an_entry(posting_revision=999).key) <= 40
