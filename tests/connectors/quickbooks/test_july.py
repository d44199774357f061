"""Files of a month, read, prepared and posted to the imitation: each field is in the books."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

import pytest

from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, Taken
from journal.amounts.money import Money
from journal.books.rates import Rates
from journal.entries.coding import Coding, TaxOn
from journal.entries.entry import NewEntry
from journal.entries.failure import Failure, FailureReason
from journal.entries.mapping import Prepared, prepare
from journal.entries.posting import LedgerLine, Posted, ReadyEntry, Refused
from journal.matching.comparing import as_shown, in_our_names
from journal.matching.keeping import weigh
from journal.matching.proof import Proof, proof_of, sought
from journal.ports import Wanted
from tests.build import an_entry
from tests.connectors.quickbooks.imitated import CANADA, LISTS, Company, a_company
from tests.july import JULY

R = FailureReason
TYPES: Final = {
    "Sales": "Income",
    "Shipping income": "Income",
    "Discounts": "Income",
    "Refunds": "Income",
    "Merchant fees": "Expense",
    "Loan fees": "Expense",
    "Cost of goods sold": "Cost of Goods Sold",
    "Accounts Receivable (A/R)": "Accounts Receivable",
    "Accounts Payable (A/P)": "Accounts Payable",
    "Inventory": "Other Current Asset",
    "Shopify clearing": "Other Current Asset",
    "Square clearing": "Other Current Asset",
}
"""Accounts of the files and their types; all others are liabilities."""
NAMES: Final = {"customers": ["Faire Wholesale"], "vendors": ["CA Tax Agency", "Amazon Lending"]}


def entries_of(file: str, currency: str) -> Iterator[NewEntry]:
    """Yield the entries of a file."""
    for one in open_entries(JULY / file, IntakeOptions(currency)):
        assert isinstance(one, Taken), one
        yield one.entry


@asynccontextmanager
async def company_of(entries: list[NewEntry], home: str, **switches: Any) -> AsyncIterator[Company]:
    """Open a company with the accounts that these entries name."""
    named = {line.account: "" for one in entries for line in one.lines if line.account}
    accounts = [
        {"name": name, "type": TYPES.get(name, "Other Current Liability")} for name in named
    ]
    async with a_company(home, accounts=accounts) as company:
        customers = {line.coding.name: "" for one in entries for line in one.lines}
        names = [one for one in customers if one and one not in NAMES["vendors"]]
        await company.turn(**{**LISTS, **NAMES, "customers": names, **switches})
        yield company


async def prepared(company: Company, entries: list[NewEntry], home: str = "USD") -> list[Prepared]:
    """Return entries as they would be sent."""
    known = replace(await company.known(), rates=Rates(home))
    return [
        prepare(an_entry(id=number, uid=UUID(int=number), content=one), known)
        for number, one in enumerate(entries, start=1)
    ]


async def posted(company: Company, ours: list[Prepared]) -> list[dict[str, Any]]:
    """Post entries; return them as QuickBooks shows them."""
    for one in ours:
        assert isinstance(one.ready, ReadyEntry), one.ready
        outcome = await company.ledger.post(one.ready)
        assert isinstance(outcome, Posted), outcome
        assert not outcome.remark
    query = "select * from JournalEntry startposition 1 maxresults 1000"
    content = await company.ledger.calls.get("query", query=query)
    shown: list[dict[str, Any]] = content["QueryResponse"]["JournalEntry"]
    return shown


def details(entry: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the account and the detail of each line."""
    for line in entry["Line"]:
        detail = line["JournalEntryLineDetail"]
        yield detail["AccountRef"]["name"], detail


async def test_class_location_and_name() -> None:
    """31 days of a shop: all three on each line, the customer on each receivable."""
    entries = [*entries_of("us_shopify_class.csv", "USD")]
    async with company_of(entries, "USD") as company:
        await company.turn(classes=["Online"], departments=["Web warehouse"])
        shown = await posted(company, await prepared(company, entries))

    assert len(shown) == 31
    parties = [
        (account, detail["Entity"]["Type"], detail["Entity"]["EntityRef"]["name"])
        for entry in shown
        for account, detail in details(entry)
        if "Entity" in detail
    ]
    assert sum(account == "Accounts Receivable (A/R)" for account, *_ in parties) == 5
    assert ("Sales tax payable", "Vendor", "CA Tax Agency") in parties
    for entry in shown:
        for _account, detail in details(entry):
            assert detail["ClassRef"]["name"] == "Online"
            assert detail["DepartmentRef"]["name"] == "Web warehouse"


