"""Books, connections, tokens of the API, mapping and costs, as people set them up."""

import pytest

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.errors import BadInput, NotFound
from storage.database import Database
from tests.build import NOW, a_book
from tests.storage.stage import book_of, open_book, rows


async def test_a_book_is_found_by_its_short_name_whatever_its_case(database: Database) -> None:
    """The name is kept small, and taken once."""
    async with database.store() as store:
        added = await store.desk.add_book(a_book(slug="Northwind"))
        assert added.slug == "northwind"
        assert await store.books.by_slug("NORTHWIND") == await store.books.get(added.id) == added
        with pytest.raises(BadInput, match="already"):
            await store.desk.add_book(a_book(slug="NorthWind"))
        for missing in (store.books.by_slug("harbor"), store.books.get(99)):
            with pytest.raises(NotFound):
                await missing
        assert await store.books.all() == [added]


async def test_a_book_has_one_connection_and_a_company_one_book(database: Database) -> None:
    """Two books on one ledger would post everything twice; the refusal ends nothing else."""
    connection = await open_book(database)
    book = await book_of(database, connection)

    async with database.store() as store:
        other = await store.desk.add_book(a_book(slug="harbor"))
        with pytest.raises(BadInput, match="twice"):
            await store.desk.add_connection(book, Platform.QUICKBOOKS, "another")
        with pytest.raises(BadInput, match="twice"):
            await store.desk.add_connection(other, Platform.QUICKBOOKS, connection.realm)
        with pytest.raises(NotFound, match="not connected"):
            await store.books.connection_of(other.id)
        assert await store.books.connection_of(book.id) == connection

    async with database.store() as store:
        assert {one.slug for one in await store.books.all()} == {"northwind", "harbor"}


async def test_a_token_opens_its_book_until_it_is_revoked(database: Database) -> None:
    """Only its digest is kept, so nobody can read it again."""
    book = await book_of(database, await open_book(database))

    async with database.store() as store:
        token, second = await store.desk.new_token(book.id), await store.desk.new_token(book.id)
        assert token.startswith("jf_")
        assert token != second
        assert await store.desk.book_of_token(token) == book
        assert await store.desk.revoke_tokens(book.id) == 2
        assert await store.desk.revoke_tokens(book.id) == 0
        for unknown in (token, "jf_guess", ""):
            with pytest.raises(NotFound):
                await store.desk.book_of_token(unknown)

    assert token.encode() not in b"".join(
        bytes(row.digest) for row in await rows(database, "SELECT digest FROM api_token")
    )


async def test_a_mapping_is_overwritten_and_forgotten(database: Database) -> None:
    """Rows come back in order; a category named twice in one go takes the last account."""
    book_id = (await open_book(database)).book_id
    rows_ = [("Square", "Tips", "1"), ("Shopify", "Tips", "2"), ("Shopify", "Fees", "3")]

    async with database.store() as store:
        await store.desk.save_mapping(book_id, [])
        await store.desk.save_mapping(book_id, rows_)
        await store.desk.save_mapping(book_id, [("Shopify", "Tips", "7"), ("Shopify", "Tips", "8")])
        assert await store.desk.mapping(book_id) == [
            ("Shopify", "Fees", "3"),
            ("Shopify", "Tips", "8"),
            ("Square", "Tips", "1"),
        ]
        assert await store.desk.drop_mapping(book_id, "Square", "Tips")
        assert not await store.desk.drop_mapping(book_id, "Square", "Tips")
        assert len(await store.desk.mapping(book_id)) == 2


async def test_costs_are_overwritten(database: Database) -> None:
    """Each with its currency; a variant named twice in one go takes the last cost."""
    book_id = (await open_book(database)).book_id
    one, two = Money(100, "USD"), Money(200, "EUR")

    async with database.store() as store:
        await store.desk.save_costs(book_id, [])
        await store.desk.save_costs(book_id, [("Shopify", "MUG", one), ("Shopify", "CUP", one)])
        await store.desk.save_costs(book_id, [("Shopify", "MUG", one), ("Shopify", "MUG", two)])
        assert await store.desk.costs(book_id) == [
            ("Shopify", "CUP", one),
            ("Shopify", "MUG", two),
        ]


async def test_what_is_known_of_a_book_is_what_was_set_up(database: Database) -> None:
    """Chart, mapping, costs; a chart that is read again takes the place of the old one."""
    connection = await open_book(database)
    old, new = Account("1", "Old"), Account("2", "New", "4000", "Income", active=False)

    async with database.store() as store:
        await store.desk.save_mapping(connection.book_id, [("Shopify", "Tips", "2")])
        await store.desk.save_costs(connection.book_id, [("Shopify", "MUG", Money(1, "USD"))])
        await store.books.save_accounts(connection.id, [old], NOW)
        await store.books.save_accounts(connection.id, [new], NOW)
        known = await store.books.known(await store.books.connection(connection.id))

    assert known.chart.accounts == (new,)
    assert known.mappings == {("Shopify", "Tips"): "2"}
    assert known.costs == {"Shopify": {"MUG": Money(1, "USD")}}
    async with database.store() as store:
        await store.books.save_accounts(connection.id, [], NOW)
        assert (await store.books.known(connection)).chart.accounts == ()
