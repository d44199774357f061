"""The tax of an entry as it is sent, and the balance with it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.books.lists import TAX, Field, ListItem, Lists
from journal.entries.coding import Coded, TaxOn
from journal.entries.entry import Side
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.entries.taxing import UNTAXED, difference, tax_of, with_untaxed
from tests.fakes.ready import a_ready_entry

VAT = ListItem(TAX, "OUTPUT2", "20% (VAT on Income)", rate=Decimal(20))
NO_VAT = ListItem(TAX, "NONE", "No VAT", kind=UNTAXED, rate=Decimal(0))
UNKNOWN = ListItem(TAX, "X", "By hand")
LISTS = Lists((VAT, NO_VAT))


def a_line(
    side: Side, minor: int, code: ListItem | None = None, said: int | None = None
) -> ReadyLine:
    """Return a line of so many pence; `said`: the tax that its caller worked out."""
    coded = (Coded(TAX, code),) if code else ()
    tax = None if said is None else Money(said, "GBP")
    return ReadyLine(side, Money(minor, "GBP"), "79", coded=coded, tax_amount=tax)


def an_entry(*lines: ReadyLine, amounts: TaxOn = TaxOn.EXCLUSIVE) -> ReadyEntry:
    """Return an entry of these lines."""
    return replace(a_ready_entry(currency="GBP"), lines=lines, amounts=amounts)


def codes(lines: tuple[ReadyLine, ...]) -> list[str]:
    """Return the tax code of each line, "" for none."""
    found = [line.coded_as(Field.TAX) for line in lines]
    return [one.external_id if one else "" for one in found]


@pytest.mark.parametrize("amounts", [TaxOn.EXCLUSIVE, TaxOn.INCLUSIVE, TaxOn.NO_TAX])
def test_lines_without_a_code_are_without_tax(amounts: TaxOn) -> None:
    """Beside one that has a code, and they say so: else they would get that of their account."""
    lines = (a_line(Side.CREDIT, 10000, VAT), a_line(Side.DEBIT, 12000))

    assert codes(with_untaxed(lines, amounts, LISTS)) == ["OUTPUT2", "NONE"]


def test_an_entry_without_tax_stays_as_it_is() -> None:
    """Nothing is said of tax in it; nor where the platform has no code that says so."""
    bare = (a_line(Side.CREDIT, 10000), a_line(Side.DEBIT, 10000))
    taxed = (a_line(Side.CREDIT, 10000, VAT), a_line(Side.DEBIT, 12000))

    assert with_untaxed(bare, TaxOn.NO_TAX, LISTS) == bare
    assert with_untaxed(taxed, TaxOn.EXCLUSIVE, Lists((VAT,))) == taxed


@pytest.mark.parametrize(
    ("amounts", "minor", "said", "tax"),
    [
        (TaxOn.EXCLUSIVE, 10000, None, 2000),
        (TaxOn.INCLUSIVE, 12000, None, 2000),
        (TaxOn.INCLUSIVE, 152771, None, 25462),
        (TaxOn.EXCLUSIVE, 10000, 1999, 1999),
        (TaxOn.NO_TAX, 10000, None, 0),
        (TaxOn.NO_TAX, 10000, 1999, 0),
    ],
)
def test_the_tax_of_a_line(amounts: TaxOn, minor: int, said: int | None, tax: int) -> None:
    """On top or inside, or what its caller worked out."""
    assert tax_of(a_line(Side.CREDIT, minor, VAT, said), amounts) == Money(tax, "GBP")


@pytest.mark.parametrize(
    ("paid", "differs"), [(12000, None), (12001, Money(1, "GBP")), (10000, Money(2000, "GBP"))]
)
def test_a_balance_with_tax(paid: int, differs: Money | None) -> None:
    """To the penny, with what the platform adds."""
    lines = a_line(Side.CREDIT, 10000, VAT), a_line(Side.DEBIT, paid, NO_VAT)

    assert difference(an_entry(*lines)) == differs


def test_what_cannot_be_judged_is_left_to_the_platform() -> None:
    """A rate that is not known, unless the tax is said; and amounts that nothing is added to."""
    lines = a_line(Side.CREDIT, 10000, UNKNOWN), a_line(Side.DEBIT, 1)
    said = a_line(Side.CREDIT, 10000, UNKNOWN, 5), a_line(Side.DEBIT, 10004)

    assert difference(an_entry(*lines)) is None
    assert difference(an_entry(*lines, amounts=TaxOn.INCLUSIVE)) is None
    assert difference(an_entry(*said)) == Money(1, "GBP")


@given(
    st.lists(
        st.tuples(st.sampled_from(Side), st.integers(1, 10**9), st.decimals(0, 30, places=3)),
        min_size=1,
        max_size=8,
    ),
    st.integers(-3, 3),
)
def test_every_penny_beside_the_tax_is_told(
    drawn: list[tuple[Side, int, Decimal]], off: int
) -> None:
    """Balanced by a line without tax it is balanced; off by more than halves explain it is not."""
    lines = [
        a_line(side, minor, ListItem(TAX, f"T{rate}", f"{rate}", rate=rate))
        for side, minor, rate in drawn
    ]
    gross = sum(
        one.side.sign * (one.amount.minor + tax_of(one, TaxOn.EXCLUSIVE).minor) for one in lines
    )
    halves = [one.side for one in lines if _is_half(one)]
    up, down = halves.count(Side.DEBIT), halves.count(Side.CREDIT)
    rest = gross - off
    balancing = a_line(Side.CREDIT if rest > 0 else Side.DEBIT, abs(rest), NO_VAT)

    told = difference(an_entry(*lines, balancing))

    assert told == (None if -down <= off <= up else Money(abs(off), "GBP"))


def _is_half(line: ReadyLine) -> bool:
    code = line.coded_as(Field.TAX)
    assert code is not None
    assert code.rate is not None
    return line.amount.minor * code.rate / 100 % 1 == Decimal("0.5")
