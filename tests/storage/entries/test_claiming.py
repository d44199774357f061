"""Due entries are claimed by one job each, and taken over from a job that died."""

from datetime import UTC, datetime, timedelta

from journal.entries.entry import PostingStatus
from storage.database import Database
from tests.build import NOW
from tests.storage.stage import (
    at_once,
    end_job,
    entry_called,
    open_book,
    put,
    running_job,
    some_entries,
    take_in,
)

S = PostingStatus
FAR = datetime(2200, 1, 1, tzinfo=UTC)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


async def claim(
    database: Database, connection_id: int, job: int, limit: int = 40, at: datetime = NOW
) -> list[str]:
    """Claim what is due and return its references."""
    async with database.store() as store:
        found = await store.postings.claim_due(connection_id, job, at, limit)
        return [one.content.reference for one in found]


async def test_what_is_due_is_claimed_as_it_stood(database: Database) -> None:
    """Oldest first, up to the limit; it is posting from then on and not claimed again."""
    connection = await open_book(database)
    await take_in(database, connection, some_entries(3))

    async with database.store() as store:
        claimed = await store.postings.claim_due(connection.id, 1, NOW, 2)

    assert [(one.content.reference, one.status) for one in claimed] == [
        ("S-1", S.PENDING),
        ("S-2", S.PENDING),
    ]
    assert (await entry_called(database, "S-1")).status is S.POSTING
    assert await claim(database, connection.id, 2) == ["S-3"]
    assert await claim(database, connection.id, 2) == []


async def test_only_what_is_due_of_this_connection_is_claimed(database: Database) -> None:
    """Neither what is due later, nor what failed, nor another book's."""
    connection, other = await open_book(database), await open_book(database, "harbor")
    later, failed, unsure = await take_in(database, connection, some_entries(3))
    await take_in(database, other, some_entries(1, "H"))
    await put(database, later, due_at=NOW + timedelta(seconds=1))
    await put(database, failed, status="failed", due_at=None)
    await put(database, unsure, status="uncertain")

    assert await claim(database, connection.id, 1) == ["S-3"]
    assert await claim(database, connection.id, 1, at=NOW + timedelta(seconds=1)) == ["S-1"]


async def test_two_at_once_never_claim_the_same(database: Database) -> None:
    """Two processes share forty entries between them, each entry once."""
    connection = await open_book(database)
    await take_in(database, connection, some_entries(40))

    one, other = await at_once(
        lambda: claim(database, connection.id, 1, limit=25),
        lambda: claim(database, connection.id, 2, limit=25),
    )

    assert set(one).isdisjoint(other)
    left = await claim(database, connection.id, 3)
    assert sorted([*one, *other, *left]) == sorted(f"S-{n}" for n in range(1, 41))


async def test_what_a_dead_run_of_the_same_job_left_is_looked_up(database: Database) -> None:
    """It counts as tried and is due, so the ledger is asked before it is sent again."""
    connection = await open_book(database)
    await take_in(database, connection, some_entries(1))
    job = await running_job(database)
    await claim(database, connection.id, job)

    async with database.store() as store:
        await store.postings.release_abandoned(connection.id, LONG_AGO, job)

    left = await entry_called(database, "S-1")
    assert (left.status, left.attempts) == (S.UNCERTAIN, 1)
    assert await claim(database, connection.id, job, at=FAR) == ["S-1"]


async def test_what_another_running_job_posts_is_left_to_it(database: Database) -> None:
    """Until the engine says that the job is not running, or it has taken far too long."""
    connection = await open_book(database)
    await take_in(database, connection, some_entries(2))
    job = await running_job(database)
    await claim(database, connection.id, job, limit=1)

    async with database.store() as store:
        await store.postings.release_abandoned(connection.id, LONG_AGO, job + 1)
    assert (await entry_called(database, "S-1")).status is S.POSTING

    async with database.store() as store:
        await store.postings.release_abandoned(connection.id, FAR, job + 1)
    assert (await entry_called(database, "S-1")).status is S.UNCERTAIN

    await claim(database, connection.id, job)
    await end_job(database, job)
    async with database.store() as store:
        await store.postings.release_abandoned(connection.id, LONG_AGO, job + 1)
    assert (await entry_called(database, "S-2")).status is S.UNCERTAIN


async def test_on_the_way_is_what_is_neither_posted_nor_refused(database: Database) -> None:
    """Pending, posting and uncertain ones are on the way."""
    connection = await open_book(database)
    (entry,) = await take_in(database, connection, some_entries(1))
    on_the_way = set()
    for status in S:
        await put(database, entry, status=status.value)
        async with database.store() as store:
            if await store.postings.on_the_way(connection.id):
                on_the_way.add(status)

    assert on_the_way == {S.PENDING, S.POSTING, S.UNCERTAIN}
