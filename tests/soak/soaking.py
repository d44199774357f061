"""Many broken files read one after the other: what became of each kind, and of the memory."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from connectors.intake import handed_in
from connectors.intake.result import IntakeOptions
from journal.errors import BadInput
from tests.soak.mutations import made

_SECONDS = 60
"""Longer no file is read here: what would go on without end is ended by the fence as well."""
_MANY = 500
"""Files after which it is told how far it has come."""
_READER = Path(__file__).with_name("reader.py")


@dataclass(slots=True)
class Soaked:
    """What became of the files, by kind: "read", "refused", "ended", or "failed" with where."""

    seed: int
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    megabytes: int = 0
    failed: list[str] = field(default_factory=list)  # which file, and where

    @property
    def files(self) -> int:
        """How many were read."""
        return sum(self.outcomes.values())

    def table(self) -> str:
        """Return the outcomes as a table."""
        head = f"{'kind':<40}{'read':>8}{'refused':>9}{'ended':>8}{'failed':>8}"
        kinds = sorted({kind for kind, _outcome in self.outcomes})
        rows = [
            f"{kind:<40}"
            + "".join(
                f"{self.outcomes[kind, outcome]:>{width}}"
                for outcome, width in (("read", 8), ("refused", 9), ("ended", 8), ("failed", 8))
            )
            for kind in kinds
        ]
        last = f"{self.files} files, seed {self.seed}, at most {self.megabytes} MB"
        return "\n".join((head, *rows, last, *self.failed))


class _Reader:
    """The process that reads; another takes its place when a file ends it."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", str(_READER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def ask(self, path: Path) -> str:
        """Return what became of a file; "": the process did not outlive it."""
        to, back = self._pipes()
        patience = threading.Timer(_SECONDS, self._process.kill)
        patience.start()
        try:
            to.write(f"{path}\n")
            to.flush()
            return back.readline()
        finally:
            patience.cancel()

    def end(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.wait()
        for pipe in self._pipes():
            pipe.close()

    def _pipes(self) -> tuple[IO[str], IO[str]]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        return self._process.stdin, self._process.stdout


def soak(files: int, seed: int, seconds: float) -> Soaked:
    """Read so many files, or as many as there is time for.

    One that ends the process it is read in is read once more as the program does it, and has to
    come to a sentence there.
    """
    soaked, reader, until = Soaked(seed), _Reader(), time.monotonic() + seconds
    with tempfile.TemporaryDirectory(prefix="jefail-soak-") as folder:
        try:
            for number in range(files):
                if time.monotonic() > until:
                    break
                kind, content = made(number, seed)
                path = Path(folder) / kind
                path.write_bytes(content)
                said = reader.ask(path)
                if not said:
                    reader.end()
                    reader = _Reader()
                    said = f"0 {_behind_the_fence(path)}"
                _note(soaked, number, kind, said)
                path.unlink()
                if files >= _MANY and (number + 1) % _MANY == 0:
                    print(f"{number + 1:,} of {files:,} files", flush=True)
        finally:
            reader.end()
    return soaked


def _note(soaked: Soaked, number: int, kind: str, said: str) -> None:
    megabytes, outcome, *where = said.split(maxsplit=2)
    soaked.megabytes = max(soaked.megabytes, int(megabytes))
    soaked.outcomes[kind, outcome] += 1
    if outcome == "failed":
        soaked.failed.append(f"file {number} ({kind}): {' '.join(where).strip()}")


def _behind_the_fence(path: Path) -> str:
    try:
        list(handed_in.open_entries(path, IntakeOptions("USD")))
    except BadInput:
        return "ended"
    return "failed it ended one process and not the other"
