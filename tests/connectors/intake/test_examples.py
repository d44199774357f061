"""The example books of the demo."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import sandbox
from connectors.intake.files import open_entries
from connectors.intake.result import Fault, IntakeOptions
from connectors.intake.table_rows import CostRow, MappingRow
from connectors.intake.tables import read_costs, read_mapping
from journal.amounts.money import Money
from journal.entries.entry import NewEntry
from sandbox.quickbooks.chart import DEFAULT_CHART
from sandbox.tryton.fill import ACCOUNTS as TRYTON_CHART
from sandbox.xero.chart import default_chart as xero_chart
from sandbox.xero.chart import takes_journals
from sandbox.zoho.chart import default_chart as zoho_chart
from tests.connectors.intake.build import USD, entries

EXAMPLES = Path(sandbox.__path__[0]) / "examples"
BOOKS = {book["slug"]: book for book in json.loads((EXAMPLES / "books.json").read_text())["books"]}


def imported(slug: str) -> list[NewEntry]:
    """All entries of a book, in the order of its steps."""
    options = IntakeOptions(BOOKS[slug]["currency"], locale=BOOKS[slug]["locale"])
    names = [step["import"] for step in BOOKS[slug]["steps"] if "import" in step]
    return [entry for name in names for entry in entries(EXAMPLES / name, options)]


def mapping(slug: str = "northwind") -> dict[tuple[str, str], str]:
    """The mapping of a book."""
    rows = list(read_mapping(EXAMPLES / BOOKS[slug]["mapping"]))
    assert all(isinstance(row, MappingRow) for row in rows)
    return {
        (row.sales_channel, row.category): row.account
        for row in rows
        if isinstance(row, MappingRow)
    }


def gaps(entry: NewEntry, slug: str = "northwind") -> list[str]:
    """The categories of `entry` that the book's mapping lacks."""
    known = mapping(slug)
    wanted = [(entry.sales_channel, line.category) for line in entry.lines if line.category]
    return [category for channel, category in wanted if (channel, category) not in known]


def test_there_are_sixty_entries_and_more() -> None:
    """Every file is read without faults or notes, and its entries balance."""
    assert sum(len(imported(slug)) for slug in BOOKS) >= 60
    files = [
        (book, step["import"])
        for book in BOOKS.values()
        for step in book["steps"]
        if "import" in step
    ]
    for book, name in files:
        options = IntakeOptions(book["currency"], locale=book["locale"])
        file = open_entries(EXAMPLES / name, options)
        assert file.notes == ()
        assert not any(isinstance(item, Fault) for item in file)


def test_each_platform_has_a_book() -> None:
    """Everything that jefail posts to is to be seen in the demo, and a posting service."""
    platforms = {book["platform"] for book in BOOKS.values()}
    assert platforms == {"quickbooks", "zoho", "xero", "tryton", "posting_service"}


def test_accounts_named_are_in_the_chart() -> None:
    """Templates name accounts by full name or number, and the book's platform has each of them."""
    in_xero = {account.number for account in xero_chart() if takes_journals(account)}
    in_zoho = {account.full_name for account in zoho_chart()}
    in_tryton = {code for code, _name, _type in TRYTON_CHART}
    wholesale = [entry for entry in imported("maple") if entry.sales_channel == "Wholesale"]
    assert {line.account for entry in wholesale for line in entry.lines} <= in_tryton
    assert {line.account for entry in imported("alder") for line in entry.lines} <= in_xero
    assert {line.account for entry in imported("harbor") for line in entry.lines} <= in_zoho
    numbers = {account.number for account in DEFAULT_CHART}
    assert {line.account for entry in imported("cedar") for line in entry.lines} <= numbers


def test_mapped_accounts_are_in_the_chart() -> None:
    """Each mapping leads to accounts that are there."""
    assert set(mapping().values()) <= {account.number for account in DEFAULT_CHART}
    assert set(mapping("maple").values()) <= {code for code, _name, _type in TRYTON_CHART}


def test_tips_are_not_mapped() -> None:
    """Two of Maple's entries wait for the one category without an account."""
    waiting = [entry for entry in imported("maple") if gaps(entry, "maple")]
    assert len(waiting) == 2
    assert {gap for entry in waiting for gap in gaps(entry, "maple")} == {"Tips"}


def test_gift_cards_are_not_mapped() -> None:
    """Three Shopify entries, 7 to 9 July, 4,812.40 in all, wait for one category."""
    waiting = [entry for entry in imported("northwind") if gaps(entry)]
    assert [entry.date for entry in waiting] == [date(2026, 7, day) for day in (7, 8, 9)]
    assert {gap for entry in waiting for gap in gaps(entry)} == {"Gift cards"}
    assert sum(entry.total.minor for entry in waiting) == Money.of("4812.40", "USD").minor


def test_four_variants_have_no_cost() -> None:
    """They are in the cost-of-goods entry of 7 July and nowhere else."""
    rows = list(read_costs(EXAMPLES / BOOKS["northwind"]["costs"], USD))
    known = {(row.sales_channel, row.sku) for row in rows if isinstance(row, CostRow)}
    assert len(known) == len(rows)
    missing = {
        (entry.reference, line.sku)
        for entry in imported("northwind")
        for line in entry.lines
        if line.sku and (entry.sales_channel, line.sku) not in known
    }
    assert Counter(reference for reference, _ in missing) == {"SHOP-COGS-2026-07-07": 4}


def test_june_will_be_closed() -> None:
    """Four of Alder's entries are in the month that the demo closes."""
    assert _steps("alder")[0] == {"company": {"year_lock_date": "2026-06-30"}}
    assert [entry.date.month for entry in imported("alder")].count(6) == 4


def test_harbor_is_cut_off_before_its_last_eight() -> None:
    """Between its two files the connection is revoked; one account is inactive from the start."""
    inactive, _, revoked, last = _steps("harbor")
    assert revoked == {"company": {"connected": False}}
    assert len(entries(EXAMPLES / last["import"])) == 8
    name = next(one.full_name for one in zoho_chart() if one.number == inactive["account"])
    users = [e for e in imported("harbor") if any(line.account == name for line in e.lines)]
    assert len(users) == 1
    assert users[0].date < date(2026, 7, 14)


def test_references_are_unique_in_a_book() -> None:
    """No entry of a book would be taken for another, but for the one that is corrected."""
    for slug in BOOKS:
        named = [(entry.reference, entry.revision) for entry in imported(slug)]
        assert len(set(named)) == len(named)

    again = Counter(entry.reference for entry in imported("northwind"))
    assert [reference for reference, times in again.items() if times > 1] == ["SHOP-2026-07-02"]


def _steps(slug: str) -> list[dict[str, Any]]:
    steps: list[dict[str, Any]] = BOOKS[slug]["steps"]
    return steps
