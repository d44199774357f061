"""What the example books' lines say beside their accounts, and what the companies lack of it."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from journal.entries.coding import TaxOn
from journal.entries.entry import Line
from sandbox.ledger.company import Company
from sandbox.tryton.fill_lists import CHOSEN_BY_HAND
from sandbox.xero.rates import rates_of
from tests.connectors.intake.test_examples import BOOKS, imported


def said(slug: str, word: Callable[[Line], Any]) -> Counter[Any]:
    """How many entries of a book have a line with each word; "": a line without one."""
    return Counter(one for entry in imported(slug) for one in {word(line) for line in entry.lines})


def listed(slug: str, name: str) -> set[str]:
    """The names in a list of the company that a book is of."""
    things = BOOKS[slug]["company"][name]
    return {one if isinstance(one, str) else one["name"] for one in things}


def test_two_entries_name_a_class_that_is_none() -> None:
    """Northwind has no class called so; every other line names one, and a place, that it has."""
    classes = said("northwind", lambda line: line.coding.class_name)
    assert classes.keys() - listed("northwind", "classes") == {"Online store"}
    assert classes["Online store"] == 2
    places = said("northwind", lambda line: line.coding.location)
    assert places.keys() <= listed("northwind", "departments")


def test_two_entries_name_a_region_that_is_none() -> None:
    """Alder's tracking lacks it; all other tracking is there."""
    known = {
        (category["name"], option)
        for category in BOOKS["alder"]["company"]["tracking"]
        for option in category["options"]
    }
    named = said("alder", lambda line: line.coding.tracking)
    unknown = {one: times for chosen, times in named.items() for one in chosen if one not in known}
    assert unknown == {("Region", "Northern Ireland"): 2}
    assert {len(chosen) for chosen in named} == {2}


def test_alder_has_amounts_before_vat() -> None:
    """By rates that Xero has in the country whose currency the book keeps."""
    company = Company("1", "Alder", datetime.now(UTC), BOOKS["alder"]["currency"])
    rates = {rate.name for rate in rates_of(company).values()}
    assert said("alder", lambda line: line.coding.tax).keys() <= rates
    assert {entry.amounts for entry in imported("alder")} == {TaxOn.EXCLUSIVE, TaxOn.NO_TAX}


def test_juniper_lacks_one_of_each() -> None:
    """A tax code on two days, a location, a customer on a receivable, and the rate of a dollar."""
    taxes = said("juniper", lambda line: line.coding.tax)
    assert taxes.keys() - listed("juniper", "tax_codes") == {""}
    assert taxes[""] == 2
    places = said("juniper", lambda line: line.coding.location)
    assert places.keys() - listed("juniper", "departments") == {"Queen St"}
    names = said("juniper", lambda line: (line.account, line.coding.name))
    owed = {name: times for (account, name), times in names.items() if "Receivable" in account}
    assert owed == {"": 1, "Queen West Interiors": 1}
    rates = [entry.exchange_rate for entry in imported("juniper") if entry.currency == "USD"]
    assert sorted(map(bool, rates)) == [False, True]


def test_wholesale_has_no_channel() -> None:
    """Two of Maple's entries stand on the account whose channel a person has to choose."""
    tracking = said("maple", lambda line: (line.account, line.coding.tracking))
    assert tracking[CHOSEN_BY_HAND, ()] == 2
