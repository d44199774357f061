"""Clocks that step while a process runs, by libfaketime where this machine has it.

github.com/wolfcw/libfaketime: the offset is read anew from a file; monotonic time stays true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_PLACES = ("/usr/lib/*/faketime/libfaketime.so.1", "/usr/local/lib/faketime/libfaketime.so.1")


def faketime() -> Path | None:
    """Return the library; None: there is none here, so no clock steps."""
    found = [one for place in _PLACES for one in Path("/").glob(place.lstrip("/"))]
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Stepped:
    """The clock of the processes that were started with `environment`."""

    file: Path

    def environment(self) -> Mapping[str, str]:
        """Return what a process is started with; empty where there is no libfaketime."""
        library = faketime()
        if library is None:
            return {}
        self.step(0)
        return {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self.file),
            "FAKETIME_CACHE_DURATION": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "DONT_FAKE_MONOTONIC": "1",
        }

    def step(self, seconds: int) -> None:
        """Set it so many seconds ahead of the true time, or behind."""
        new = self.file.with_suffix(".new")
        new.write_text(f"{seconds:+d}\n")
        new.chmod(0o644)
        new.replace(self.file)
