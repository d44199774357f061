"""Child processes that end with us, however we end."""

from __future__ import annotations

import asyncio
import ctypes
import signal
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.demo.leftovers import marked

STOP_SECONDS = 30
"""Longer than the program takes at most (`bot/ending.py`): killed, it would leave PostgreSQL up."""
_PR_SET_PDEATHSIG = 1


@dataclass(slots=True)
class Children:
    """The processes that were started, in order, each with the mark of the demo on `home`."""

    logs: Path
    home: Path
    _running: dict[str, asyncio.subprocess.Process] = field(default_factory=dict)

    async def start(self, name: str, *module_and_args: str, env: Mapping[str, str]) -> None:
        """Start `python -m ...`; what it prints goes to `logs/name.log`."""
        self.logs.mkdir(parents=True, exist_ok=True)
        with (self.logs / f"{name}.log").open("ab") as log:
            self._running[name] = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *module_and_args,
                env=marked(env, self.home),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C reaches us alone; we end them in order
                preexec_fn=_end_with_parent if sys.platform == "linux" else None,
            )

    def ended(self) -> str | None:
        """Return the name of one that is not running any more, or None."""
        for name, process in self._running.items():
            if process.returncode is not None:
                return name
        return None

    async def first_ended(self) -> str:
        """Return the name of the first that ends."""
        waits = {
            asyncio.create_task(process.wait()): name for name, process in self._running.items()
        }
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
            return waits[done.pop()]
        finally:
            for wait in waits:
                wait.cancel()

    def last_words(self, name: str) -> str:
        """Return the last line that the process called `name` printed, and where the rest is."""
        path = self.logs / f"{name}.log"
        lines = [line for line in path.read_text(errors="replace").splitlines() if line.strip()]
        said = lines[-1].strip() if lines else "nothing"
        return f"It said: {said[:300]} (all of it: {path})"

    async def stop(self) -> None:
        """End all, the last started first; one that does not end is killed."""
        for name, process in reversed(list(self._running.items())):
            if process.returncode is None:
                process.send_signal(signal.SIGTERM)
                try:
                    await asyncio.wait_for(process.wait(), STOP_SECONDS)
                except TimeoutError:
                    process.kill()
                    await process.wait()
            del self._running[name]


def _end_with_parent() -> None:
    """Ask Linux for SIGTERM when the process that started us is gone (prctl(2))."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
