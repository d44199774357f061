"""One to four processes of the real program: started, killed, frozen, and told to stop."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from tests.faults.faketime import FakeClock, a_clock

PROJECT = Path(__file__).parents[3]
MOST = 4
START_SECONDS = 30.0
STOP_SECONDS = 40.0
"""Longer than the program's grace: one that still runs then did not heed SIGTERM."""


@dataclass(slots=True)
class Running:
    """One process, with a log and a clock of its own."""

    process: subprocess.Popen[bytes]
    clock: FakeClock
    began: float = field(default_factory=time.monotonic)

    @property
    def started_lately(self) -> bool:
        """Whether it may not have come further than its start."""
        return time.monotonic() - self.began < START_SECONDS

    @property
    def lives(self) -> bool:
        """Whether it has not ended."""
        return self.process.poll() is None

    async def ended(self, seconds: float) -> int | None:
        """Return its exit code once it has ended; None: it did not in time."""
        try:
            return await asyncio.to_thread(self.process.wait, seconds)
        except subprocess.TimeoutExpired:
            return None


@dataclass(slots=True)
class Programs:
    """`jefail run`, several times over one database."""

    folder: Path
    environment: Mapping[str, str]
    running: list[Running] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)  # ends that were not asked for
    tally: Counter[str] = field(default_factory=Counter)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def begin(self) -> Running:
        """Start one more."""
        number = next(self._numbers)
        clock = a_clock(self.folder, f"clock-{number}")
        with (self.folder / "program.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "bot", "run", "all"],
                cwd=self.folder,
                env={
                    **os.environ,
                    "PYTHONPATH": str(PROJECT),
                    **self.environment,
                    **clock.environment(),
                },
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        one = Running(process, clock)
        self.running.append(one)
        self.tally["started"] += 1
        return one

    async def kill(self, one: Running) -> None:
        """End it as `kill -9` does."""
        one.process.kill()
        await one.ended(STOP_SECONDS)
        self.running.remove(one)

    async def freeze(self, one: Running, seconds: float) -> None:
        """Hold it for so long, as a machine that sleeps or swaps does, and let it go on."""
        one.process.send_signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(seconds)
        finally:
            one.process.send_signal(signal.SIGCONT)

    async def stop(self, one: Running) -> None:
        """Tell it to stop, as `systemctl stop` does; what does not stop, or fails, is a fault."""
        self.running.remove(one)
        one.process.terminate()
        code = await one.ended(STOP_SECONDS)
        if code not in (0, -signal.SIGTERM):
            self.faults.append(f"a process told to stop ended with {code}")
        if code is None:
            one.process.kill()
            await one.ended(STOP_SECONDS)

    def mend(self) -> None:
        """Start again what ended by itself, as a supervisor does.

        One may end so, and says why, where the database is away as it starts. Any other is a fault.
        """
        for one in [one for one in self.running if not one.lives]:
            self.running.remove(one)
            if one.process.returncode == 1 and one.started_lately:
                self.tally["ended at its start, without a database"] += 1
            else:
                self.faults.append(f"a process ended by itself with {one.process.returncode}")
            self.begin()


@asynccontextmanager
async def running_programs(
    folder: Path, environment: Mapping[str, str], first: int
) -> AsyncIterator[Programs]:
    """Yield the processes, `first` of them at the beginning; all are ended afterwards."""
    programs = Programs(folder, environment)
    for _ in range(first):
        programs.begin()
    try:
        yield programs
    finally:
        for one in list(programs.running):
            one.process.send_signal(signal.SIGCONT)
            await programs.stop(one)
