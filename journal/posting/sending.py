"""What one run has sent and has no answer to yet: one that is slow keeps no other waiting."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from journal.entries.entry import Entry
from journal.matching.plan import Send
from journal.ports import Attempt, Ledger
from journal.posting.pace import Pace, Turn

SendOne = Callable[[Send, Turn], Awaitable[Attempt | None]]
"""Sends an entry when its turn comes; None: it is not wanted any more."""


@dataclass(slots=True)
class Sending:
    """Entries under way, as many at once as the platform takes. Each keeps its claim."""

    pace: Pace
    _running: dict[asyncio.Task[Attempt | None], Entry] = field(default_factory=dict)

    @property
    def entry_ids(self) -> Sequence[int]:
        """The entries whose answers are awaited."""
        return [entry.id for entry in self._running.values()]

    @property
    def is_kept_alone(self) -> bool:
        """Whether nothing may be begun beside what is awaited."""
        return any(entry.is_suspected for entry in self._running.values())

    async def all(
        self, sends: Sequence[Send], ledger: Ledger, send_one: SendOne
    ) -> AsyncIterator[Sequence[Attempt]]:
        """Begin all of `sends`; yield whatever ended meanwhile, from earlier batches as well.

        A turn is reserved once there is room, and room is filled before anything is written
        down. What is under way at the end stays so.
        """
        waiting = [*sends]
        ended: Sequence[Attempt] = []
        while waiting:
            if (room := ledger.capabilities.in_flight - len(self._running)) > 0:
                now, waiting = waiting[:room], waiting[room:]
                turns = await self.pace.take(ledger, [one.calls for one in now])
                for one, turn in zip(now, turns, strict=True):
                    task = asyncio.ensure_future(send_one(one, turn))
                    self._running[task] = one.ours.entry
            if ended:
                yield ended
            ended = await self.ended() if waiting else []

    async def ended(
        self, *, within: timedelta | None = None, beside: asyncio.Future[Any] | None = None
    ) -> Sequence[Attempt]:
        """Return what has ended once anything has, or `beside` has, or after so long."""
        awaited = {*self._running, *([beside] if beside else [])}
        if not awaited:
            return []
        done, _ = await asyncio.wait(
            awaited,
            timeout=within.total_seconds() if within is not None else None,
            return_when=asyncio.FIRST_COMPLETED,
        )
        over = [task for task in self._running if task in done]
        for task in over:
            del self._running[task]
        return [attempt for task in over if (attempt := task.result())]

    async def end(self) -> None:
        """End whatever is under way, and give back the turns that were not used."""
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running.clear()
        await self.pace.give_back()


@asynccontextmanager
async def sending_at(pace: Pace) -> AsyncIterator[Sending]:
    """Yield what sends for one run. Nothing of it is still sent once the block has ended."""
    sending = Sending(pace)
    try:
        yield sending
    finally:
        await sending.end()
