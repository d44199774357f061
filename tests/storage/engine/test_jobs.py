"""Work that one job does alone, jobs that stand or fall with their cause, and clicks kept once."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from journal.errors import StoreBusy
from journal.ports import Click, Hold
from storage.database import Database, open_engine
from tests.build import NOW
from tests.storage.stage import (
    at_once,
    end_job,
    jobs,
    open_book,
    rows,
    running_job,
    some_entries,
)


async def holds(database: Database, job: int, key: str = "7") -> bool:
    """Try to hold the work on `key` as `job`."""
    return await hold_of(database, job, key) is not None


async def hold_of(database: Database, job: int, key: str = "7") -> Hold | None:
    """Return the hold of `job` on the work on `key`, if it has it now."""
    async with database.store() as store:
        return await store.jobs.hold("post", key, job)


async def test_of_two_jobs_one_holds_the_work(database: Database) -> None:
    """Until it lets go; other work and other keys are free."""
    first, second = await running_job(database), await running_job(database)

    assert sorted(
        await at_once(lambda: holds(database, first), lambda: holds(database, second))
    ) == [
        False,
        True,
    ]
    (row,) = await rows(database, "SELECT job_id FROM held_work")
    holder, other = (first, second) if row.job_id == first else (second, first)
    assert await holds(database, holder)
    assert not await holds(database, other)
    assert await holds(database, other, key="8")

    held = await hold_of(database, holder)
    assert held is not None
    async with database.store() as store:
        await store.jobs.let_go(replace(held, job_id=other))
    assert not await holds(database, other)
    async with database.store() as store:
        await store.jobs.let_go(held)
    assert await holds(database, other)


async def test_a_later_run_of_the_same_job_has_the_work(database: Database) -> None:
    """The earlier one, which was held up, does not have it any more and cannot let it go."""
    job = await running_job(database)
    earlier, later = await hold_of(database, job), await hold_of(database, job)
    assert earlier is not None
    assert later is not None

    async with database.store() as store:
        assert not await store.jobs.stands(earlier)
        assert not await store.jobs.keep(earlier)
        await store.jobs.let_go(earlier)
        assert await store.jobs.stands(later)
        assert await store.jobs.keep(later)


async def test_nobody_takes_over_what_is_being_written(database: Database) -> None:
    """Another that would take over waits for the end of the unit of work that keeps the hold."""
    job = await running_job(database)
    held = await hold_of(database, job)
    assert held is not None

    async with database.store() as store:
        assert await store.jobs.keep(held)
        with pytest.raises(StoreBusy):
            await holds(database, job)


async def test_a_dead_job_holds_nothing(database: Database) -> None:
    """What the engine handed back to the queue is not running, so another may take the work."""
    dead, other = await running_job(database), await running_job(database)
    assert await holds(database, dead)

    await end_job(database, dead)

    assert await holds(database, other)
    assert not await holds(database, dead)


async def test_a_job_exists_only_if_its_cause_is_kept(database: Database) -> None:
    """Undone together with the entries that would have been posted."""
    connection = await open_book(database)

    async def fail() -> None:
        async with database.store() as store:
            await store.intake.accept(connection, some_entries(1), NOW)
            await store.jobs.post_entries(connection.id)
            raise LookupError

    with pytest.raises(LookupError):
        await fail()

    assert await jobs(database) == []
    assert await rows(database, "SELECT 1 FROM entry") == []


async def test_a_job_may_be_for_later(database: Database) -> None:
    """With the moment from which it is due."""
    due = NOW + timedelta(minutes=5)
    async with database.store() as store:
        await store.jobs.post_entries(7, at=due)
        await store.jobs.send_cards("C1", at=due)
        await store.jobs.poll(7)

    found = await rows(
        database, "SELECT task_name, scheduled_at FROM procrastinate_jobs ORDER BY id"
    )
    assert [(row.task_name, row.scheduled_at) for row in found] == [
        ("post_entries", due),
        ("send_cards", due),
        ("poll", None),
    ]


async def test_one_job_is_enough_for_a_moment(database: Database) -> None:
    """One that comes by then does the same; what is due now is not left to one that begins."""
    soon, later = (datetime.now(UTC) + timedelta(hours=n) for n in (1, 2))
    for connection, at in ((7, later), (7, later), (7, soon), (7, later), (8, later)):
        async with database.store() as store:
            await store.jobs.post_entries(connection, at=at)
    async with database.store() as store:
        await store.jobs.post_entries(7)
        await store.jobs.post_entries(7)

    found = await rows(
        database,
        "SELECT args ->> 'key' AS key, scheduled_at AS at FROM procrastinate_jobs ORDER BY id",
    )
    assert [(row.key, row.at) for row in found] == [
        ("7", later),
        ("7", soon),
        ("8", later),
        ("7", None),
        ("7", None),
    ]


async def test_a_click_is_kept_once_however_often_it_comes(database: Database) -> None:
    """Delivered to two processes at once, one acts."""

    async def take() -> bool:
        async with database.store() as store:
            return await store.clicks.remember(Click("c-1", "U_ANA"))

    assert sorted(await at_once(take, take, take)) == [False, False, True]
    async with database.store() as store:
        assert await store.clicks.remember(Click("c-2", "U_ANA"))


async def test_clicks_are_forgotten_after_a_day(database: Database) -> None:
    """Slack repeats within minutes; what is older is only in the way."""
    async with database.store() as store:
        await store.clicks.remember(Click("old", "U_ANA"))
        await store.clicks.remember(Click("new", "U_ANA"))
    async with database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE click SET at = at - interval '25 hours' WHERE id = 'old'")

    async with database.store() as store:
        await store.clicks.forget_old()

    assert [row.id for row in await rows(database, "SELECT id FROM click")] == ["new"]


async def click_and_poll(database: Database) -> None:
    """Take a click and defer a job, together."""
    async with database.store() as store:
        await store.clicks.remember(Click("c-1", "U_ANA"))
        await store.jobs.poll(7)


@pytest.mark.parametrize("table", ["click", "procrastinate_jobs"])
async def test_a_database_that_answers_too_late_is_busy(database: Database, table: str) -> None:
    """Whichever statement waits: also the work engine's own, made in our transaction."""
    async with database.engine.connect() as other:
        await other.exec_driver_sql(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(StoreBusy):
            await click_and_poll(database)

    async with database.store() as store:
        assert await store.clicks.remember(Click("c-1", "U_ANA"))


async def test_a_database_that_is_away_is_said_to_be_busy() -> None:
    """Nothing is there to connect to."""
    engine = open_engine("postgresql://nobody@127.0.0.1:1/nothing")

    with pytest.raises(StoreBusy) as caught:
        await click_and_poll(Database(engine))

    await engine.dispose()
    assert caught.value.retryable
    assert "try again" in caught.value.advice
