"""The pace of a connection outlives those who die, and one answer that drips delays no other."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from connectors.quickbooks.client import CALLS_PER_MINUTE
from journal.entries.entry import PostingStatus
from journal.posting import post_entries
from tests.faults.lives import Lives, Plan
from tests.faults.world import a_file, all_posted, days, in_time, open_world, posted, settings_of
from tests.stories.desk import Company, Desk

SPACING = timedelta(minutes=1) / CALLS_PER_MINUTE
_AHEAD = text("SELECT max(next_call_at) - clock_timestamp() FROM connection")
_HAND_BACK = text(
    "UPDATE procrastinate_jobs SET status = 'todo', worker_id = NULL"
    " WHERE status = 'doing' AND task_name = 'post_entries'"
)
_SUSPECT_NOTHING = text("UPDATE entry SET runs_died = 0")
_STANDING = text("SELECT count(*) FROM entry WHERE status = :status")


async def test_seven_killed_in_a_row_leave_little_behind(database_url: str, tmp_path: Path) -> None:
    """Each had turns reserved that nobody takes; the next call is a batch's pace ahead at most."""
    async with open_world(database_url, tmp_path) as desk:
        northwind = await desk.company(lasting=timedelta(hours=1))
        await northwind.switch(mode="slow", slow_seconds=600, mode_calls="writes")
        await desk.take(northwind, a_file(tmp_path, *days(date(2026, 5, 1), 90)))
        lives = Lives(Plan(settings_of(desk), role="worker"))
        for life in range(7):
            lives.begin()
            try:
                await all_posted(northwind, 1 + life)
            finally:
                await lives.end()
            await _handed_back(desk)

        ahead = await _ahead(desk)
        numbers = await posted(northwind)

    assert ahead <= post_entries.BATCH * SPACING
    assert set(numbers.values()) == {1}


async def test_a_worker_that_is_ended_gives_its_turns_back(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """SIGTERM ends jobs that go on: the turns they wait for are free, and so are the entries."""
    monkeypatch.setattr("bot.worker.GRACE_SECONDS", 0.2)
    monkeypatch.setattr("connectors.quickbooks.client.CALLS_PER_MINUTE", 1)
    async with open_world(database_url, tmp_path) as desk:
        northwind = await desk.company(lasting=timedelta(hours=1))
        await desk.take(northwind, a_file(tmp_path, *days(date(2026, 7, 1), 20)))
        running = asyncio.create_task(desk.worker.run())
        try:
            await all_posted(northwind, 1)
            assert await _ahead(desk) > timedelta(minutes=9)
        finally:
            running.cancel()
            await asyncio.wait([running])

        read_and_sent = timedelta(minutes=post_entries.READS + 2)
        assert await _ahead(desk) < read_and_sent
        assert await _stand(desk, PostingStatus.POSTING, 0)


async def _handed_back(desk: Desk) -> None:
    """Hand the job back as the rescue does, which waits until the worker counts as dead.

    No entry is suspected, or from the third life on each would be tried alone.
    """
    async with desk.program.database.engine.begin() as sql:
        await sql.execute(_HAND_BACK)
        await sql.execute(_SUSPECT_NOTHING)


async def _ahead(desk: Desk) -> timedelta:
    async with desk.program.database.engine.connect() as sql:
        found: timedelta = (await sql.execute(_AHEAD)).scalar_one()
    return found


async def test_an_answer_that_drips_delays_no_other(
    desk: Desk, northwind: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three batches and what comes in later are posted while it drips; then it counts as well."""
    monkeypatch.setattr(post_entries, "BATCH", 5)
    await northwind.switch(mode="drip", slow_seconds=600, mode_calls="writes", mode_times=1)
    folder = desk.program.settings.home
    await desk.take(northwind, a_file(folder, *days(date(2026, 7, 1), 12)))

    await in_time(lambda: _stand(desk, PostingStatus.POSTED, 11), "all but one to be posted")
    await desk.take(northwind, a_file(folder, *days(date(2026, 8, 1), 2), name="later"))
    await in_time(lambda: _stand(desk, PostingStatus.POSTED, 13), "what came later")
    assert await _stand(desk, PostingStatus.POSTING, 1)

    await northwind.switch(slow_seconds=0)
    await in_time(lambda: _stand(desk, PostingStatus.POSTED, 14), "the one that dripped")
    numbers = await posted(northwind)
    assert (len(numbers), set(numbers.values())) == (14, {1})
    assert await desk.cards() == []


async def _stand(desk: Desk, status: PostingStatus, count: int) -> bool:
    """Whether so many entries have this status."""
    async with desk.program.database.engine.connect() as sql:
        found = (await sql.execute(_STANDING, {"status": status.value})).scalar_one()
    return bool(found == count)
