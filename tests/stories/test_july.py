"""A controller's July in the United States: what its files say is in the books, and once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from blocks.kit import names
from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, Taken
from journal.books.book import Platform
from journal.entries.entry import NewEntry
from journal.entries.failure import FailureReason
from journal.ports import Tokens
from tests.july import JULY
from tests.stories.desk import Company, Desk
from tests.stories.seen import the_card

VENDORS = frozenset({"CA Tax Agency", "Amazon Lending"})
TYPES = {
    "Accounts Receivable (A/R)": "Accounts Receivable",
    "Accounts Payable (A/P)": "Accounts Payable",
}


def entries_of(file: str) -> list[NewEntry]:
    """Return the entries of a file, all of which are read."""
    read = [*open_entries(JULY / file, IntakeOptions("USD", locale="en-US"))]
    assert all(isinstance(one, Taken) for one in read)
    return [one.entry for one in read if isinstance(one, Taken)]


async def company_for(desk: Desk, entries: Sequence[NewEntry]) -> Company:
    """Open a company that has every account, class, location and name of these entries."""
    words = {line.account: None for one in entries for line in one.lines if line.account}
    accounts = [{"name": one, "type": TYPES.get(one, "Other Current Liability")} for one in words]
    sent = {"name": "Northwind", "currency": "USD", "accounts": accounts}
    made = await desk.outside.post("quickbooks/control/companies", json=sent)
    given = made.raise_for_status().json()
    tokens = Tokens(given["access_token"], given["refresh_token"], datetime.now(UTC))
    book = await desk.connect("northwind", Platform.QUICKBOOKS, given["realm"], tokens)
    company = Company(book, given["realm"], desk.outside)
    await company.switch(
        class_tracking="line",
        track_departments=True,
        multicurrency=True,
        classes=["Online"],
        departments=["Web warehouse"],
        vendors=[*VENDORS],
        customers=sorted(_names(entries) - VENDORS),
    )
    return company


def _names(entries: Sequence[NewEntry]) -> set[str]:
    return {line.coding.name for one in entries for line in one.lines if line.coding.name}


async def import_all(desk: Desk, company: Company, entries: Sequence[NewEntry]) -> int:
    """Take entries in, none of which is refused; return how many were taken."""
    answers = await desk.program.services.accept_entries(company.book.id, entries)
    assert [one.error for one in answers if one.error] == []
    return sum(one.taken for one in answers)


def own_fields(ledger: Sequence[Mapping[str, Any]], name: str) -> Counter[str]:
    """Count what the lines have in a field of QuickBooks' own; "" where it is not there."""
    of_lines = (line.get("own") or {} for entry in ledger for line in entry["lines"])
    return Counter((own.get(name) or {}).get("value", "") for own in of_lines)


async def test_a_month_with_class_location_and_names(desk: Desk) -> None:
    """31 days, each once, with both on all of their lines and a name where the file has one."""
    entries = entries_of("us_shopify_class.csv")
    company = await company_for(desk, entries)

    assert await import_all(desk, company, entries) == 31
    await desk.quiet()
    assert await import_all(desk, company, entries) == 0
    await desk.quiet()

    ledger = await company.ledger()
    lines = sum(len(one.lines) for one in entries)
    assert len(ledger) == 31
    for field in ("ClassRef", "DepartmentRef"):
        (found,) = own_fields(ledger, field).items()
        assert (bool(found[0]), found[1]) == (True, lines)
    named = sum(
        bool((line.get("own") or {}).get("Entity")) for one in ledger for line in one["lines"]
    )
    assert named == sum(bool(line.coding.name) for one in entries for line in one.lines)
    assert await desk.cards() == []


async def test_a_month_without_its_customers(desk: Desk) -> None:
    """Five weeks wait for the customer of their receivable, on one card; the rest is posted."""
    entries = entries_of("us_shopify_plain.csv")
    company = await company_for(desk, entries)
    await company.switch(class_tracking="off", track_departments=False)
    owed = sum(
        any(line.account == "Accounts Receivable (A/R)" for line in one.lines) for one in entries
    )

    await import_all(desk, company, entries)

    await the_card(desk, FailureReason.NAME_MISSING, subject="name", waiting=owed)
    await desk.quiet()
    assert len(await company.ledger()) == 31 - owed
    assert len(await desk.cards()) == 1


async def test_an_accrual_is_reversed_once(desk: Desk) -> None:
    """An adjusting entry bears its mark; the other one comes back on August 1, the other way."""
    entries = entries_of("adjusting.csv")
    company = await company_for(desk, entries)

    await import_all(desk, company, entries)
    await desk.quiet()
    await import_all(desk, company, entries)
    await desk.quiet()

    ledger = {one["date"]: one for one in await company.ledger() if one["date"] != "2026-07-31"}
    assert len(await company.ledger()) == 3
    sides = {line["side"]: line["amount"] for line in ledger["2026-08-01"]["lines"]}
    assert {side: float(amount) for side, amount in sides.items()} == {"debit": 230, "credit": 230}


async def test_a_store_in_canada(desk: Desk) -> None:
    """With its rate it goes through; without, one card asks for it, and nothing is converted."""
    rated = entries_of("cad_rate.csv")
    company = await company_for(desk, rated)
    assert await import_all(desk, company, rated) == 7
    await desk.quiet()
    assert len(await company.ledger()) == 7

    unrated = [replace(one, reference=f"{one.reference}-B") for one in entries_of("cad_norate.csv")]
    await import_all(desk, company, unrated)

    card = await the_card(desk, FailureReason.RATE_MISSING, subject="CAD", waiting=7)
    await desk.quiet()
    assert len(await company.ledger()) == 7
    assert names.RATE in str(card)


@pytest.mark.parametrize(
    ("file", "posted", "waiting"),
    [("ar_ap.csv", 2, ()), ("ar_ap_noname.csv", 0, ("AP-1", "AR-1"))],
)
async def test_receivables_and_payables(
    desk: Desk, file: str, posted: int, waiting: tuple[str, ...]
) -> None:
    """With a customer and a vendor they are posted; without, each asks for the name."""
    entries = entries_of(file)
    company = await company_for(desk, entries)

    await import_all(desk, company, entries)

    for reference in waiting:
        card = await the_card(desk, FailureReason.NAME_MISSING, references=(reference,))
        assert names.CODE in str(card)
    await desk.quiet()
    assert len(await company.ledger()) == posted


@pytest.mark.parametrize("file", ["many_channels.csv", "generic.csv"])
async def test_any_export_is_posted(desk: Desk, file: str) -> None:
    """Ten sales channels, five of them unknown before; and a plain ledger's rows."""
    entries = entries_of(file)
    company = await company_for(desk, entries)
    await company.switch(departments=["Store 12"])

    await import_all(desk, company, entries)
    await desk.quiet()

    assert len(await company.ledger()) == len(entries)
    assert await desk.cards() == []
