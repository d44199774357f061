"""What a run of the tests started and made goes when the run ends, however it ends.

A process in a session of its own holds one end of a pipe, pytest's main process the other. The
kernel closes it when that process ends, also by `kill -9`. Then whatever bears the run's mark is
killed, and the run's folder removed. After a run that ended well there is only the folder.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil

MARK = "MADE_BY_TESTS_IN"
"""Environment of everything that a run starts: the folder in which it keeps what it makes."""
QUIT_SECONDS = 5.0  # after SIGQUIT PostgreSQL returns its shared memory
KILL_SECONDS = 5.0


class Reaper:
    """The process that clears up after this run."""

    def __init__(self, folder: Path) -> None:
        without_mark = {name: value for name, value in os.environ.items() if name != MARK}
        self._process = subprocess.Popen(
            [sys.executable, __file__, str(folder)],
            cwd="/",
            env=without_mark,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,  # what ends a terminal's processes does not reach it
        )
        # pytest keeps the folders of tests of the last runs to be looked at: not in ours.
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", tempfile.gettempdir())
        os.environ[MARK] = os.environ["TMPDIR"] = tempfile.tempdir = str(folder)

    def end(self) -> None:
        """Have it clear up, and return when it has."""
        self._process.communicate()


def clear_up(folder: Path) -> None:
    """End every process of the run that keeps its things in `folder`, and remove what it made."""
    sockets = list(_folders_of_sockets(folder))
    while found := list(_processes(folder)):
        servers = [process for process in found if _is_postgres(process)]
        _send(signal.SIGKILL, [process for process in found if process not in servers])
        _send(signal.SIGQUIT, servers)
        _, left = psutil.wait_procs(found, QUIT_SECONDS)
        _send(signal.SIGKILL, left)
        psutil.wait_procs(left, KILL_SECONDS)
    for path in (*sockets, folder):
        shutil.rmtree(path, ignore_errors=True)


def _processes(folder: Path) -> Iterator[psutil.Process]:
    """Yield what bears the mark, works below the folder or was given a path there.

    PostgreSQL has no environment of ours, but its folder.
    """
    for process in psutil.process_iter():
        # Gone meanwhile, or someone else's: in no case ours.
        with suppress(psutil.Error, OSError):
            if process.pid != os.getpid() and _is_of(process, folder):
                yield process


def _is_of(process: psutil.Process, folder: Path) -> bool:
    with suppress(psutil.Error, OSError):
        if process.environ().get(MARK) == str(folder):
            return True
    return str(folder) in "\0".join((process.cwd(), *process.cmdline()))


def _is_postgres(process: psutil.Process) -> bool:
    with suppress(psutil.Error):
        return process.name() == "postgres"
    return False


def _send(sign: signal.Signals, processes: list[psutil.Process]) -> None:
    for process in processes:
        with suppress(psutil.Error):
            process.send_signal(sign)


def _folders_of_sockets(folder: Path) -> Iterator[Path]:
    """Yield where servers have their socket elsewhere, since the path of their folder is long.

    The fifth line of `postmaster.pid` names it: PostgreSQL, src/include/utils/pidfile.h.
    """
    for told in folder.rglob("postmaster.pid"):
        with suppress(OSError, IndexError):
            path = Path(told.read_text().split("\n")[4])
            if path.name.startswith("jefail-"):
                yield path


if __name__ == "__main__":
    sys.stdin.buffer.read()  # until the other end is closed
    clear_up(Path(sys.argv[1]))
