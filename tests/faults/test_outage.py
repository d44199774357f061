"""PostgreSQL is killed under a running worker, or the worker hangs: it is started again."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from procrastinate.worker import Worker as Engine

from storage.cluster import Cluster
from tests.faults.world import a_file, all_posted, days, jobs_done, open_world
from tests.storage.cluster.conftest import short_folder
from tests.storage.cluster.world import answering, over, postmaster, started
from tests.stories.desk import eventually, open_desk


@pytest.fixture
def own_folder() -> Iterator[Path]:
    """A folder for a cluster that may be killed: that of the other tests must live."""
    with short_folder() as path:
        yield path


@pytest.mark.parametrize("seconds", [1, 7])
async def test_the_database_is_away_for_a_while(
    own_folder: Path, tmp_path: Path, seconds: int
) -> None:
    """What was under way is posted once, and what comes afterwards is worked on again."""
    async with (
        started(own_folder) as cluster,
        open_desk(cluster.url, tmp_path, JEFAIL_STALLED_SECONDS=3) as desk,
    ):
        northwind = await desk.company(lasting=timedelta(hours=1))
        await northwind.switch(mode="slow", slow_seconds=0.5, mode_calls="writes")
        await desk.take(northwind, a_file(tmp_path, *days(date(2026, 7, 1), 10)))
        await all_posted(northwind, 1)

        watch = await _away(cluster, own_folder, seconds)

        try:
            later = a_file(tmp_path, *days(date(2026, 8, 1), 5), name="later")
            await desk.take(northwind, later)
            numbers = await all_posted(northwind, 15)
            await jobs_done(desk)
            assert len(numbers) == 15
            assert set(numbers.values()) == {1}
            assert desk.worker.restarts >= 1
        finally:
            watch.cancel()
            with suppress(asyncio.CancelledError):
                await watch


async def _away(cluster: Cluster, folder: Path, seconds: int) -> asyncio.Task[None]:
    """Kill the server, and have it watched again only after the outage; return the watch."""
    server = postmaster(folder)
    server.kill()

    async def ended() -> bool:
        return over(server)

    await eventually(ended, "the server to end")
    await asyncio.sleep(seconds)  # the outage itself
    watch = asyncio.create_task(cluster.watch())
    await answering(cluster.url)
    return watch


async def test_a_worker_without_heartbeat_is_replaced(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that hangs, so that it does not even end when it is told to, is given up."""
    hung: list[Engine] = []
    alive = Engine.run

    async def hang_at_first(engine: Engine) -> None:
        if hung:
            await alive(engine)  # type: ignore[no-untyped-call]
            return
        hung.append(engine)
        with suppress(asyncio.CancelledError):
            await asyncio.Event().wait()
        await asyncio.Event().wait()

    monkeypatch.setattr(Engine, "run", hang_at_first)
    monkeypatch.setattr("bot.worker.GRACE_SECONDS", 0.2)
    async with open_world(database_url, tmp_path, JEFAIL_STALLED_SECONDS=1) as desk:
        northwind = await desk.company(lasting=timedelta(hours=1))
        await desk.take(northwind, a_file(tmp_path, date(2026, 7, 1)))
        running = asyncio.create_task(desk.worker.run())
        try:
            assert len(await all_posted(northwind, 1)) == 1
            assert desk.worker.restarts == 1
            assert desk.worker.stalled == timedelta(seconds=1)
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