async def test_hst_on_top() -> None:
    """31 days in Ontario: the code is on each line, and QuickBooks adds what it comes to."""
    entries = [*entries_of("ca_square_hst.csv", "CAD")]
    assert {one.amounts for one in entries} == {TaxOn.EXCLUSIVE}
    async with company_of(entries, "CAD", **CANADA) as company:
        shown = await posted(company, await prepared(company, entries, "CAD"))

    assert len(shown) == 31
    for entry in shown:
        sales = next(one["Amount"] for one in entry["Line"] if one["Description"] == "Square sales")
        on = {account: detail["TaxApplicableOn"] for account, detail in details(entry)}
        assert entry["GlobalTaxCalculation"] == "TaxExcluded"
        exact = Decimal(str(sales)) * Decimal("0.13")
        assert abs(Decimal(str(entry["TxnTaxDetail"]["TotalTax"])) + exact) <= Decimal("0.005")
        assert on["Merchant fees"] == "Purchase"
        assert {on["Sales"], on["Tips"], on["Square clearing"]} == {"Sales"}
        places = {detail["DepartmentRef"]["name"] for _account, detail in details(entry)}
        assert places == {"Toronto Queen St"}


async def test_the_rate_that_was_given() -> None:
    """Canadian sales in books of dollars go at the rate of their file."""
    entries = [*entries_of("cad_rate.csv", "USD")]
    async with company_of(entries, "USD", multicurrency=True) as company:
        shown = await posted(company, await prepared(company, entries))

    assert {(one["CurrencyRef"]["value"], str(one["ExchangeRate"])) for one in shown} == {
        ("CAD", "0.7315")
    }


async def test_receivables_payables_and_the_mark() -> None:
    """A customer and a vendor where they have to be; an adjusting entry is marked."""
    entries = [*entries_of("ar_ap.csv", "USD"), *entries_of("adjusting.csv", "USD")]
    async with company_of(entries, "USD") as company:
        shown = await posted(company, await prepared(company, entries))

    parties = {
        account: detail["Entity"]["Type"]
        for entry in shown
        for account, detail in details(entry)
        if "Entity" in detail
    }
    assert parties == {
        "Accounts Payable (A/P)": "Vendor",
        "Accounts Receivable (A/R)": "Customer",
    }
    assert {one["DocNumber"]: one["Adjustment"] for one in shown} == {
        "AP-1": False,
        "AR-1": False,
        "ADJ-1": True,
        "REV-1": False,
    }


async def test_a_receivable_without_its_customer() -> None:
    """It is found before QuickBooks is asked; a vendor in its place is no customer."""
    _payable, receivable = entries_of("ar_ap.csv", "USD")
    owed, sold = receivable.lines
    entries = [
        replace(receivable, lines=(replace(owed, coding=Coding(name=name)), sold))
        for name in ("", "CA Tax Agency", "Nobody")
    ]
    async with company_of([receivable], "USD") as company:
        gaps = [one.ready for one in await prepared(company, entries)]

    assert gaps == [
        Failure(R.NAME_MISSING, subject="name", details=(word,))
        for word in ("", "CA Tax Agency", "Nobody")
    ]


def told(line: LedgerLine) -> tuple[str, Money, frozenset[tuple[str, str]]]:
    """Return what a person sees of a line: account, amount, and what it carries beside."""
    return line.account, line.amount, frozenset(line.extras)


