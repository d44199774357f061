"""APScheduler on a clock that cannot be set, with a limit for each run.

APScheduler reckons by the wall clock: set back by an hour it would stand still for an hour, and
set ahead it would find everything missed.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from typing_extensions import override

SLACK: Final = 0.5
"""Seconds that the two clocks may part by drift and by what lies between two readings."""
log = structlog.get_logger()


@dataclass(slots=True)
class Steps:
    """Notices by how much the wall clock was set since it was asked last."""

    wall: Callable[[], float] = time.time
    steady: Callable[[], float] = time.monotonic
    _apart: float | None = field(default=None)

    def since_last(self) -> timedelta:
        """Return how far it was set ahead, below zero: back; nothing where it just went on."""
        apart = self.wall() - self.steady()
        before, self._apart = self._apart, apart
        if before is None or abs(apart - before) < SLACK:
            return timedelta()
        return timedelta(seconds=apart - before)


class SteadyScheduler(AsyncIOScheduler):  # type: ignore[misc]  # it ships no types
    """Runs each job once in its interval, whatever the wall clock is set to.

    It is woken by the event loop, whose clock is steady; before it looks what is due, the next
    run of each job is moved as the wall clock was.
    """

    def __init__(self, steps: Steps | None = None) -> None:
        super().__init__(timezone="UTC")
        self._steps = steps or Steps()

    @override
    def _process_jobs(self) -> float | None:
        if step := self._steps.since_last():
            log.warning("machine_clock_set", seconds=round(step.total_seconds(), 1))
            for store in self._jobstores.values():
                for job in store.get_all_jobs():
                    job._modify(next_run_time=job.next_run_time + step)  # `modify` would wake us
                    store.update_job(job)
        waits: float | None = super()._process_jobs()
        return waits
