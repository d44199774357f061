"""Tell in Slack of books that nobody could read for long, and of the end of that."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from storage.database import Database


@dataclass(frozen=True, slots=True)
class TellOfSilence:
    """Owe one word of each connection that was not read `within` a time.

    It looks at what polls have left behind, so it is told as well where none is made, or one hangs.
    Not before this process has been up for so long: after a night off nothing has been read.
    """

    database: Database
    within: timedelta
    steady: Callable[[], float] = time.monotonic
    began: float = field(default_factory=time.monotonic)

    async def __call__(self) -> None:
        """Tell what is due, and what is over."""
        async with self.database.store() as store:
            await store.silences.end()
            if self.steady() - self.began >= self.within.total_seconds():
                await store.silences.tell(self.within)
