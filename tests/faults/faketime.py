"""Clocks of real processes that can be set while they run: libfaketime, where it is installed.

Debian's package is `libfaketime`. Time itself, by which processes wait, goes on unchanged.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.lives import Plan, environment

LIBRARY = next(Path("/usr/lib").glob("*/faketime/libfaketime.so.1"), None)
needs_faketime = pytest.mark.skipif(LIBRARY is None, reason="libfaketime is not installed")


@dataclass(frozen=True, slots=True)
class FakeClock:
    """The clock of one machine, in a file that its processes read whenever they ask for it."""

    file: Path

    def set(self, ahead: timedelta) -> None:
        """Set it so far ahead of the true time; below zero: behind."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{ahead.total_seconds():+.0f}")
        new.chmod(0o644)  # PostgreSQL runs as another account where the tests are root's
        new.replace(self.file)

    def environment(self) -> Mapping[str, str]:
        """Return what a process is started with to go by it; nothing where that cannot be had."""
        if LIBRARY is None:
            return {}
        return {
            "LD_PRELOAD": str(LIBRARY),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_NO_CACHE": "1",
            "DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
        }


def a_clock(folder: Path, name: str) -> FakeClock:
    """Return a clock that tells the true time."""
    clock = FakeClock(folder / name)
    clock.set(timedelta())
    return clock


@contextmanager
def servers_by(clock: FakeClock) -> Iterator[None]:
    """Have every PostgreSQL that is started in the block go by `clock`."""
    run = subprocess.run

    def started(command: list[str], **given: Any) -> subprocess.CompletedProcess[Any]:
        if command[0].endswith("pg_ctl"):
            given["env"] = {**given["env"], **clock.environment()}
        return run(command, **given)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(subprocess, "run", started)
        yield


@asynccontextmanager
async def running_by(clock: FakeClock, plan: Plan) -> AsyncIterator[None]:
    """Run `jefail run ROLE` by `clock` until the block ends."""
    given = {**os.environ, **environment(plan), **clock.environment()}
    with plan.log.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run", plan.role),
            env={**given, "PYTHONPATH": str(Path(__file__).parents[2])},
            cwd=plan.settings.home,  # no `.env` of the person who runs the tests
            stdout=log,
            stderr=log,
        )
    try:
        yield
    except AssertionError as error:
        error.add_note(f"its log ends with:\n{plan.log.read_text()[-4000:]}")
        raise
    finally:
        process.terminate()
        await process.wait()
