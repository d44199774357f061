"""Jobs leave connections of the pool free: a click must not wait for a storm of them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from journal.errors import StoreBusy

FOR_JOBS = 10
"""Units of work that jobs may have open at once; the pool has five connections more."""
PATIENCE = 20.0
"""Seconds that a job waits for its turn. One that opens a unit of work within another might
otherwise wait for itself."""
_IS_JOB: ContextVar[bool] = ContextVar("is_job", default=False)


def run_as_job() -> None:
    """Have what the running task does from here on, and what it starts, count as a job's work."""
    _IS_JOB.set(True)


@dataclass(frozen=True, slots=True)
class Room:
    """How many units of work the jobs of this process may have open."""

    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(FOR_JOBS))

    @asynccontextmanager
    async def taken(self) -> AsyncIterator[None]:
        """Take a turn, if it is a job that asks. Raises StoreBusy: none came free in time."""
        if not _IS_JOB.get():
            yield
            return
        try:
            await asyncio.wait_for(self.turns.acquire(), PATIENCE)
        except TimeoutError as error:
            raise StoreBusy("the jobs of this process are busy") from error
        try:
            yield
        finally:
            self.turns.release()
