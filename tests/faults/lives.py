"""Lives of the real program: processes that run `jefail run`, are killed, and start again.

They are forked from a server process that has imported the program already: on a busy machine
that is the difference between a tenth of a second and several.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from pydantic import SecretStr

from bot.settings import Settings
from tests.faults.points import lay

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["bot.cli.run", "bot.run", "storage.schema", "tests.faults.lives"])


@dataclass(frozen=True, slots=True)
class Plan:
    """How the program is started, and where its first life ends, or freezes by SIGSTOP."""

    settings: Settings
    role: str = "all"
    words: tuple[str, ...] = ()  # another command than `run`
    point: str | None = None
    how: signal.Signals = signal.SIGKILL
    gateway: timedelta = timedelta(seconds=3)
    """How long a call that got no answer is taken to be under way; else it is minutes."""

    @property
    def marker(self) -> Path:
        """There once the point was reached."""
        return self.settings.home / "was-killed"

    @property
    def log(self) -> Path:
        """What all lives had to say."""
        return self.settings.home / f"{self.role}.log"


@dataclass(slots=True)
class Lives:
    """One program after another, of which at most one lives."""

    plan: Plan
    ended: list[int] = field(default_factory=list)  # exit codes; negative: the signal
    _process: ForkServerProcess | None = None

    def begin(self) -> None:
        """Start the next life."""
        self._process = _FORKS.Process(target=_live, args=(self.plan, environment(self.plan)))
        self._process.start()

    async def end(self) -> None:
        """Kill the program as `kill -9` does."""
        if self._process is not None:
            self._process.kill()
            await self.over()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to this life."""
        assert self._process is not None
        assert self._process.pid is not None
        os.kill(self._process.pid, number)

    async def over(self) -> None:
        """Return once this life is over."""
        process = self._process
        assert process is not None

        while process.exitcode is None:  # noqa: ASYNC110  a process of the forks' sets no event
            await asyncio.sleep(0.05)
        self.ended.append(process.exitcode or 0)
        process.close()
        self._process = None

    async def keep_up(self) -> None:
        """Start it again each time it is killed, as a supervisor would; fail if it gives up."""
        while True:
            await self.over()
            if self.ended[-1] != -signal.SIGKILL:
                raise AssertionError(f"it ended with {self.ended[-1]}: {self.last_words()}")
            self.begin()

    def last_words(self) -> str:
        """Return the end of the log."""
        return self.plan.log.read_text()[-4000:] if self.plan.log.exists() else "(nothing)"


@asynccontextmanager
async def living(plan: Plan) -> AsyncIterator[Lives]:
    """Yield a program that is started again whenever it is killed, until the block ends."""
    lives = Lives(plan)
    lives.begin()
    keeper = asyncio.create_task(lives.keep_up())
    try:
        yield lives
    finally:
        keeper.cancel()
        await asyncio.gather(keeper, return_exceptions=True)
        await lives.end()


def environment(plan: Plan) -> Mapping[str, str]:
    """Return the settings as a process is given them: by its environment."""
    given = {}
    for name in plan.settings.model_fields_set:
        alias = Settings.model_fields[name].validation_alias
        value = getattr(plan.settings, name)
        text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
        given[alias if isinstance(alias, str) else name.upper()] = text
    return given


def _live(plan: Plan, given: Mapping[str, str]) -> None:
    """Be `jefail run ROLE`."""
    from bot.cli import main
    from journal.posting import unanswered

    os.environ.update(given)
    os.chdir(plan.settings.home)  # no `.env` of the person who runs the tests
    with plan.log.open("ab") as log:
        os.dup2(log.fileno(), 1)
        os.dup2(log.fileno(), 2)
    unanswered.LONGEST_WORK = plan.gateway  # type: ignore[misc]  # shorter, for a test
    if plan.point is not None:
        lay(plan.point, plan.marker, plan.how)
    sys.argv = ["jefail", *(plan.words or ("run", plan.role))]
    main()