@pytest.mark.parametrize("amounts", [TaxOn.EXCLUSIVE, TaxOn.INCLUSIVE])
async def test_a_taxed_entry_is_found_to_be_ours(amounts: TaxOn) -> None:
    """Its amounts are compared as they were sent, and side by side it is all the same."""
    first = next(entries_of("ca_square_hst.csv", "CAD"))
    content = replace(first, amounts=amounts, lines=_balanced(first, amounts))
    async with company_of([content], "CAD", **CANADA) as company:
        (ours,) = await prepared(company, [content], "CAD")
        await posted(company, [ours])
        assert isinstance(ours.ready, ReadyEntry)
        wanted = Wanted(ours.ready.number, content.reference, content.date, ours.ready.total)

        (found,) = await company.ledger.find([wanted])
        read = in_our_names(await company.ledger.read(found), ours.known.chart)

    assert proof_of(sought(ours), found, ours.known.chart).proof is Proof.STRONG
    assert {told(one) for one in read.lines} == {told(one) for one in as_shown(ours)}
    assert weigh(as_shown(ours), (*read.texts,), read).goes == ()


def _balanced(entry: NewEntry, amounts: TaxOn) -> tuple[Any, ...]:
    """Return its lines with what came for the sales as they balance with tax on top or inside."""
    if amounts is TaxOn.EXCLUSIVE:
        return entry.lines
    sales, *others = entry.lines
    assert sales.amount is not None
    rest = sum(line.side.sign * line.amount.minor for line in others if line.amount)
    return (replace(sales, amount=Money(rest, sales.amount.currency)), *others)


async def test_what_would_be_taxed_otherwise_is_not_sent() -> None:
    """A taxing code on amounts without tax, a rate that is open, tax in the United States."""
    first = next(entries_of("ca_square_hst.csv", "CAD"))
    plain = replace(first, amounts=TaxOn.NO_TAX)
    sales, *others = first.lines
    mixed = replace(sales, coding=replace(sales.coding, tax="Mixed"))
    open_rate = replace(first, amounts=TaxOn.INCLUSIVE, lines=(mixed, *others))
    async with company_of([first], "CAD", **CANADA) as company:
        canadian = [one.ready for one in await prepared(company, [plain, open_rate], "CAD")]
        await company.turn(country="US")
        (american,) = await prepared(company, [first], "CAD")

    assert [(one.reason, one.subject) for one in canadian if isinstance(one, Failure)] == [
        (R.NOT_CARRIED, "tax_unsaid"),
        (R.NOT_CARRIED, "amounts"),
    ]
    assert american.ready == Failure(R.NOT_CARRIED, subject="amounts")


@pytest.mark.parametrize(
    ("list_of", "gone", "reason", "subject"),
    [
        ("classes", "Online", R.DIMENSION_MISSING, "class"),
        ("departments", "Web warehouse", R.DIMENSION_MISSING, "location"),
        ("vendors", "CA Tax Agency", R.NAME_MISSING, "name"),
    ],
)
async def test_a_choice_that_was_made_inactive(
    list_of: str, gone: str, reason: FailureReason, subject: str
) -> None:
    """QuickBooks has the words of an account for it; what it is about is found and named."""
    first = next(entries_of("us_shopify_class.csv", "USD"))
    async with company_of([first], "USD") as company:
        await company.turn(classes=["Online"], departments=["Web warehouse"])
        (ours,) = await prepared(company, [first])
        await company.turn(**{list_of: [{"name": gone, "active": False}]})
        assert isinstance(ours.ready, ReadyEntry)
        outcome = await company.ledger.post(ours.ready)

    assert isinstance(outcome, Refused)
    failure = outcome.failure
    assert (failure.reason, failure.subject, failure.details) == (reason, subject, (gone,))


@pytest.mark.parametrize(
    ("required", "reason", "subject"),
    [
        ("class_required", R.DIMENSION_MISSING, "class"),
        ("location_required", R.DIMENSION_MISSING, "location"),
    ],
)
async def test_what_quickbooks_alone_knows(
    required: str, reason: FailureReason, subject: str
) -> None:
    """What its preferences don't tell is learned from its refusal, and named alike."""
    entry = [*entries_of("adjusting.csv", "USD")][:1]
    async with company_of(entry, "USD", **{required: True}) as company:
        (ours,) = await prepared(company, entry)
        assert isinstance(ours.ready, ReadyEntry)
        outcome = await company.ledger.post(ours.ready)

    assert isinstance(outcome, Refused)
    failure = outcome.failure
    assert (failure.reason, failure.subject, failure.details) == (reason, subject, ("",))
