"""Mappings of an earlier release are settled by the chart; it may go on writing beside us."""

from __future__ import annotations

from journal.books.book import Account
from journal.entries.placing import NAMED
from storage.database import Database
from tests.build import NOW
from tests.storage.stage import open_book, rows

STORE, TIPS, SALES = (
    Account("106", "Store 79 sales", "79"),
    Account("79", "Tips payable", "2400"),
    Account("98", "Sales:Shopify sales", "4010"),
)
KEYS = {"By id": "98", "By number": "4010", "By name": "sales:shopify sales", "Open": "79"}


async def test_old_mappings_are_settled_where_they_mean_one_account(database: Database) -> None:
    """By id, number or name as they were kept; one that may mean two is left to be asked about."""
    connection = await open_book(database)
    async with database.store() as store:
        texts = [("Shopify", word, text) for word, text in {**KEYS, "Gone": "9999"}.items()]
        await store.desk.save_mapping(connection.book_id, texts)
        await store.books.save_accounts(connection.id, [STORE, TIPS, SALES], NOW)
        known = await store.books.known(connection)

    assert known.mappings == {("Shopify", one): "98" for one in ("By id", "By number", "By name")}
    assert known.unsettled == {("Shopify", "Open"): "79", ("Shopify", "Gone"): "9999"}
    kept = await rows(
        database, "SELECT category, account FROM mapping WHERE account_id IS NOT NULL"
    )
    assert {(row.category, row.account) for row in kept} == {
        (one, "98") for one in ("By id", "By number", "By name")
    }


async def test_once_settled_renumbering_moves_nothing(database: Database) -> None:
    """Neither a new number of the account nor another account with the old one."""
    connection = await open_book(database)
    moved = [Account("98", "Web sales", "4999"), Account("99", "Sales:Shopify sales", "4010")]
    async with database.store() as store:
        await store.desk.save_mapping(connection.book_id, [("Shopify", "Sales", "4010")])
        await store.books.save_accounts(connection.id, [SALES], NOW)
        await store.books.save_accounts(connection.id, moved, NOW)

        assert (await store.books.known(connection)).mappings == {("Shopify", "Sales"): "98"}


async def test_what_the_previous_release_writes_over_is_settled_again(database: Database) -> None:
    """It knows one column alone, so its text counts before the id that was settled from another."""
    connection = await open_book(database)
    async with database.store() as store:
        await store.books.save_accounts(connection.id, [TIPS, SALES], NOW)
        await store.mappings.save(connection.book_id, {("Shopify", "Sales"): SALES}, "U_ANA")
    async with database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE mapping SET account = '79'")

    async with database.store() as store:
        assert (await store.books.known(connection)).mappings == {("Shopify", "Sales"): "79"}


async def test_an_id_that_stays_is_kept_where_the_other_may_change(database: Database) -> None:
    """Xero's code is given to another account: the mapping stays with the account it was for."""
    connection = await open_book(database)
    was = Account("200", "Sales", "200", stable_id="A-1")
    moved = [Account("201", "Sales", "201", stable_id="A-1"), Account("200", "Tips", "200", "x")]
    async with database.store() as store:
        await store.books.save_accounts(connection.id, [was], NOW)
        await store.mappings.save(connection.book_id, {("Shopify", "Sales"): was}, None)
        await store.books.save_accounts(connection.id, moved, NOW)
        known = await store.books.known(connection)

    assert known.chart.by_id(known.mappings["Shopify", "Sales"]) == moved[0]


async def test_a_chart_that_the_previous_release_has_read_is_read_on(database: Database) -> None:
    """It knows no ids that stay: until the next reading the account is known by its code."""
    connection = await open_book(database)
    was = Account("200", "Sales", "200", stable_id="A-1")
    async with database.store() as store:
        await store.books.save_accounts(connection.id, [was], NOW)
        await store.mappings.save(connection.book_id, {("Shopify", "Sales"): was}, None)
    async with database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE account SET stable_id = ''")

    async with database.store() as store:
        assert (await store.books.known(connection)).mappings == {("Shopify", "Sales"): "200"}


async def test_a_name_is_kept_once_however_it_is_spelled(database: Database) -> None:
    """As someone wrote it last; forgotten by any spelling."""
    connection = await open_book(database)
    async with database.store() as store:
        await store.books.save_accounts(connection.id, [TIPS, SALES], NOW)
        book = connection.book_id
        await store.mappings.save(book, {(NAMED, "Amazon sales"): TIPS}, "U_ANA")
        await store.mappings.save(book, {(NAMED, "AMAZON  Sales"): SALES}, None)

        (alias,) = await store.aliases.of(book)
        assert (alias.written, alias.account_id, alias.by) == ("AMAZON  Sales", "98", None)
        assert (await store.books.known(connection)).aliases == {"amazon sales": "98"}
        (kept,) = await store.mappings.kept(book, [(NAMED, "amazon sales")])
        assert (kept.account, kept.by) == ("98", None)
        assert await store.aliases.drop(book, " amazon sales ")
        assert not await store.aliases.drop(book, "amazon sales")


async def test_what_another_book_means_by_a_name_is_told(database: Database) -> None:
    """Of mappings and names alike, with the account as that book's chart has it."""
    one, other = await open_book(database), await open_book(database, "harbor")
    async with database.store() as store:
        await store.books.save_accounts(one.id, [TIPS, SALES], NOW)
        await store.mappings.save(one.book_id, {(NAMED, "Amazon sales"): SALES}, None)
        await store.mappings.save(other.book_id, {("Etsy", "Amazon sales"): SALES}, None)

        found = await store.mappings.elsewhere(["amazon sales"])

    assert {(each.book_id, each.category[0], each.account, each.number) for each in found} == {
        (one.book_id, NAMED, "98", "4010"),
        (other.book_id, "Etsy", "98", ""),
    }
