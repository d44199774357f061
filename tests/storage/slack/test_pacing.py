"""All processes share one pace: to a channel of Slack, and to a connection's platform."""

from datetime import timedelta

from storage.database import Database
from tests.storage.stage import CHANNEL, at_once, open_book

SPACING = timedelta(seconds=100)
NEARLY = timedelta(seconds=50)
"""What waits are compared within: the database's own clock goes on between the statements."""


def spaced(waits: list[timedelta]) -> bool:
    """Tell whether each wait is one spacing after the one before, the first of none."""
    ordered = sorted(waits)
    return all(abs(wait - place * SPACING) < NEARLY for place, wait in enumerate(ordered))


async def test_messages_of_two_processes_keep_one_distance(database: Database) -> None:
    """Six reserved by two at once have six slots, one behind the other."""

    async def reserve() -> timedelta:
        async with database.store() as store:
            return await store.outbox.reserve_slot(CHANNEL, SPACING)

    assert spaced(await at_once(*[reserve] * 6))


async def test_another_channel_has_its_own_pace(database: Database) -> None:
    """What one book's channel waits for holds up no other."""
    async with database.store() as store:
        await store.outbox.reserve_slot(CHANNEL, SPACING)
        assert await store.outbox.reserve_slot("C_OTHER", SPACING) == timedelta()


async def test_a_channel_that_takes_nothing_is_waited_for_and_told(database: Database) -> None:
    """Health names it with its fault, until a message went through."""
    async with database.store() as store:
        await store.outbox.hold_channel(CHANNEL, SPACING, "not_in_channel")
        wait = await store.outbox.reserve_slot(CHANNEL, SPACING)
        assert abs(wait - SPACING) < NEARLY
        assert await store.outbox.faults() == [(CHANNEL, "not_in_channel")]

        await store.outbox.note_sent(CHANNEL, SPACING)
        assert await store.outbox.faults() == []


async def test_the_next_message_keeps_distance_from_the_last_end(
    database: Database,
) -> None:
    """A sending that took long does not let two messages follow at once."""
    async with database.store() as store:
        await store.outbox.reserve_slot(CHANNEL, timedelta())
        await store.outbox.note_sent(CHANNEL, SPACING)
        wait = await store.outbox.reserve_slot(CHANNEL, SPACING)

    assert abs(wait - SPACING) < NEARLY


async def test_calls_of_two_processes_are_reserved_in_turn(
    database: Database,
) -> None:
    """A batch of three begins when the batch before it has had its time."""
    connection = await open_book(database)

    async def reserve() -> timedelta:
        async with database.store() as store:
            return (await store.books.reserve_calls(connection.id, 3, SPACING / 3)).wait

    assert spaced(await at_once(*[reserve] * 4))


async def test_each_connection_has_its_own_limit(database: Database) -> None:
    """The platform counts by company."""
    one, other = await open_book(database), await open_book(database, "harbor")

    async with database.store() as store:
        await store.books.reserve_calls(one.id, 10, SPACING)
        assert (await store.books.reserve_calls(other.id, 1, SPACING)).wait == timedelta()
