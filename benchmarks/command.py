"""`jefail` run as people run it, a process of its own, with what it took."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from benchmarks.server import Server

HERE = Path(__file__).parents[1]
_LOOK_EVERY = 0.05  # seconds
_MB = 2**20


@dataclass(frozen=True, slots=True)
class Took:
    """What one run of a command took."""

    seconds: float
    cpu: float  # seconds of a processor, of its process alone: less moved by what else runs here
    memory: float  # MB at most, of its process
    backend: float  # MB at most, of PostgreSQL's process for it: its own, not what all share
    said: str


@dataclass(frozen=True, slots=True)
class Program:
    """A checkout of jefail, and the server whose databases it works on."""

    server: Server
    checkout: Path = HERE

    def run(self, database: str, *arguments: str) -> Took:
        """Run `jefail ARGUMENTS` on `database`.

        Raises:
            SystemExit: it went wrong; says what it said.
        """
        began, cpu = time.perf_counter(), _cpu_of_children()
        with subprocess.Popen(  # noqa: S603  our own command, on our own machine
            [sys.executable, "-m", "bot", *arguments],
            cwd=self.checkout,
            env={**os.environ, **self._settings(database)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        ) as process:
            memory, backend = self._watch(process, database)
            seconds = time.perf_counter() - began
            said = process.stdout.read().decode() if process.stdout else ""
        if process.returncode:
            raise SystemExit(f"jefail {' '.join(arguments)} went wrong:\n{said}")
        return Took(seconds, _cpu_of_children() - cpu, memory, backend, said)

    def _settings(self, database: str) -> dict[str, str]:
        return {
            "DATABASE_URL": self.server.url(database),
            "JEFAIL_HOME": str(self.server.folder / "jefail"),
            # What Python compiles is kept, as it is for people: else that is most of what is timed.
            "PYTHONDONTWRITEBYTECODE": "",
        }

    def _watch(self, process: subprocess.Popen[bytes], database: str) -> tuple[float, float]:
        """Return the most memory that both processes had, once the first has ended."""
        memory = backend = 0.0
        seen = psutil.Process(process.pid)
        with psycopg.connect(self.server.url("postgres"), autocommit=True) as looking:
            while process.poll() is None:
                with suppress(psutil.Error):
                    memory = max(memory, seen.memory_info().rss)
                for (pid,) in looking.execute(_BACKENDS, (database,)):
                    with suppress(psutil.Error):
                        backend = max(backend, _own(psutil.Process(pid)))
                with suppress(subprocess.TimeoutExpired):
                    process.wait(_LOOK_EVERY)
        return memory / _MB, backend / _MB


def _own(process: psutil.Process) -> float:
    """Return the bytes that are its own: what all of PostgreSQL shares is left out (on Linux)."""
    memory = process.memory_info()
    return float(memory.rss - getattr(memory, "shared", 0))


def _cpu_of_children() -> float:
    """Return what all processes took that we started and that have ended, in seconds."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


_BACKENDS = (
    "SELECT pid FROM pg_stat_activity WHERE datname = %s AND backend_type = 'client backend'"
)
