"""Turns to call a platform: given back where unused, and never further ahead than any run goes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from journal.ports import Slot
from storage.books.calls import MOST_AHEAD
from storage.database import Database
from tests.storage.stage import open_book

SPACING = timedelta(seconds=100)
NEARLY = timedelta(seconds=50)
"""What waits are compared within: the database's own clock goes on between the statements."""


async def reserve(database: Database, connection_id: int, count: int) -> Slot:
    """Reserve so many calls."""
    async with database.store() as store:
        return await store.books.reserve_calls(connection_id, count, SPACING)


async def give_back(database: Database, connection_id: int, slot: Slot) -> None:
    """Give calls back."""
    async with database.store() as store:
        await store.books.give_calls_back(connection_id, slot)


async def test_calls_that_are_given_back_can_be_had(database: Database) -> None:
    """The next to call has the turn of the one who did not."""
    one = (await open_book(database)).id
    await reserve(database, one, 2)
    unused = await reserve(database, one, 3)

    await give_back(database, one, unused)

    assert (await reserve(database, one, 1)).begins_at == unused.begins_at


async def test_a_part_that_was_not_used_is_given_back(database: Database) -> None:
    """The calls that were made before it stay reserved."""
    one = (await open_book(database)).id
    taken = await reserve(database, one, 3)

    await give_back(database, one, replace(taken, begins_at=taken.begins_at + SPACING))

    assert (await reserve(database, one, 1)).begins_at == taken.begins_at + SPACING


async def test_nobody_behind_loses_their_turn(database: Database) -> None:
    """Once someone has reserved since, nothing is given back: two would have the same turn."""
    one = (await open_book(database)).id
    unused = await reserve(database, one, 3)
    behind = await reserve(database, one, 2)

    await give_back(database, one, unused)

    assert (await reserve(database, one, 1)).begins_at == behind.ends_at


@pytest.mark.parametrize(("ahead", "is_kept"), [(MOST_AHEAD - 1, True), (MOST_AHEAD + 1, False)])
async def test_a_turn_beyond_belief_does_not_count(
    database: Database, ahead: int, is_kept: bool
) -> None:
    """No run reserves as much, so the clock has stepped: the next call goes at once."""
    one = (await open_book(database)).id
    async with database.engine.begin() as sql:
        await sql.execute(
            text("UPDATE connection SET next_call_at = clock_timestamp() + :ahead"),
            {"ahead": ahead * SPACING},
        )

    wait = (await reserve(database, one, 1)).wait

    assert abs(wait - (ahead * SPACING if is_kept else timedelta())) < NEARLY
