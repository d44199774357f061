"""What people said of lines, and what waits for it: kept, read back and grouped."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.books.lists import CLASS, NAME, ListItem
from journal.entries.coding import Coding
from journal.entries.coding_rules import CodingRule, Scope
from journal.entries.entry import Line, Side
from journal.entries.uncoded import Choices, Slot
from storage.database import Database
from tests.build import some_content
from tests.hostile import NAMES
from tests.storage.stage import open_book, open_incident, put, take_in

GIFTS = Scope("Shopify", category="Gift cards")
ONE = Money(1000, "USD")


def lines(word: str, description: str = "") -> tuple[Line, ...]:
    """Return ten dollars with a class of this word, out of the clearing."""
    return (
        Line(Side.DEBIT, ONE, category="Clearing"),
        Line(Side.CREDIT, ONE, category="Gift cards", description=description, coding=Coding(word)),
    )


async def test_choices_are_kept_read_and_forgotten(database: Database) -> None:
    """Words by how they compare, rules by their scope, broad ones first; each with who and when."""
    book_id = (await open_book(database)).book_id
    rules = (CodingRule(GIFTS, CLASS, "c2"), CodingRule(Scope(), CLASS, "c1"))
    word, broad, narrow = Slot(CLASS, "Onlin"), Slot(CLASS), Slot(CLASS, scope=GIFTS)
    async with database.store() as store:
        await store.codings.save(book_id, Choices({(CLASS, "Onlin"): "c1"}, rules), "U_ANA")
        await store.codings.save(book_id, Choices({(CLASS, "ONLIN"): "c2"}), None)

    async with database.store() as store:
        found = await store.codings.all(book_id)
        assert [(one.slot, one.item_id, one.by) for one in found] == [
            (broad, "c1", "U_ANA"),
            (narrow, "c2", "U_ANA"),
            (replace(word, word="ONLIN"), "c2", None),
        ]
        asked = [replace(narrow, kind="customer"), Slot(NAME, "Onlin"), word]
        assert [one.item_id for one in await store.codings.kept(book_id, asked)] == ["c2", "c2"]
        assert await store.codings.forget(book_id, [word, narrow, narrow]) == 2
        assert [one.slot for one in await store.codings.all(book_id)] == [broad]


async def test_a_choice_that_was_made_is_added_to_its_list(database: Database) -> None:
    """Beside those that were read; the same id again is the newer one."""
    connection = await open_book(database)
    for name in ("Onlin", "Online"):
        async with database.store() as store:
            await store.codings.add_item(connection.id, ListItem(CLASS, "c1", name))
    async with database.store() as store:
        (item,) = (await store.books.known(connection)).lists.items

    assert item.name == "Online"


async def waiting(database: Database, connection: Connection, *words: str) -> int:
    """Have an entry for each of these words wait on one card; return its incident."""
    contents = [
        some_content(reference=f"S-{at}", lines=lines(word, f"day {at}"))
        for at, word in enumerate(words, 1)
    ]
    entries = await take_in(database, connection, contents)
    incident_id = (await open_incident(database, connection)).id
    async with database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE incident SET reason = 'dimension_missing'")
    for entry in entries:
        await put(database, entry, status="failed", incident_id=incident_id)
    return incident_id


async def test_what_waits_is_grouped_by_what_lines_say(database: Database) -> None:
    """Amounts and descriptions apart: two entries of one word are one, with both their ids."""
    connection = await open_book(database)
    incident_id = await waiting(database, connection, "Onlin", "Onlin", "Moon")

    async with database.store() as store:
        groups = await store.codings.waiting(connection.book_id)
        rows = await store.codings.lines(incident_id)

    assert sorted((len(one.ids), one.tally.count) for one in groups) == [(1, 1), (2, 2)]
    pair = next(one for one in groups if len(one.ids) == 2)
    assert pair.tally.amounts == (Money(2000, "USD"),)
    assert {one.coding.class_name for one in pair.content.lines} == {"", "Onlin"}
    told = {(one.line.category, one.line.coding.class_name): one for one in rows}
    assert {key: (one.lines, one.amount.minor) for key, one in told.items()} == {
        ("Clearing", ""): (3, 3000),
        ("Gift cards", "Onlin"): (2, -2000),
        ("Gift cards", "Moon"): (1, -1000),
    }
    example = told["Gift cards", "Onlin"].example
    assert (example.reference, example.description) == ("S-1", "day 1")


async def test_only_open_cards_that_a_choice_ends_wait(database: Database) -> None:
    """Not those of another reason, of another book, or that are closed."""
    connection = await open_book(database)
    await waiting(database, connection, "Onlin")

    async with database.store() as store:
        assert await store.codings.waiting(connection.book_id + 1) == []
    async with database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE incident SET reason = 'mapping_missing'")
    async with database.store() as store:
        assert await store.codings.waiting(connection.book_id) == []


@pytest.mark.parametrize("name", NAMES)
async def test_any_name_is_kept_found_and_meant(database: Database, name: str) -> None:
    """As a choice of a list, as a word of its own and on one account alone."""
    connection = await open_book(database)
    async with database.store() as store:
        await store.codings.add_item(connection.id, ListItem(CLASS, "c1", name, number=name))
    known_name = name.replace("\0", "").encode("utf-8", "replace").decode()
    word, there = Slot(CLASS, known_name), Slot(CLASS, known_name, Scope(account_id="98"))
    async with database.store() as store:
        chosen = Choices({(CLASS, word.said): "c1", (CLASS, there.said): "c2"})
        await store.codings.save(connection.book_id, chosen, "U_ANA")

    async with database.store() as store:
        known = await store.books.known(connection)
        assert [one.name for one in known.lists.items] == [known_name]
        kept = await store.codings.kept(connection.book_id, [word, there])
        assert [one.item_id for one in kept] == ["c1", "c2"]
        assert [known.item_aliases[one.meant] for one in (word, there)] == ["c1", "c2"]
        assert await store.codings.forget(connection.book_id, [there]) == 1
        assert [one.slot for one in await store.codings.all(connection.book_id)] == [word]
