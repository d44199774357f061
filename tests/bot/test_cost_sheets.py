"""What a sheet gives to a card: the rows that are wanted, and why not the others."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bot.cost_sheets import TOLD, given_by
from connectors.intake.cost_rows import SheetRow
from journal.amounts.money import Money
from journal.entries.costs import Uncosted
from journal.moves.costs import GivenCosts
from tests.build import a_book


def lacking(*skus: str, currency: str = "USD") -> list[Uncosted]:
    """Return variants that lack a cost."""
    return [Uncosted(sku, sku.title(), Decimal(1), 1, currency) for sku in skus]


def sheet(*rows: tuple[str, str], **more: Any) -> list[SheetRow]:
    """Return rows of SKU and cost, from row 2 on."""
    return [SheetRow(number, sku, cost, "", **more) for number, (sku, cost) in enumerate(rows, 2)]


def given(rows: list[SheetRow], wanted: list[Uncosted], locale: str = "en_US") -> GivenCosts:
    """Return what is made of them."""
    return given_by("costs.csv", rows, wanted, a_book(locale=locale))[0]


@pytest.mark.parametrize(
    ("locale", "costs"),
    [
        ("en_US", ["1,234", "250.50", "$300"]),
        ("de_DE", ["1.234", "250,50", "300 $"]),
        ("de_DE", ["1,234.00", "250.50", "300"]),
    ],
)
def test_a_sheet_is_read_as_it_writes_itself(locale: str, costs: list[str]) -> None:
    """One telling cell settles the decimal mark of all; without one the book's country does."""
    rows = sheet(*zip(("A", "B", "C"), costs, strict=True))

    assert given(rows, lacking("A", "B", "C"), locale).costs == {
        "A": Money(123400, "USD"),
        "B": Money(25050, "USD"),
        "C": Money(30000, "USD"),
    }


def test_numbers_of_a_workbook_have_a_point_everywhere() -> None:
    """They are written here from the number itself."""
    rows = sheet(("A", "1.5"), is_number=True)

    assert given(rows, lacking("A"), "de_DE").costs == {"A": Money(150, "USD")}


def test_skus_are_found_as_spreadsheets_spoil_them() -> None:
    """Case and the zeros that a number begins with; two that then look alike are not guessed."""
    wanted = lacking("MUG-Blue", "00123", "X1", "x1")

    costs = given(sheet(("mug-blue", "1"), ("123", "2"), ("x1", "3")), wanted).costs

    assert {sku: cost.minor for sku, cost in costs.items()} == {
        "MUG-Blue": 100,
        "00123": 200,
        "x1": 300,
    }


def test_each_bad_row_is_told_with_its_number_and_remedy() -> None:
    """A word, a loss, a zero, a second cost, a likely mistyping; the good row is kept."""
    rows = sheet(
        ("MUG", "4"), ("POT", "lots"), ("TRAY", "-1"), ("CUP", "0"), ("MUG", "5"), ("POTT", "6")
    )

    found = given(rows, lacking("MUG", "POT", "TRAY", "CUP"))

    assert found.costs == {"MUG": Money(400, "USD")}
    faults = dict(found.told["faults"])
    assert sorted(faults) == [3, 4, 5, 6, 7]
    for number, data in {3: "lots", 5: '"CUP"', 6: "2", 7: '"POT"'}.items():
        assert data in faults[number]


def test_rows_that_nobody_waits_for_are_counted_alone() -> None:
    """A whole catalogue may be dropped; rows left empty are no faults either."""
    found = given(sheet(("MUG", ""), ("SOFA", "9"), ("LAMP", "8")), lacking("MUG"))

    assert (found.costs, found.told["faults"]) == ({}, [])
    assert (found.told["empty"], found.told["others"]) == (1, 2)


def test_a_cost_in_another_currency_is_not_taken() -> None:
    """The sheet's own column says so, or the sign in the cell."""
    rows = [SheetRow(2, "A", "4", "EUR"), SheetRow(3, "B", "€4", "")]

    found = given(rows, lacking("A", "B"))

    assert found.costs == {}
    assert [number for number, _fault in found.told["faults"]] == [2, 3]


def test_of_very_many_faults_the_first_are_told() -> None:
    """The thread stays readable; the rest is counted."""
    names = [f"V{number:03}" for number in range(TOLD + 5)]

    found = given(sheet(*((name, "bad") for name in names)), lacking(*names))

    assert len(found.told["faults"]) == TOLD
    assert found.told["more_faults"] == 5
