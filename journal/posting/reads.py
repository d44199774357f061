"""What a ledger is asked before anything is sent: counted, and asked again while it is busy."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final, TypeVar

from journal.entries.failure import ReadingRefused

Pause = Callable[[timedelta], Awaitable[None]]
T = TypeVar("T")
MOMENTS: Final = (timedelta(seconds=1), timedelta(seconds=2))
"""After which a platform that was busy is asked again; then the batch is put off."""


async def wait(length: timedelta) -> None:
    """Return after `length`."""
    await asyncio.sleep(length.total_seconds())


@dataclass(slots=True)
class Reads:
    """The reading calls of one batch."""

    pause: Pause
    made: int = 0

    async def ask(self, reading: Callable[[], Awaitable[T]], calls: int = 1) -> T:
        """Return what `reading` gives, which takes so many calls.

        Raises:
            LedgerError: as `reading`, once it was tried after each of the moments; at once where
                another try in a moment is no use.
        """
        for moment in MOMENTS:
            self.made += calls
            try:
                return await reading()
            except ReadingRefused as error:
                if not error.is_brief:
                    raise
            await self.pause(moment)
        self.made += calls
        return await reading()
