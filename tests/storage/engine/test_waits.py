"""What waits when the database's clock was set, in a real database."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from storage.database import Database
from storage.engine.waits import Step, mend_waits, shorten_waits
from tests.storage.stage import open_book

POLL_EVERY = timedelta(minutes=5)
HOUR = timedelta(hours=1)
JUST_NOW = timedelta(seconds=2)


async def run(database: Database, statement: str, **given: Any) -> list[Any]:
    """Run one statement; return the rows it gives."""
    async with database.engine.begin() as sql:
        done = await sql.execute(text(statement), given)
        return list(done.all()) if done.returns_rows else []


async def left(database: Database, table: str, column: str) -> timedelta:
    """Return how long the one row of a table still waits; below zero: how long ago it was."""
    asked = f"SELECT {column} - clock_timestamp() AS wait FROM {table}"  # noqa: S608  our own
    found = await run(database, asked)
    wait: timedelta = found[0].wait
    return wait


async def an_entry(database: Database, status: str, wait: timedelta) -> None:
    """Write an entry that waits for its next try."""
    connection = await open_book(database)
    await run(database, "DELETE FROM channel_read")  # which is never due in tests
    await run(
        database,
        """
        INSERT INTO entry (book_id, connection_id, reference, revision, status, lines, date,
            total_minor, currency, sales_channel, kind, description, accepted_at, due_at)
        SELECT book_id, id, 'R1', 1, :status, '[]', current_date, 1, 'USD', '', '', '',
            clock_timestamp(), clock_timestamp() + :wait FROM connection WHERE id = :connection
        """,
        status=status,
        wait=wait,
        connection=connection.id,
    )


async def jobs(database: Database) -> int:
    """Return how many jobs to post are due."""
    found = await run(
        database,
        "SELECT count(*) AS jobs FROM procrastinate_jobs WHERE task_name = 'post_entries'"
        " AND coalesce(scheduled_at, now()) <= now()",
    )
    return int(found[0].jobs)


async def test_an_entry_waits_as_long_after_a_step_back(database: Database) -> None:
    """The clock was set back by an hour: what was due in a minute is, and not in 61."""
    await an_entry(database, "pending", HOUR + timedelta(minutes=1))

    await mend_waits(database.engine, Step(-HOUR, JUST_NOW))

    assert timedelta(seconds=50) < await left(database, "entry", "due_at") <= timedelta(minutes=1)


async def test_what_was_due_before_a_step_back_is_due(database: Database) -> None:
    """Nobody waits an hour for what had come already, and a job is there for it."""
    await an_entry(database, "pending", HOUR - timedelta(minutes=1))

    await mend_waits(database.engine, Step(-HOUR, JUST_NOW))

    assert await left(database, "entry", "due_at") <= timedelta()
    assert await jobs(database) == 1


@pytest.mark.parametrize(("status", "waits"), [("uncertain", True), ("pending", False)])
async def test_only_what_is_uncertain_waits_after_a_step_ahead(
    database: Database, status: str, waits: bool
) -> None:
    """The platform may be at it still, so an hour that never was does not count."""
    await an_entry(database, status, timedelta(minutes=4) - HOUR)

    await mend_waits(database.engine, Step(HOUR, JUST_NOW))

    wait = await left(database, "entry", "due_at")
    assert (timedelta(minutes=3) < wait <= timedelta(minutes=4)) is waits


async def test_one_step_is_mended_once(database: Database) -> None:
    """Each process sees it; only the first moves what waits. A later one like it counts."""
    await an_entry(database, "pending", 3 * HOUR + timedelta(minutes=2))
    step = Step(-HOUR, JUST_NOW)

    for _ in range(3):
        await mend_waits(database.engine, step)
    once = await left(database, "entry", "due_at")
    await run(database, "UPDATE clock_step SET noticed_at = noticed_at - interval '1 minute'")
    await mend_waits(database.engine, step)

    assert 2 * HOUR < once <= 2 * HOUR + timedelta(minutes=2)
    assert HOUR < await left(database, "entry", "due_at") <= HOUR + timedelta(minutes=2)


@pytest.mark.parametrize("by", [HOUR, -HOUR])
async def test_changes_of_the_wrong_time_are_asked_for(database: Database, by: timedelta) -> None:
    """A poll by a clock that was ahead took what was to come for read."""
    await open_book(database)
    await run(database, "UPDATE connection SET changes_read_to = now() + interval '1 hour'")

    await mend_waits(database.engine, Step(by, JUST_NOW))

    assert await left(database, "connection", "changes_read_to") <= -timedelta(days=1)


async def test_living_workers_are_not_dead_by_a_step(database: Database) -> None:
    """Neither do all look dead after a step ahead, nor does a dead one live after one back."""
    await run(
        database,
        "INSERT INTO procrastinate_workers (last_heartbeat)"
        " VALUES (clock_timestamp() - interval '1 hour 3 seconds')",
    )
    await mend_waits(database.engine, Step(HOUR, JUST_NOW))
    ahead = await left(database, "procrastinate_workers", "last_heartbeat")
    await run(
        database, "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat + :h", h=HOUR
    )
    await mend_waits(database.engine, Step(-HOUR, JUST_NOW))

    assert timedelta(seconds=-10) < ahead <= timedelta(seconds=-3)
    assert (
        timedelta(seconds=-10)
        < await left(database, "procrastinate_workers", "last_heartbeat")
        <= timedelta(seconds=-3)
    )


async def test_no_wait_is_longer_than_its_reason(database: Database) -> None:
    """A retry that lies an hour ahead was reckoned by a wrong clock: it is due, with its job."""
    await an_entry(database, "pending", HOUR)
    await run(database, "UPDATE connection SET next_call_at = now() + interval '1 hour'")
    await run(database, "UPDATE connection SET next_poll_at = now() + interval '1 hour'")
    await run(database, "UPDATE connection SET polled_at = now() + interval '1 hour'")
    await run(
        database, "INSERT INTO slack_channel (id, next_send_at) VALUES ('C1', now() + :h)", h=HOUR
    )

    assert await shorten_waits(database.engine, POLL_EVERY) == 5

    assert await left(database, "entry", "due_at") <= timedelta()
    assert await left(database, "connection", "next_call_at") <= timedelta()
    assert await left(database, "connection", "next_poll_at") <= timedelta()
    assert await left(database, "connection", "polled_at") <= timedelta()
    assert await left(database, "slack_channel", "next_send_at") <= timedelta()
    assert await jobs(database) == 1


async def test_waits_that_have_a_reason_stay(database: Database) -> None:
    """A retry, a poll, a call and a channel that wait as they were made to are let be."""
    await an_entry(database, "uncertain", timedelta(minutes=15))
    await run(database, "UPDATE connection SET next_poll_at = now() + :wait", wait=POLL_EVERY)
    await run(database, "UPDATE connection SET next_call_at = now() + interval '1 minute'")
    await run(
        database,
        "INSERT INTO slack_channel (id, next_send_at) VALUES ('C1', now() + interval '30 seconds')",
    )

    assert await shorten_waits(database.engine, POLL_EVERY) == 0


async def test_a_slot_beyond_belief_is_taken_now(database: Database) -> None:
    """A message does not wait an hour for a turn that a wrong clock gave to the last one."""
    await run(
        database, "INSERT INTO slack_channel (id, next_send_at) VALUES ('C1', now() + :h)", h=HOUR
    )

    async with database.store() as store:
        wait = await store.outbox.reserve_slot("C1", timedelta(seconds=1))

    assert wait <= timedelta(seconds=1)
