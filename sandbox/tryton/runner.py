"""Runs the programs that build Tryton's books, one after the other, until it is stopped."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass, field
from threading import Lock

from sandbox.tryton import child


class BuildFailed(RuntimeError):
    """A program failed or was stopped; the text says what it complained of."""


@dataclass(slots=True)
class Runner:
    """One program at a time. They end with the thread that waits for them, so with a killed
    process too: a half-built database is nobody's, and the next start drops it."""

    nice: int = 0
    _current: subprocess.Popen[str] | None = None
    _is_stopped: bool = False
    _lock: Lock = field(default_factory=Lock)

    def run(self, *command: str, **environment: str) -> str:
        """Run to the end; return what was printed.

        Raises:
            BuildFailed: it failed, or `stop` was called before or meanwhile.
        """
        with self._lock:
            if self._is_stopped:
                raise BuildFailed("It was stopped")
            started = subprocess.Popen(  # noqa: S603  ours
                child.command(*command, nice=self.nice, bound=True),
                env={**os.environ, **environment},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            self._current = started
        printed, complained = started.communicate()
        if started.returncode:
            raise BuildFailed(f"{command[0]} failed:\n{printed}\n{complained}")
        return printed

    def stop(self) -> None:
        """End what runs, and let nothing begin any more."""
        with self._lock:
            self._is_stopped = True
            if self._current is not None and self._current.poll() is None:
                self._current.terminate()
