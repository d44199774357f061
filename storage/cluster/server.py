"""Bringing the server up, whatever the last one left behind, and proving that it works."""

import shutil
import time
from contextlib import suppress

import psycopg
from psycopg import sql

from storage.cluster.errors import ClusterError
from storage.cluster.home import Home, keep_private
from storage.cluster.processes import clear_remains, postmaster_in, stop_processes
from storage.cluster.programs import (
    ANSWER_PATIENCE,
    MAJOR,
    START_PATIENCE,
    answers,
    launch,
    make_data,
)

ASK_EVERY = 0.05  # seconds
LOG_TAIL = 16 * 1024  # bytes


def prepare_data(home: Home, *, turn: int) -> None:
    """Make the data directory if there is none. Only in `our_turn`, whose lock is `turn`.

    It is made under another name and renamed when complete. What lies under that name is
    therefore an attempt that was cut short, ours and without any data.

    Raises:
        ClusterError: the directory could not be made.
    """
    if home.data.exists():
        return
    stop_processes(home.data)  # a server whose directory was removed would spoil the new one's
    with suppress(FileNotFoundError):
        shutil.rmtree(home.unfinished_data)
    make_data(home, home.unfinished_data, turn=turn)
    home.unfinished_data.rename(home.data)


def ensure_running(home: Home) -> bool:
    """Bring the server up if it is not; True if it had to be started. Only in `our_turn`.

    Raises:
        ClusterError: the data is not fit, or the server does not come up.
    """
    _check_data(home)
    keep_private(home.socket_folder, home.account)
    if answers(home):
        return False
    if postmaster_in(home.data):
        _wait_for_answer(home)
        return False
    clear_remains(home)
    home.trim_log()
    if not launch(home):
        raise _not_started(home)
    return True


def ensure_database(home: Home, database: str) -> None:
    """Create the database if it is missing, and have it answer `select 1`.

    Raises:
        ClusterError: the server answers, but not as it should.
    """
    try:
        with psycopg.connect(
            home.url("postgres"), autocommit=True, connect_timeout=ANSWER_PATIENCE
        ) as connection:
            known = "select from pg_database where datname = %s"
            if connection.execute(known, [database]).fetchone() is None:
                create = sql.SQL("create database {}").format(sql.Identifier(database))
                connection.execute(create)
        with psycopg.connect(home.url(database), connect_timeout=ANSWER_PATIENCE) as connection:
            connection.execute("select 1")
    except psycopg.Error as error:
        raise ClusterError(
            f"The database {database} in {home.path} cannot be used: {_one_line(str(error))}",
            f"See {home.log}",
        ) from error


def _check_data(home: Home) -> None:
    version, control = home.data / "PG_VERSION", home.data / "global" / "pg_control"
    if not all(path.is_file() and path.stat().st_size for path in (version, control)):
        raise ClusterError(
            f"The database folder {home.data} is missing or incomplete; nothing was changed",
            "Put a full copy of it back, or move it away to start with an empty database",
        )
    if (major := version.read_text().strip()) != MAJOR:
        raise ClusterError(
            f"{home.data} was made by PostgreSQL {major}, and this jefail brings {MAJOR}",
            "Dump it with the jefail that made it (pg_dump), move it away, start and load the dump",
        )


def _wait_for_answer(home: Home) -> None:
    """Wait for a server that lives but does not answer: it starts, recovers or shuts down."""
    deadline = time.monotonic() + START_PATIENCE
    while not answers(home):
        if postmaster_in(home.data) is None or time.monotonic() > deadline:
            raise _not_started(home)
        time.sleep(ASK_EVERY)


def _not_started(home: Home) -> ClusterError:
    if postmaster_in(home.data):
        return ClusterError(
            f"The database in {home.path} is still not ready after {START_PATIENCE} seconds",
            f"It may be recovering from a crash: see {home.log}, wait, and start again",
        )
    return ClusterError(
        f"The database in {home.path} did not start: {_last_complaint(home)}",
        f"The whole story is in {home.log}",
    )


def _last_complaint(home: Home) -> str:
    """Return what the server said last before it gave up."""
    with suppress(OSError):
        text = home.log.read_bytes()[-LOG_TAIL:].decode(errors="replace")
        said = [line for line in text.splitlines() if "FATAL:" in line or "PANIC:" in line]
        if said:
            return said[-1].split(":  ", 1)[-1]
    return "it gave no reason"


def _one_line(text: str) -> str:
    return " ".join(text.split())
