"""The work engine on bad days: workers that die, jobs that come twice, jobs that kill."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from procrastinate import App
from procrastinate.jobs import Job
from sqlalchemy import text

from blocks.kit import names
from bot.jobs import POISON as POISON_JOB
from bot.jobs import POISON_FILE, Again, rescue_stalled, work_app
from bot.silence import Silences
from journal.entries.entry import GIVEN_UP_FROM
from journal.entries.failure import ENDS_RUNS, FailureReason
from storage.engine.given_up import given_up
from storage.engine.jobs import POST_ENTRIES, READ_OFFER
from tests.build import NOW
from tests.faults.lives import Lives, Plan, living
from tests.faults.points import POISON
from tests.faults.world import (
    a_file,
    all_posted,
    days,
    in_time,
    jobs_done,
    open_world,
    posted,
    settings_of,
)
from tests.stories.desk import Company, Desk, buttons, eventually
from tests.stories.seen import the_card, the_cards

STALLED = timedelta(seconds=15)
_LEAVE = text(
    "UPDATE entry SET status = 'posting', job_id = :job, claimed_at = now(), ledger_id = NULL"
)
_BEAT = (
    "UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat + interval '5 s'"
    " WHERE id = (SELECT worker_id FROM procrastinate_jobs WHERE id = %s)"
)
_STATUS = text("SELECT status FROM procrastinate_jobs WHERE id = :job")
_SUSPECT = text("UPDATE entry SET runs_died = :died")
_LEFT = text("SELECT status, job_id FROM entry")
_TO_COME = text(
    "SELECT FROM procrastinate_jobs WHERE task_name = 'post_entries' AND status = 'todo'"
    " AND args ->> 'key' = :key AND scheduled_at > now()"
)
_HURRY = text("UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
_KNOWN = text("SELECT count(*) FROM entry WHERE status = 'posted'")


async def test_one_of_two_workers_is_killed_with_entries_in_flight(
    database_url: str, tmp_path: Path
) -> None:
    """The other one takes over what was under way: no entry is lost, none is there twice."""
    async with open_world(database_url, tmp_path, JEFAIL_STALLED_SECONDS=4) as desk:
        companies = [
            await desk.company(f"shop{number}", lasting=timedelta(hours=1)) for number in range(6)
        ]
        for company in companies:
            await company.switch(mode="slow", slow_seconds=1, mode_calls="writes")
            await desk.take(company, a_file(tmp_path, *days(date(2026, 7, 1), 10)))
        dying, other = (Lives(Plan(settings_of(desk), role="worker")) for _ in range(2))
        try:
            dying.begin()
            await eventually(lambda: _in_flight(desk, companies, 5), "entries in flight")
            other.begin()
            await dying.end()
            for company in companies[:3]:
                await desk.take(company, a_file(tmp_path, date(2026, 7, 31), name="late"))

            for number, company in enumerate(companies):
                count = 11 if number < 3 else 10
                numbers = await all_posted(company, count)
                assert len(numbers) == count
                assert set(numbers.values()) == {1}
            await jobs_done(desk)
            assert await desk.cards() == []
        finally:
            await dying.end()
            await other.end()


async def _in_flight(desk: Desk, companies: Sequence[Company], wanted: int) -> bool:
    """Whether so many entries are in ledgers and the program has not been told so."""
    stored = sum([(await posted(company)).total() for company in companies])
    async with desk.program.database.engine.connect() as sql:
        known = int((await sql.execute(_KNOWN)).scalar_one())
    return stored - known >= wanted


async def test_a_job_delivered_twice_at_once_works_once(desk: Desk) -> None:
    """Of several jobs for one connection, or one channel, the first keeps the others out."""
    northwind = await desk.company(lasting=timedelta(hours=1))
    await northwind.switch(mode="slow", slow_seconds=0.5, close_date="2026-06-30")
    file = a_file(desk.program.settings.home, date(2026, 6, 30), *days(date(2026, 7, 1), 4))
    await desk.take(northwind, file)
    await desk.outside.post("slack/control/faults", json={"kind": "slow", "seconds": 0.5})
    async with desk.program.database.store() as store:
        connection = await store.books.connection_of(northwind.book.id)
        for _ in range(5):
            await store.jobs.post_entries(connection.id)
    await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-06")
    async with desk.program.database.store() as store:
        for _ in range(5):
            await store.jobs.send_cards(northwind.book.channel_id)

    await all_posted(northwind, 4)
    await desk.quiet()
    await jobs_done(desk)

    calls = (await desk.outside.get("quickbooks/control/calls")).json()["calls"]
    sent = [one for one in calls if one["path"].endswith("journalentry")]
    assert len(sent) == 4
    assert len(await desk.cards()) == 1


@asynccontextmanager
async def engine(database_url: str, home: Path) -> AsyncIterator[App]:
    """Yield the engine of a program that does not work."""
    async with open_world(database_url, home) as desk, work_app(desk.program).open_async() as app:
        yield app


async def a_job(
    database_url: str,
    *,
    silent: timedelta | None,
    attempts: int = 0,
    task: str = "poll",
    key: str = "",
) -> int:
    """Write a job under way at a worker that was heard of `silent` ago; None: it has none."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as sql:
        worker = None
        if silent is not None:
            made = await sql.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - %s)"
                " RETURNING id",
                [silent],
            )
            worker = (await made.fetchone() or [None])[0]
        made = await sql.execute(
            "INSERT INTO procrastinate_jobs"
            " (queue_name, task_name, status, worker_id, attempts, args)"
            " VALUES ('jefail', %s, 'doing', %s, %s, jsonb_build_object('key', %s::text))"
            " RETURNING id",
            [task, worker, attempts, key],
        )
        row = await made.fetchone()
        assert row is not None
        return int(row[0])


