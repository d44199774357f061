"""The platform's lists and what people said of them, kept and read back."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.company import Company
from journal.books.lists import CLASS, NAME, TAX, CompanyRules, Dimension, Field, ListItem, NameKind
from journal.entries.coding import Coding, TaxOn
from journal.entries.coding_rules import CodingRule, Scope
from journal.entries.entry import Line, OnChange, Side
from storage.books.books import BookRepository
from storage.books.lists import ListRepository
from storage.database import Database
from tests.build import NOW, some_content
from tests.storage.stage import open_book, put, take_in

REGION = Dimension(Field.TRACKING, "Region: north")
ITEMS = (
    ListItem(CLASS, "1", "Online", number="100", stable_id="s-1"),
    ListItem(CLASS, "2", "Old", active=False),
    ListItem(REGION, "1", "GB"),
    ListItem(NAME, "7", "Faire", kind="customer"),
    ListItem(NAME, "7", "Faire", kind="vendor"),
    ListItem(TAX, "9", "HST ON", rate=Decimal("13.00")),
)
RULES = CompanyRules((CLASS, REGION), (CLASS,), wants_tax=True, currencies=False, reckons_tax=False)
WHOLE = some_content(
    reference="W-1",
    currency="CAD",
    amounts=TaxOn.EXCLUSIVE,
    exchange_rate=Decimal("0.731500"),
    adjusting=True,
    reverse_on=date(2026, 8, 1),
    lines=(
        Line(
            Side.CREDIT,
            Money(1000, "CAD"),
            category="Sales",
            coding=Coding(
                "Online", "Toronto", (("Region", "GB"),), "Faire", NameKind.CUSTOMER, "HST ON", "P"
            ),
            tax_amount=Money(130, "CAD"),
        ),
        Line(Side.DEBIT, Money(1000, "CAD"), category="Clearing"),
    ),
)
_IN_CAD = tuple(replace(line, coding=Coding(), tax_amount=None) for line in WHOLE.lines)


async def test_lists_and_rules_come_back_as_they_were(database: Database) -> None:
    """All lists of a company, and what it wants; read again they are what was read last."""
    connection = await open_book(database)
    chart = (Account("84", "Receivables", wants_name="customer"),)
    async with database.store() as store:
        await store.books.save_company(connection.id, Company(chart, ITEMS, RULES), NOW)
    async with database.store() as store:
        known = await store.books.known(await store.books.connection(connection.id))

    assert {*known.lists.items} == {*ITEMS}
    assert known.company_rules == RULES
    assert known.chart.accounts == chart

    async with database.store() as store:
        await store.books.save_company(connection.id, Company(chart, ITEMS[:1], RULES), NOW)
        assert (await store.books.known(connection)).lists.items == ITEMS[:1]


async def test_what_people_said_is_kept_by_id_and_the_newest_counts(database: Database) -> None:
    """Rules for lines and names that are meant; what was said before is replaced."""
    connection = await open_book(database)
    scope = Scope("Shopify", "deposit", "Tips", "79")
    async with database.store() as store:
        assert isinstance(store.books, BookRepository)
        lists = ListRepository(store.books.sql)
        for item in ("1", "2"):
            await lists.save_rules(connection.book_id, [CodingRule(scope, CLASS, item)], "U_ANA")
            await lists.save_aliases(connection.book_id, {(REGION, "G B"): item}, None)
    async with database.store() as store:
        known = await store.books.known(connection)

    assert known.coding_rules.item_id(CLASS, scope) == "2"
    assert known.item_aliases == {(REGION, "g b"): "2"}


async def test_an_entry_keeps_every_field(database: Database) -> None:
    """Head and lines, exactly: the rate with its places, the tax in its smallest unit."""
    connection = await open_book(database)
    (there,) = await take_in(database, connection, [WHOLE])

    assert there.content == WHOLE
    async with database.store() as store:
        (again,) = await store.intake.accept(connection, [WHOLE], NOW)
    assert (again.taken, again.error) == (False, "")


async def test_a_version_that_is_asked_about_keeps_every_field_too(database: Database) -> None:
    """The row of the version before is kept as JSON; nothing of it goes through a float."""
    connection = await open_book(database)
    (there,) = await take_in(database, connection, [WHOLE])
    posted = {"status": "posted", "ledger_id": "227", "posted_how": "sent"}
    await put(database, there, **posted)
    other = replace(
        WHOLE,
        revision=2,
        date=date(2026, 3, 1),
        exchange_rate=None,
        lines=_IN_CAD,
        on_change=OnChange.ASK,
    )
    (asked,) = await take_in(database, connection, [other])

    assert asked.content == other
    assert asked.restates == WHOLE
