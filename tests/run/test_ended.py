"""However a run of the tests is ended, nothing of it is left: processes, servers, folders."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.places import made_folder
from tests.run import waiting

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 60


@dataclass(frozen=True, slots=True)
class Run:
    """A run of one test on one worker; the test has told what was started, and waits."""

    main: subprocess.Popen[bytes]
    told: dict[str, Any]

    @property
    def folder(self) -> Path:
        """Where all that it makes lies."""
        return Path(self.told["folder"])

    def kill_worker(self) -> None:
        """Kill the process in which the test waits; the run goes on without it."""
        os.kill(self.told["worker"], signal.SIGKILL)

    def kill_all(self) -> None:
        """Kill the main process and its worker."""
        self.main.kill()
        self.kill_worker()

    def press_ctrl_c(self) -> None:
        """Send what a terminal sends to all processes in front."""
        os.killpg(self.main.pid, signal.SIGINT)

    def is_over(self) -> None:
        """Wait until it is, and what clears up after it too: that holds the pipe as well."""
        self.main.communicate(timeout=SECONDS)


@pytest.fixture
def run() -> Iterator[Run]:
    """A run that has begun."""
    where = made_folder("jfrun") / "heard"
    environment = {name: one for name, one in os.environ.items() if not name.startswith("PYTEST_")}
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(where))
        listening.listen()
        listening.settimeout(SECONDS)
        with _ctrl_c_heard():
            main = subprocess.Popen(
                [sys.executable, "-m", "pytest", "-q", "-n", "1", waiting.__file__],
                cwd=ROOT,
                env={**environment, waiting.HEARD_AT: str(where)},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        try:
            heard, _ = listening.accept()
            listening.close()  # xdist runs the test of a dead worker again: that finds nobody
            with heard, heard.makefile() as lines:
                yield Run(main, json.loads(lines.readline()))
        finally:
            main.kill()
            main.communicate(timeout=SECONDS)


@contextmanager
def _ctrl_c_heard() -> Iterator[None]:
    """Let what is started hear Ctrl-C, also where a shell began these tests in the background.

    Such a shell has them ignore it, and what they start would inherit that.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


ENDS: dict[str, Callable[[Run], None]] = {
    "SIGTERM to the main process": lambda run: run.main.terminate(),
    "SIGKILL to the main process": lambda run: run.main.kill(),
    "SIGKILL to a worker": Run.kill_worker,
    "SIGKILL to all": Run.kill_all,
    "Ctrl-C": Run.press_ctrl_c,
}


@pytest.mark.parametrize("end", ENDS)
def test_nothing_is_left_of_a_run(run: Run, end: str) -> None:
    """No PostgreSQL, no process in a session of its own, no folder."""
    assert run.folder.is_dir()
    assert run.folder in Path(run.told["held"]).parents
    assert all(map(psutil.pid_exists, run.told["others"]))

    ENDS[end](run)
    run.is_over()

    assert not any(map(psutil.pid_exists, [run.told["worker"], *run.told["others"]]))
    assert not run.folder.exists()
