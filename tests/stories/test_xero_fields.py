"""Days of Xero's own template, from the file to the books: VAT, GST and tracking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from blocks.card.face import Face
from blocks.kit import names
from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, Taken
from journal.amounts.money import Money
from journal.books.book import Book, Platform
from journal.entries.coding import Coding
from journal.entries.entry import Line, Side
from journal.entries.failure import FailureReason
from journal.ports import Tokens
from tests.build import some_content
from tests.july import JULY
from tests.stories.desk import BOOKKEEPING, Company, Desk
from tests.stories.seen import the_card

WEEK = 7
ACCOUNTS = [
    {"name": "Sales", "type": "REVENUE", "number": "200"},
    {"name": "Books", "type": "REVENUE", "number": "205"},
    {"name": "Fees", "type": "EXPENSE", "number": "404"},
    {"name": "Clearing", "type": "CURRENT", "number": "630"},
]


@dataclass(frozen=True, slots=True)
class Country:
    """Where the books are, the file, and what its journals have to have in Xero."""

    currency: str
    locale: str
    file: str
    tracking: Sequence[dict[str, Any]]
    amounts: str
    types: frozenset[str]


UNITED_KINGDOM = Country(
    "GBP",
    "en_GB",
    "uk_xero_vat.csv",
    [{"name": "Channel", "options": ["Shopify UK"]}, {"name": "Region", "options": ["GB"]}],
    "Exclusive",
    frozenset({"OUTPUT2", "ZERORATEDOUTPUT", "EXEMPTINPUT", "NONE"}),
)
AUSTRALIA = Country(
    "AUD",
    "en_AU",
    "au_xero_gst.csv",
    [{"name": "Store", "options": ["Carlton", "Brunswick", "Fitzroy"]}],
    "Inclusive",
    frozenset({"OUTPUT", "BASEXCLUDED"}),
)


async def company_in(desk: Desk, country: Country) -> Company:
    """Open an organisation in a country, and a book that is connected to it."""
    sent = {"name": "Harbor", "currency": country.currency, "accounts": ACCOUNTS}
    made = await desk.outside.post("xero/control/companies", json=sent)
    given = made.raise_for_status().json()
    new = Book(0, "harbor", "Harbor", BOOKKEEPING, country.currency, country.locale)
    async with desk.program.database.store() as store:
        book = await store.desk.add_book(new)
        connection = await store.desk.add_connection(book, Platform.XERO, given["realm"])
    tokens = Tokens(given["access_token"], given["refresh_token"], datetime.now(UTC))
    await desk.program.tokens.write(connection.consent_id, tokens)
    await desk.program.read_members()
    return Company(book, given["realm"], desk.outside, Platform.XERO)


async def take(desk: Desk, company: Company, country: Country) -> int:
    """Import a week of the file, with nothing left out; return how many entries were taken.

    Xero's pace lets no more through at once; all of both months is posted in
    tests/connectors/xero/test_july.py.
    """
    options = IntakeOptions(currency=country.currency, locale=country.locale)
    read = [*open_entries(JULY / country.file, options)]
    entries = [one.entry for one in read if isinstance(one, Taken)][:WEEK]
    answers = await desk.program.services.accept_entries(company.book.id, entries)
    assert [one.error for one in answers if one.error] == []
    return sum(answer.taken for answer in answers)


@pytest.mark.parametrize("country", [UNITED_KINGDOM, AUSTRALIA], ids=lambda one: one.currency)
async def test_days_with_tax_and_tracking(desk: Desk, country: Country) -> None:
    """A week waits on one card for tracking that is missing; made there, all post once, whole."""
    company = await company_in(desk, country)
    assert await take(desk, company, country) == WEEK
    card = await the_card(desk, FailureReason.DIMENSION_MISSING, waiting=WEEK)
    assert await company.ledger() == []

    await company.switch(tracking=country.tracking)
    assert (await desk.click(card, names.RETRY))["acked"]

    await the_card(desk, face=Face.POSTED)
    await desk.quiet()
    journals = await company.ledger()
    assert len({one["private_note"] for one in journals}) == len(journals) == WEEK
    lines = [line["own"] for journal in journals for line in journal["lines"]]
    assert {one["TaxType"] for one in lines} == country.types
    assert {len(one["Tracking"]) for one in lines} == {len(country.tracking)}
    assert await take(desk, company, country) == 0


async def test_a_class_finds_its_tracking_category(desk: Desk) -> None:
    """Xero has no classes: told on a card; once a category is called so there, Retry posts it."""
    company = await company_in(desk, UNITED_KINGDOM)
    amount = Money(2500, "GBP")
    online = Coding(class_name="Online")
    lines = (
        Line(Side.DEBIT, amount, account="630", coding=online),
        Line(Side.CREDIT, amount, account="200", coding=online),
    )
    entry = some_content(currency="GBP", lines=lines)
    (answer,) = await desk.program.services.accept_entries(company.book.id, [entry])
    assert answer.taken, answer.error
    card = await the_card(desk, FailureReason.NOT_CARRIED, subject="class", waiting=1)

    await company.switch(tracking=[{"name": "Class", "options": ["Online"]}])
    assert (await desk.click(card, names.RETRY))["acked"]

    await the_card(desk, face=Face.POSTED)
    (journal,) = await company.ledger()
    assert [len(line["own"]["Tracking"]) for line in journal["lines"]] == [1, 1]
