"""What is known of a book is read in one statement; a long list of customers once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.services import Services, services_of
from journal.amounts.money import Money
from journal.books.book import Account, Connection
from journal.books.chart import Chart
from journal.books.company import Company
from journal.books.lists import NAME, CompanyRules, ListItem, Lists, NameKind
from journal.entries.coding import Coding
from journal.entries.entry import Line, NewEntry, Side
from journal.errors import NotFound
from storage.books import kept
from storage.books.kept import KeptCompanies, Listed
from storage.database import Database
from tests.build import NOW, some_content
from tests.clock import SetClock
from tests.fakes.ledger import FakeLedger
from tests.storage.stage import counted, open_book, rows, running_job

MANY = 3000
CHART = (Account("84", "Receivables", number="1200", wants_name="customer"), Account("4", "Sales"))
VERSIONS = "SELECT external_id, xmin::text, ctid::text FROM list_item ORDER BY external_id"


def customers(count: int = MANY, *, name: str = "Customer 1") -> tuple[ListItem, ...]:
    """Return so many customers, the first of which may have another name."""
    names = [name, *(f"Customer {n}" for n in range(2, count + 1))]
    return tuple(ListItem(NAME, str(n), one, kind="customer") for n, one in enumerate(names, 1))


def company(name: str = "Customer 1") -> Company:
    """Return a company with many customers."""
    return Company(CHART, customers(name=name), CompanyRules())


def sales(count: int, prefix: str) -> Sequence[NewEntry]:
    """Return entries of which each names another customer."""
    return [some_content(reference=f"{prefix}-{n}", lines=_sold_to(n)) for n in range(1, count + 1)]


def _sold_to(n: int) -> tuple[Line, Line]:
    amount, coding = Money(5000, "USD"), Coding(name=f"Customer {n}", name_kind=NameKind.CUSTOMER)
    return (
        Line(Side.DEBIT, amount, account="1200", coding=coding),
        Line(Side.CREDIT, amount, account="Sales"),
    )


async def many(database: Database) -> Connection:
    """Return the connection of a company with many customers, none of which was read yet."""
    connection = await open_book(database)
    async with database.store() as store:
        await store.books.save_company(connection.id, company(), NOW)
    return connection


def desk(database: Database) -> Services:
    """Return the use cases over a ledger that takes everything."""
    ledger = FakeLedger(chart={one.external_id: one for one in CHART}, items=[*customers()])
    return services_of(database, lambda _one: ledger, SetClock(), timedelta(minutes=2))


async def found(database: Database, connection: Connection, name: str) -> bool:
    """Whether a customer of this name is known now."""
    async with database.store() as store:
        known = await store.books.known(connection)
    return len(known.lists.fitting(NAME, name)) == 1


def listing(statements: Sequence[str]) -> int:
    """Return how many of the statements read rows of lists."""
    return sum("SELECT list_item." in one for one in statements)


async def test_a_long_list_is_read_once(database: Database) -> None:
    """Read again it costs one statement, which brings no customer along."""
    connection = await many(database)
    spent = []
    for _ in range(3):
        with counted(database) as statements:
            assert await found(database, connection, "Customer 1500")
        spent.append((len(statements), listing(statements)))

    assert spent == [(3, 1), (1, 0), (1, 0)]


async def test_each_batch_of_an_import_costs_the_same(database: Database) -> None:
    """Entries that name customers are taken in with a few statements, however many there are."""
    connection, services = await many(database), desk(database)
    await services.accept_entries(connection.book_id, sales(1, "first"))
    spent = []
    for count in (2, 300):
        with counted(database) as statements:
            taken = await services.accept_entries(connection.book_id, sales(count, f"of-{count}"))
        assert all(one.taken for one in taken)
        spent.append((len(statements), listing(statements)))

    assert spent[0] == spent[1]
    assert spent[0][0] <= 6
    assert spent[0][1] == 0


async def test_a_batch_is_posted_without_reading_all_customers(database: Database) -> None:
    """The company is read once before the first batch, and not for the batches after it."""
    connection = await many(database)
    await desk(database).accept_entries(connection.book_id, sales(90, "S"))
    worker, job = desk(Database(database.engine)), await running_job(database)
    with counted(database) as statements:
        await worker.post_entries(connection.id, job)

    posted = await rows(database, "SELECT count(*) AS n FROM entry WHERE status = 'posted'")
    assert posted[0].n == 90
    assert listing(statements) == 1
    assert sum("SELECT b.rates" in one for one in statements) == 3


async def test_what_changes_is_seen_at_once(database: Database) -> None:
    """A customer who is added, renamed or gone: in the same unit of work and in every other."""
    connection = await many(database)
    assert not await found(database, connection, "Faire")
    async with database.store() as store:
        assert not (await store.books.known(connection)).lists.fitting(NAME, "Faire")
        await store.codings.add_item(connection.id, ListItem(NAME, "F", "Faire", kind="customer"))
        assert (await store.books.known(connection)).lists.fitting(NAME, "Faire")
        await store.codings.add_item(connection.id, ListItem(NAME, "F", "Fair", kind="customer"))
        assert (await store.books.known(connection)).lists.fitting(NAME, "Fair")
    assert await found(database, connection, "Fair")

    renamed = company(name="Acme")
    async with database.store() as store:
        await store.books.save_company(connection.id, renamed, NOW)
    assert await found(database, connection, "Acme")
    assert not await found(database, connection, "Fair")


async def test_what_is_undone_was_never_known(database: Database) -> None:
    """A unit of work that fails leaves nothing behind in what this process keeps."""
    connection = await many(database)

    async def fail() -> None:
        async with database.store() as store:
            one = ListItem(NAME, "F", "Faire", kind="customer")
            await store.codings.add_item(connection.id, one)
            assert (await store.books.known(connection)).lists.fitting(NAME, "Faire")
            raise NotFound("and so nothing of it stays")

    with pytest.raises(NotFound):
        await fail()
    assert not await found(database, connection, "Faire")


async def test_what_another_process_writes_is_seen(database: Database) -> None:
    """One row goes and another comes, so that as many are there as before."""
    connection = await many(database)
    assert await found(database, connection, "Customer 7")
    async with database.engine.begin() as sql:
        await sql.execute(text("DELETE FROM list_item WHERE external_id = '7'"))
        await sql.execute(
            text(
                "INSERT INTO list_item (connection_id, dimension, kind, external_id, name, active)"
                " VALUES (:id, 'name', 'customer', '7b', 'Faire', true)"
            ),
            {"id": connection.id},
        )

    assert await found(database, connection, "Faire")
    assert not await found(database, connection, "Customer 7")


async def test_a_list_read_again_is_written_where_it_changed(database: Database) -> None:
    """Of thousands of customers the one who has another name; of the chart nothing."""
    connection = await many(database)
    before = {row.external_id: tuple(row) for row in await rows(database, VERSIONS)}
    async with database.store() as store:
        await store.books.save_company(connection.id, company(name="Acme"), NOW)
    after = {row.external_id: tuple(row) for row in await rows(database, VERSIONS)}

    assert [one for one in after if after[one] != before[one]] == ["1"]


def test_what_was_used_longest_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many companies there are, memory has its bound; the newest one always stays."""
    monkeypatch.setattr(kept, "MOST_KEPT", 5)
    there, small = KeptCompanies(), Listed(Chart(CHART), Lists())
    for company in (1, 2):
        there.keep(company, "m", small)
    assert there.get(1, "m") is small
    there.keep(3, "m", small)
    assert [one for one in (1, 2, 3) if there.get(one, "m")] == [1, 3]

    large = Listed(Chart(()), Lists(customers(9)))
    there.keep(4, "m", large)
    assert [one for one in (1, 3, 4) if there.get(one, "m")] == [4]
    assert there.get(4, "of later rows") is None
