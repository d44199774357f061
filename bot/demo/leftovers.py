"""Processes that a demo left when it was killed: the next one on the same folder ends them.

They are known by a variable in their environment, which their own children inherit. PostgreSQL is
not among them: it is adopted, as everywhere.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "JEFAIL_DEMO_OF"
TERM_SECONDS = 20.0
KILL_SECONDS = 5.0


def marked(environment: Mapping[str, str], home: Path) -> dict[str, str]:
    """Return the environment with the mark of the demo on `home`."""
    return {**environment, MARK: str(home)}


def end_leftovers(home: Path) -> int:
    """End every process of a demo on `home`, gently first; return how many there were.

    To be called by the one demo that has the folder: all of them belong to a dead one.
    """
    left = _left(home)
    for process in left:
        with suppress(psutil.Error):
            process.terminate()
    _gone, alive = psutil.wait_procs(left, timeout=TERM_SECONDS)
    for process in alive:
        with suppress(psutil.Error):
            process.kill()
    psutil.wait_procs(alive, timeout=KILL_SECONDS)
    return len(left)


def _left(home: Path) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        # Gone meanwhile, or someone else's: in no case a demo of ours.
        with suppress(psutil.Error, OSError):
            if process.environ().get(MARK) == str(home) and process.pid != psutil.Process().pid:
                found.append(process)
    return found
