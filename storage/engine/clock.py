"""The one clock that decides: the database's, known here without asking each time.

Every process of every machine shares it. It is read every `LOOK_EVERY` seconds and carried on by a
clock that cannot be set, so between two looks nothing moves `now` but time itself.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from journal.errors import StoreBusy
from storage.engine.busy import busy_told
from storage.engine.waits import Step, mend_waits

LOOK_EVERY: Final = 2.0
"""Seconds: how soon a clock that was set is noticed."""
LOOK_LIMIT: Final = 5.0
"""Seconds for one look; a later one tells more."""
STEP: Final = timedelta(seconds=3)
"""From here on it is no drift: someone set the database's clock, or its machine slept."""
TOLD_FROM: Final = timedelta(seconds=5)
"""A difference between the two clocks from which people are told."""
log = structlog.get_logger()


def machine_now() -> datetime:
    """Return what this machine's own clock says, aware UTC. It decides nothing."""
    return datetime.now(UTC)


def told_apart(ahead: timedelta) -> str:
    """Return, as people read it, how far a machine's clock is `ahead` of the database's."""
    where = "ahead of" if ahead > timedelta() else "behind"
    return f"is {abs(ahead).total_seconds():,.0f} seconds {where} the database's"


def steady_seconds() -> float:
    """Return seconds that only time moves on, where it can be had also while the machine sleeps."""
    of = getattr(time, "CLOCK_BOOTTIME", None)  # Linux
    return time.clock_gettime(of) if of is not None else time.monotonic()


@dataclass(slots=True)
class DatabaseClock:
    """Tells the database's time at any moment, without waiting.

    `ask` reads that clock; `mend` puts right what waits by a clock that was set since.
    """

    ask: Callable[[], Awaitable[datetime]]
    mend: Callable[[Step], Awaitable[None]]
    steady: Callable[[], float] = steady_seconds
    machine: Callable[[], datetime] = machine_now
    _at: datetime | None = None  # what it was ...
    _since: float = 0.0  # ... when `steady` was this
    _looked: float = field(default=0.0)
    _ahead: timedelta = timedelta()

    def now(self) -> datetime:
        """Return the database's time, aware UTC; `look` comes first."""
        assert self._at is not None
        return self._then(self.steady())

    def ahead(self) -> timedelta:
        """Return how far this machine's clock is ahead of the database's; below zero: behind."""
        return self._ahead

    async def look(self) -> None:
        """Read the clock once more.

        A look is sure to half of the time it took. What lies within is no news, so that `now` does
        not go back and forth with it.

        Raises:
            StoreBusy, TimeoutError: the database does not answer; all stays as it is known.
        """
        began = self.steady()
        at = await self.ask()
        doubt = (self.steady() - began) / 2
        middle = began + doubt
        machine = self.machine() - timedelta(seconds=self.steady() - middle)
        if self._at is None:
            self._at, self._since = at, middle
        await self._follow(at - self._then(middle), timedelta(seconds=doubt), middle)
        self._ahead, self._looked = machine - at, middle

    async def keep(self) -> None:
        """Look again and again until cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                async with asyncio.timeout(LOOK_LIMIT):
                    await self.look()
            except (StoreBusy, TimeoutError):
                continue
            except Exception as error:  # noqa: BLE001  the clock is needed whatever went wrong
                log.warning("clock_not_read", error=repr(error))

    async def _follow(self, off: timedelta, doubt: timedelta, middle: float) -> None:
        """Take over that the clock is `off` what is known, after what waits by it is mended."""
        assert self._at is not None
        if abs(off) <= doubt:
            return
        if abs(off) > STEP + doubt:
            log.warning("database_clock_set", seconds=round(off.total_seconds(), 1))
            await self.mend(Step(off, timedelta(seconds=middle - self._looked)))
            self._at += off
        else:
            self._at += off - doubt if off > timedelta() else off + doubt

    def _then(self, steady: float) -> datetime:
        assert self._at is not None
        return self._at + timedelta(seconds=steady - self._since)


@asynccontextmanager
async def running_clock(engine: AsyncEngine) -> AsyncIterator[DatabaseClock]:
    """Yield the database's clock, which is looked at until the block ends. Raises as `look`."""

    async def ask() -> datetime:
        with busy_told():
            async with engine.connect() as sql:
                at: datetime = (await sql.execute(_NOW)).scalar_one()
                return at

    clock = DatabaseClock(ask, lambda step: mend_waits(engine, step))
    await clock.look()
    keeping = asyncio.create_task(clock.keep())
    try:
        yield clock
    finally:
        keeping.cancel()
        with suppress(asyncio.CancelledError):
            await keeping


_NOW = text("SELECT clock_timestamp()")
