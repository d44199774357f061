"""The processes of PostgreSQL that work in a data directory, and how to end them."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

import psutil

from storage.cluster.errors import ClusterError
from storage.cluster.home import SOCKET, Home

STOP_STEPS = (  # what the postmaster is told, and how many seconds it then has
    (signal.SIGINT, 30.0),  # fast shutdown: roll back, write everything, end
    (signal.SIGQUIT, 5.0),  # immediate: the next start recovers from the log
    (signal.SIGKILL, 5.0),
)
ORPHAN_PATIENCE = 2.0  # seconds
LOOK_EVERY = 0.02  # seconds


def processes_in(data: Path) -> list[psutil.Process]:
    """Return every living process of PostgreSQL that works in `data`.

    They are known by their working directory: children of the server do not show the data
    directory in their command line, and the number in `postmaster.pid` may by now belong to
    anybody, or to a zombie. A directory removed under a server still counts by its name.
    """
    return [
        process
        for process in psutil.process_iter(["name"])
        if process.info["name"] == "postgres" and _works_in(process, data)
    ]


def postmaster_in(data: Path) -> psutil.Process | None:
    """Return the living server that `postmaster.pid` names, if it really is the one."""
    try:
        pid = int((data / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return None
    return next((found for found in processes_in(data) if found.pid == pid), None)


def stop_processes(data: Path) -> None:
    """End the server in `data`, gently first, and with it whatever a dead one left behind.

    Raises:
        ClusterError: something is still there after SIGKILL.
    """
    for number, patience in STOP_STEPS:
        server = postmaster_in(data)
        for process in [server] if server else _orphans(data, number):
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        if _gone(data, patience if server else min(patience, ORPHAN_PATIENCE)):
            return
    left = [process.pid for process in processes_in(data)]
    raise ClusterError(
        f"The processes {left} of the database in {data} do not end",
        "End them by hand, and start again",
    )


def stop_server(home: Home) -> None:
    """Stop the server, and remove the socket's folder if it lies elsewhere.

    Raises:
        ClusterError: something is still there after SIGKILL.
    """
    stop_processes(home.data)
    if home.socket_folder.parent != home.path:
        with suppress(OSError):
            home.socket_folder.rmdir()


def clear_remains(home: Home) -> None:
    """Make way for a new server when none lives: orphans, and files that name a dead one.

    PostgreSQL clears such files itself, unless the number in them has been given to another
    process. It relies on them to find orphans that still write, so these are ended first.
    """
    stop_processes(home.data)
    for stale in (
        home.data / "postmaster.pid",
        home.socket_folder / SOCKET,
        home.socket_folder / f"{SOCKET}.lock",
    ):
        stale.unlink(missing_ok=True)


def _orphans(data: Path, number: signal.Signals) -> list[psutil.Process]:
    """Return whom to send a signal when there is no server any more.

    Its children notice and end, mostly at once, so at first they are left alone: SIGINT means
    other things to them, to the checkpointer even "write the last checkpoint".
    """
    return [] if number is signal.SIGINT else processes_in(data)


def _works_in(process: psutil.Process, data: Path) -> bool:
    # Gone in the meantime, a zombie, or someone else's: in no case ours.
    with suppress(psutil.Error, OSError):
        folder = process.cwd()
        return folder == str(data) or os.path.samefile(folder, data)
    return False


def _gone(data: Path, patience: float) -> bool:
    deadline = time.monotonic() + patience
    while processes_in(data):
        if time.monotonic() > deadline:
            return False
        time.sleep(LOOK_EVERY)
    return True
