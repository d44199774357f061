"""Ticks while the wall clock is set about, on an event loop whose time the test moves."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from apscheduler.executors import base as executors
from apscheduler.schedulers import base as schedulers
from apscheduler.triggers import interval

from bot.schedule import Tick, scheduled
from bot.ticker import SteadyScheduler, Steps
from tests.build import NOW

SECOND = timedelta(seconds=1)


@dataclass(slots=True)
class Wall:
    """A wall clock that is set by so much; `steady` is time itself."""

    steady: float = 1000.0
    by: float = 0.0
    runs: list[float] = field(default_factory=list)

    def now(self) -> float:
        """Return seconds since the epoch, by the wall."""
        return NOW.timestamp() + self.steady + self.by

    async def run(self) -> None:
        """Take note of a run."""
        self.runs.append(self.steady)


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """What APScheduler takes for the time."""
    wall = Wall()

    class Reading(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
            return datetime.fromtimestamp(wall.now(), tz or UTC)

    for module in (schedulers, executors, interval):
        monkeypatch.setattr(module, "datetime", Reading)
    return wall


class Pushed(SteadyScheduler):
    """One that is woken by the test and by no timer."""

    def _start_timer(self, wait_seconds: float | None) -> None:
        self.wait = wait_seconds


async def went_on(wall: Wall, scheduler: Pushed, seconds: int) -> None:
    """Let time go on, and wake the scheduler as its timer would."""
    for _ in range(seconds):
        wall.steady += 1
        scheduler._start_timer(scheduler._process_jobs())
        for _turn in range(5):
            await asyncio.sleep(0)


def begun(wall: Wall, *several: Tick) -> Pushed:
    """Start a scheduler by that clock."""
    steps = Steps(wall=wall.now, steady=lambda: wall.steady)
    scheduler = Pushed(steps)
    scheduled(several, scheduler).start()
    return scheduler


@pytest.mark.parametrize("by", [-3600.0, 3600.0, -600.0, 600.0, 8 * 3600.0])
async def test_ticks_go_on_whatever_the_clock_is_set_to(wall: Wall, by: float) -> None:
    """Set back it does not stand still, set ahead it makes up for nothing."""
    scheduler = begun(wall, Tick("each second", SECOND, wall.run))
    await went_on(wall, scheduler, 5)
    before = len(wall.runs)

    wall.by = by
    await went_on(wall, scheduler, 10)

    assert len(wall.runs) - before == 10
    assert scheduler.wait is not None
    assert scheduler.wait <= 1
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)


async def test_what_was_missed_is_done_once(wall: Wall) -> None:
    """A process that was frozen for hours runs each tick once and goes on."""
    scheduler = begun(wall, Tick("each second", SECOND, wall.run))
    await went_on(wall, scheduler, 3)
    before = len(wall.runs)

    wall.steady += 8 * 3600
    await went_on(wall, scheduler, 1)

    assert len(wall.runs) - before == 1
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)


async def test_a_tick_that_hangs_is_cut_off(wall: Wall) -> None:
    """Its next run begins; nothing else had waited for it."""
    begun_at: list[float] = []

    async def hang() -> None:
        begun_at.append(wall.steady)
        await asyncio.Event().wait()

    hanging = Tick("hangs", SECOND, hang, limit=timedelta())
    scheduler = begun(wall, hanging, Tick("goes on", SECOND, wall.run))

    await went_on(wall, scheduler, 4)

    assert len(begun_at) > 1
    assert len(wall.runs) >= 3
    scheduler.shutdown(wait=False)
    await asyncio.sleep(0)
