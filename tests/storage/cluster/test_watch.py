"""A watched server that dies comes back by itself."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from storage.cluster import Cluster, keeper
from tests.storage.cluster.world import (
    PATIENCE,
    answering,
    asked,
    eventually,
    over,
    postmaster,
    servers,
    started,
    told,
)

WATCHERS = """select count(*) from pg_stat_activity
              where application_name = 'jefail watch' and state = 'idle' and query = 'select 1'"""


@asynccontextmanager
async def watching(cluster: Cluster) -> AsyncIterator[asyncio.Task[None]]:
    """Watch, from the moment the watch has had its first answer."""
    before = await asked(cluster.url, WATCHERS)
    task = asyncio.create_task(cluster.watch())
    await answering(cluster.url, WATCHERS, before + 1)
    yield task
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def of(logs: list[EventDict], event: str) -> list[EventDict]:
    """Return what was logged of one event."""
    return [entry for entry in logs if entry["event"] == event]


async def test_killed_server_comes_back(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A killed server is restarted, without waiting for the next probe, and has its data."""
    monkeypatch.setattr(keeper, "PROBE_EVERY", 3600.0)
    async with started(folder) as cluster, watching(cluster):
        await told(cluster.url, "create table entry as select 1042 as number")
        old = postmaster(folder)
        with capture_logs() as logs:
            old.kill()
            await eventually(lambda: of(logs, "cluster_restarted"))

        assert postmaster(folder) != old
        assert await asked(cluster.url, "select number from entry") == 1042
        assert of(logs, "cluster_restarted")[0]["directory"] == str(folder / "postgres")


async def test_killed_again_and_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The watch goes on after a restart."""
    monkeypatch.setattr(keeper, "PAUSES", (0.0,))
    async with started(folder) as cluster, watching(cluster):
        for _ in range(3):
            old = postmaster(folder)
            old.kill()
            await eventually(partial(over, old))
            await answering(cluster.url)


async def test_two_watchers_restart_once(folder: Path) -> None:
    """When several watch, one restarts the server and the others find it running."""
    async with started(folder) as one, started(folder) as two:
        async with watching(one), watching(two):
            with capture_logs() as logs:
                postmaster(folder).kill()
                await eventually(lambda: of(logs, "cluster_restarted"))
                await answering(one.url, WATCHERS, 2)

        assert len(of(logs, "cluster_restarted")) == 1


async def test_restart_that_fails_is_tried_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without its data the server is not restarted, least of all empty, until it is back."""
    monkeypatch.setattr(keeper, "PAUSES", (0.01,))
    data, away = folder / "postgres" / "data", folder / "away"
    async with started(folder) as cluster, watching(cluster):
        with capture_logs() as logs:
            postmaster(folder).kill()
            data.rename(away)
            await eventually(lambda: len(of(logs, "cluster_restart_failed")) > 1)
        assert "missing or incomplete" in of(logs, "cluster_restart_failed")[0]["reason"]
        assert not data.exists()

        away.rename(data)
        await answering(cluster.url)


async def test_watch_ends_with_the_stop(folder: Path) -> None:
    """After a stop the watch ends by itself and does not bring the server back."""
    async with started(folder) as cluster, watching(cluster) as task:
        await cluster.stop()

        await asyncio.wait_for(task, PATIENCE)
        assert not servers(folder)


async def test_watch_can_be_cancelled(folder: Path) -> None:
    """Cancelling the watch leaves the server as it is."""
    async with started(folder) as cluster:
        async with watching(cluster):
            pass

        assert await asked(cluster.url, "select 1") == 1
