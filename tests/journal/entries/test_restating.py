"""A new version under a known reference: a correction, or another entry."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from journal.amounts.money import Money
from journal.entries.entry import Line, NewEntry, PostingStatus, Side
from journal.entries.restating import Departure, departure_of, may_be_in_ledger
from tests.build import an_entry, some_content

D, C = Side.DEBIT, Side.CREDIT


def lines(*told: str, minor: int = 1000, currency: str = "USD") -> tuple[Line, ...]:
    """Return a debit for "+Bank" and a credit for "-Sales", each of `minor`."""
    sides = {"+": D, "-": C}
    amount = Money(minor, currency)
    return tuple(Line(sides[one[0]], amount, account=one[1:]) for one in told)


BEFORE = some_content(lines=lines("+Clearing", "-Sales"))


@pytest.mark.parametrize(
    "after",
    [
        lines("+Clearing", "-Sales", minor=99_999),
        lines("+ clearing ", "-SALES"),
        lines("-Sales", "+Clearing", "-Tax", "-Tips"),
        lines("+Clearing", "-Sales", "-Sales", "-Sales", "-Sales"),
        lines("+Clearing", "-Returns"),
        (*lines("+Clearing", "-Sales"), *lines("+A", "-B", "+E", "-F", minor=0)),
    ],
    ids=["amounts", "spelling", "two more", "split", "half", "zeros"],
)
def test_a_usual_correction(after: tuple[Line, ...]) -> None:
    """Other amounts, and up to half of the lines, on the same day correct an entry."""
    assert departure_of(BEFORE, replace(BEFORE, lines=after), in_ledger=True) is None


@pytest.mark.parametrize(
    "after",
    [
        lines("+Clearing", "-Sales", "-Tax", "-Tips", "-Fees"),
        lines("+Bank", "-Loan"),
        lines("-Clearing", "+Sales"),
    ],
    ids=["most are new", "all others", "sides changed"],
)
def test_most_lines_elsewhere_make_it_another_entry(
    after: tuple[Line, ...],
) -> None:
    """What is not in the ledger loses nothing by that, as long as the day is the same."""
    changed = replace(BEFORE, lines=after)

    assert departure_of(BEFORE, changed, in_ledger=True) is Departure.LINES
    assert departure_of(changed, BEFORE, in_ledger=True) is Departure.LINES
    assert departure_of(BEFORE, changed, in_ledger=False) is None


@pytest.mark.parametrize("in_ledger", [True, False])
@pytest.mark.parametrize(
    ("after", "by"),
    [
        (replace(BEFORE, date=date(2026, 7, 8)), Departure.DAY),
        (replace(BEFORE, sales_channel="Square"), Departure.CHANNEL),
        (replace(BEFORE, sales_channel="SHOPIFY"), None),
        (replace(BEFORE, description="other words", revision=9), None),
    ],
)
def test_another_day_or_sales_channel_is_another_entry(
    after: NewEntry, by: Departure | None, *, in_ledger: bool
) -> None:
    """Also of what is not posted yet: that day would be lost too."""
    assert departure_of(BEFORE, after, in_ledger=in_ledger) is by


def test_another_currency_changes_every_line() -> None:
    """The same figures in euros are no correction of dollars in the ledger."""
    euros = replace(BEFORE, currency="EUR", lines=lines("+Clearing", "-Sales", currency="EUR"))

    assert departure_of(BEFORE, euros, in_ledger=True) is Departure.LINES


def test_cost_lines_are_told_apart_by_their_variant() -> None:
    """Other pieces of the same SKU correct it; other SKUs make another entry."""

    def sold(sku: str, pieces: int) -> NewEntry:
        both = tuple(
            Line(side, category=name, sku=sku, quantity=Decimal(pieces))
            for side, name in ((D, "Cost"), (C, "Stock"))
        )
        return some_content(lines=both)

    assert departure_of(sold("MUG", 3), sold("MUG", 5), in_ledger=True) is None
    assert departure_of(sold("MUG", 3), sold("CAP", 3), in_ledger=True) is Departure.LINES


@pytest.mark.parametrize("status", PostingStatus)
def test_what_may_be_in_the_ledger(status: PostingStatus) -> None:
    """Posted, on its way, without an answer, or a correction of what is there."""
    is_there = status in (PostingStatus.POSTED, PostingStatus.POSTING, PostingStatus.UNCERTAIN)

    assert may_be_in_ledger(an_entry(status=status)) is is_there
    assert may_be_in_ledger(an_entry(status=status, replaces="227"))