@pytest.mark.parametrize(
    ("silent", "attempts", "status"),
    [
        (timedelta(seconds=1), 0, "doing"),
        (timedelta(seconds=20), 0, "todo"),
        (None, 0, "todo"),
        (timedelta(seconds=20), POISON_JOB, "failed"),
    ],
    ids=["lives", "dead", "gone", "poison"],
)
async def test_the_job_of_a_dead_worker_goes_back_to_the_queue(
    database_url: str, tmp_path: Path, silent: timedelta | None, attempts: int, status: str
) -> None:
    """A living worker keeps its job; one that has killed several workers is given up."""
    async with engine(database_url, tmp_path) as app:
        job = await a_job(database_url, silent=silent, attempts=attempts)

        await rescue_stalled(app, STALLED)

        assert (await app.job_manager.get_job_status_async(job)).value == status


async def test_a_step_ahead_kills_no_worker(database_url: str, tmp_path: Path) -> None:
    """All look dead by the clock; the one that has beaten since is not, the other is."""
    now = 0.0
    silences = Silences(steady=lambda: now)
    async with engine(database_url, tmp_path) as app:
        lives, dead = [await a_job(database_url, silent=timedelta(hours=1)) for _ in range(2)]
        for _look in range(3):
            async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as sql:
                await sql.execute(_BEAT, [lives])
                found = await sql.execute("SELECT id, last_heartbeat FROM procrastinate_workers")
                silences.look(dict(await found.fetchall()))
            await rescue_stalled(app, STALLED, None, silences)
            now += 5.0

        statuses = [await app.job_manager.get_job_status_async(job) for job in (lives, dead)]
    assert [one.value for one in statuses] == ["doing", "todo"]


@pytest.mark.parametrize(("attempts", "wait"), [(0, 2), (3, 16), (8, None)])
def test_a_failed_job_waits_by_the_one_clock(attempts: int, wait: int | None) -> None:
    """The engine waits by the database's clock, so this machine's has no say in it."""
    job = Job(queue="jefail", lock=None, queueing_lock=None, task_name="poll", attempts=attempts)

    decision = Again(lambda: NOW).get_retry_decision(exception=ValueError(), job=job)

    assert (decision and decision.retry_at) == (wait and NOW + timedelta(seconds=wait))


async def test_nothing_is_made_up_for_after_a_sleep(database_url: str, tmp_path: Path) -> None:
    """The engine's own periodic tasks would be: it has none."""
    async with engine(database_url, tmp_path) as app:
        assert app.periodic_registry.periodic_tasks == {}


@pytest.mark.parametrize(("attempts", "told"), [(1, []), (POISON_FILE, ["F1"])])
async def test_a_file_that_took_its_workers_is_told(
    database_url: str, tmp_path: Path, attempts: int, told: list[str]
) -> None:
    """It is read again once or twice, behind the same fence; after that its people hear of it."""
    heard: list[str] = []

    async def give_up(key: str) -> None:
        heard.append(key)

    async with engine(database_url, tmp_path) as app:
        job = await a_job(database_url, silent=None, attempts=attempts, task=READ_OFFER, key="F1")

        await rescue_stalled(app, STALLED, {READ_OFFER: give_up})

        status = (await app.job_manager.get_job_status_async(job)).value
    assert (heard, status) == (told, "failed" if told else "todo")


