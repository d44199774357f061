"""What goes wrong: one thing after another, drawn by chance from a table."""

from __future__ import annotations

import asyncio
import random
import signal
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta

from tests.faults.faketime import LIBRARY, FakeClock
from tests.soak.hard_days.programs import MOST, Programs
from tests.soak.hard_days.world import STALLED_SECONDS, World

STEPS = (-3600, -600, -150, 150, 600, 3600)
"""Seconds."""
SLACK_FAULTS = (
    {"kind": "ratelimited", "retry_after": 2},
    {"kind": "ratelimited_but_done"},
    {"kind": "dropped"},
    {"kind": "dropped_but_done"},
    {"kind": "server_error"},
    {"kind": "server_error_but_done"},
    {"kind": "slow", "seconds": 8},
    {"kind": "late", "seconds": 20},
    {"kind": "error", "error": "internal_error"},
    {"kind": "error", "error": "msg_blocks_too_long"},
)
PLATFORM_FAULTS = (
    {"mode": "swallow", "swallow_answer": "none"},
    {"mode": "swallow", "swallow_answer": "504"},
    {"mode": "error"},
    {"mode": "throttle"},
    {"mode": "slow", "slow_seconds": 6},
    {"mode": "drip", "slow_seconds": 6},
)


@dataclass(slots=True)
class Troubles:
    """Does one after another until told to end; what was done is in `tally`."""

    world: World
    programs: Programs
    chance: random.Random
    every: tuple[float, float] = (2.0, 6.0)  # seconds between two
    tally: Counter[str] = field(default_factory=Counter)
    _beside: set[asyncio.Task[None]] = field(default_factory=set)
    _over: asyncio.Event = field(default_factory=asyncio.Event)

    async def go_on(self) -> None:
        """Make trouble until told to end; what was begun is done."""
        table = self.table()
        while not await self._is_over(self.chance.uniform(*self.every)):
            name = self.chance.choice(list(table))
            if await table[name]():
                self.tally[name] += 1
            self.programs.mend()

    async def _is_over(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._over.wait(), seconds)
        return self._over.is_set()

    def stop(self) -> None:
        """Begin no more."""
        self._over.set()

    async def end(self) -> None:
        """Wait for what still lasts, and make all as it was."""
        await asyncio.gather(*self._beside)
        self.world.postgres.clock.set(timedelta())
        for one in self.programs.running:
            one.clock.set(timedelta())
        await self.world.desk.outside.delete("slack/control/faults")
        for books in self.world.books:
            await books.spoil(mode="ok")

    def table(self) -> Mapping[str, Callable[[], Awaitable[bool]]]:
        """Return each trouble by its name; it says whether it came about."""
        table: dict[str, Callable[[], Awaitable[bool]]] = {
            "kill -9 of a process": self._kill,
            "a process frozen for longer than it may be silent": self._freeze,
            "a process told to stop": self._stop,
            "one more process": self._more,
            "PostgreSQL restarted": lambda: self._restart(signal.SIGINT),
            "PostgreSQL killed": lambda: self._restart(signal.SIGKILL),
            "an answer of Slack lost, late or refused": self._slack,
            "an answer of a platform lost, late or refused": self._platform,
            "July opened or closed": self._july,
        }
        if LIBRARY:
            table["the clock of a process stepped"] = self._step
            table["the clock of PostgreSQL stepped"] = self._step_database
        return table

    async def _kill(self) -> bool:
        await self.programs.kill(self.chance.choice(self.programs.running))
        self.programs.begin()
        return True

    async def _freeze(self) -> bool:
        one = self.chance.choice(self.programs.running)
        seconds = self.chance.uniform(STALLED_SECONDS + 1, 3 * STALLED_SECONDS)
        await self.programs.freeze(one, seconds)
        return True

    async def _stop(self) -> bool:
        if len(self.programs.running) == 1:
            return False
        await self.programs.stop(self.chance.choice(self.programs.running))
        return True

    async def _more(self) -> bool:
        if len(self.programs.running) == MOST:
            return False
        self.programs.begin()
        return True

    async def _restart(self, how: signal.Signals) -> bool:
        await self.world.postgres.restart(how)
        return True

    async def _slack(self) -> bool:
        method = self.chance.choice(["chat.postMessage", "chat.update"])
        fault = {**self.chance.choice(SLACK_FAULTS), "method": method}
        await self.world.desk.outside.post("slack/control/faults", json=fault)
        return True

    async def _platform(self) -> bool:
        books = self.chance.choice(self.world.books)
        times = self.chance.randint(1, 3)
        await books.spoil(**self.chance.choice(PLATFORM_FAULTS), mode_times=times)
        return True

    async def _july(self) -> bool:
        books = self.chance.choice(self.world.books)
        await books.close_july(closed=self.chance.random() < 0.6)
        return True

    async def _step(self) -> bool:
        one = self.chance.choice(self.programs.running)
        one.clock.set(self._ahead())
        self._back(one.clock)
        return True

    async def _step_database(self) -> bool:
        clock = self.world.postgres.clock
        clock.set(self._ahead())
        self._back(clock)
        return True

    def _ahead(self) -> timedelta:
        return timedelta(seconds=self.chance.choice(STEPS))

    def _back(self, clock: FakeClock) -> None:
        async def later() -> None:
            await asyncio.sleep(self.chance.uniform(8, 20))
            clock.set(timedelta())

        self._beside.add(asyncio.create_task(later()))