async def test_posting_that_is_given_up_goes_on(desk: Desk, northwind: Company) -> None:
    """Health says so, what the job had claimed is left, and another does it after a pause."""
    await desk.take(northwind, a_file(desk.program.settings.home, *days(date(2026, 7, 1), 3)))
    await all_posted(northwind, 3)
    await desk.quiet()
    async with desk.program.database.store() as store:
        key = str((await store.books.connection_of(northwind.book.id)).id)
    url = desk.program.database_url
    dead = await a_job(url, silent=None, attempts=POISON_JOB, task=POST_ENTRIES, key=key)
    async with desk.program.database.engine.begin() as sql:
        await sql.execute(_LEAVE, {"job": dead})

    await rescued(desk, dead)

    async with desk.program.database.store() as store:
        told = await given_up(store.jobs.sql, 9)
        (status,) = await store.books.statuses(NOW, northwind.book.id)
    assert [(one.work, one.key) for one in told] == [("post", key)]
    assert status.stopped_at == told[0].since
    await eventually(lambda: _is_to_come(desk, key), "the next job")
    async with desk.program.database.engine.begin() as sql:
        left = (await sql.execute(_LEFT)).all()
        await sql.execute(_HURRY)
    assert [(row.status, row.job_id) for row in left] == [("uncertain", None)] * 3
    await desk.quiet()
    assert set((await all_posted(northwind, 3)).values()) == {1}
    async with desk.program.database.store() as store:
        assert await given_up(store.jobs.sql, 9) == []
        (status,) = await store.books.statuses(NOW, northwind.book.id)
    assert status.stopped_at is None


async def test_an_entry_that_kills_its_workers_is_singled_out(
    database_url: str, tmp_path: Path
) -> None:
    """After its fifth it alone is on a card; the others, as often suspected, are posted."""
    async with open_world(database_url, tmp_path, JEFAIL_STALLED_SECONDS=1) as desk:
        northwind = await desk.company(lasting=timedelta(hours=1))
        await desk.take(northwind, a_file(tmp_path, *days(date(2026, 7, 1), 4)))
        async with desk.program.database.engine.begin() as sql:
            await sql.execute(_SUSPECT, {"died": GIVEN_UP_FROM - 1})
        (point,) = POISON
        async with living(Plan(settings_of(desk), role="worker", point=point)) as lives:
            await all_posted(northwind, 3)
            await in_time(lambda: the_cards(desk), "the card")
            deaths = len(lives.ended)

        assert deaths == 1
        numbers = await posted(northwind)
        assert (len(numbers), set(numbers.values())) == (3, {1})
        (card,) = await the_cards(desk, reason=FailureReason.UNKNOWN, subject=ENDS_RUNS)
        assert names.RETRY in buttons(card)


async def _is_to_come(desk: Desk, key: str) -> bool:
    async with desk.program.database.engine.connect() as sql:
        return (await sql.execute(_TO_COME, {"key": key})).first() is not None


async def test_what_a_dead_job_had_claimed_is_posted_by_the_next(
    desk: Desk, northwind: Company
) -> None:
    """Entries whose job never comes back do not wait for it: they are looked up and posted."""
    dead = await a_job(desk.program.database_url, silent=None, attempts=POISON_JOB)
    await desk.take(northwind, a_file(desk.program.settings.home, *days(date(2026, 7, 1), 3)))
    await all_posted(northwind, 3)
    await desk.quiet()
    async with desk.program.database.engine.begin() as sql:
        await sql.execute(_LEAVE, {"job": dead})
    await rescued(desk, dead)

    await desk.poll()

    await desk.quiet()
    assert set((await all_posted(northwind, 3)).values()) == {1}


async def rescued(desk: Desk, job: int) -> None:
    """Return once the rescue of the running worker has given the job up."""

    async def given_up() -> bool:
        async with desk.program.database.engine.connect() as sql:
            found = await sql.execute(_STATUS, {"job": job})
            return bool(found.scalar_one() == "failed")

    await eventually(given_up, "the rescue")
