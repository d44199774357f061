"""The embedded PostgreSQL as the program sees it: start it, watch it, let go of it."""

from __future__ import annotations

import asyncio
import atexit
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import structlog

from storage.cluster.errors import ClusterError
from storage.cluster.home import Home, open_home
from storage.cluster.locks import Use, our_turn
from storage.cluster.processes import stop_server
from storage.cluster.server import ensure_database, ensure_running, prepare_data

PROBE_EVERY = 5.0  # seconds; a server that dies is noticed at once, see `watch`
PROBE_PATIENCE = 10.0  # seconds
PAUSES = (0.0, 1.0, 2.0, 5.0, 10.0, 30.0)  # seconds after the first, second ... failure in a row

log = structlog.get_logger(__name__)
_USED: set[Cluster] = set()


class Cluster:
    """A running PostgreSQL that we, and perhaps other processes, use. See `start_cluster`."""

    def __init__(self, home: Home, database: str, use: Use) -> None:
        self._home = home
        self._database = database
        self._use = use
        _USED.add(self)
        atexit.register(self.let_go)

    @property
    def url(self) -> str:
        """The database's address for psycopg and Procrastinate (libpq)."""
        return self._home.url(self._database)

    @property
    def sqlalchemy_url(self) -> str:
        """The database's address for SQLAlchemy, sync and async."""
        return self._home.url(self._database, scheme="postgresql+psycopg")

    async def stop(self) -> None:
        """Let go of the server; it stops if no other process uses it. May be called again.

        At a normal exit, an exception or Ctrl-C the same happens by itself. Only a signal
        that nobody handles leaves the server up, until a next user adopts and stops it.

        Raises:
            ClusterError: the server does not end.
        """
        await asyncio.to_thread(self.let_go)

    async def watch(self) -> None:
        """Restart the server whenever it dies, until cancelled or `stop` is called.

        One connection waits for the server's word, so that its death is noticed at once; in
        between it asks `select 1`. With several processes watching, one restarts, the others
        find it running.
        """
        failures = 0
        while not self._use.ended:
            began = time.monotonic()
            with suppress(psycopg.Error, TimeoutError):
                await self._probe_until_it_fails()
            failures = 1 if time.monotonic() - began > PROBE_EVERY else failures + 1
            await self._revive()
            await asyncio.sleep(PAUSES[min(failures, len(PAUSES)) - 1])

    async def _probe_until_it_fails(self) -> None:
        async with asyncio.timeout(PROBE_PATIENCE):
            connection = await psycopg.AsyncConnection.connect(
                self.url, autocommit=True, application_name="jefail watch"
            )
        async with connection:
            while True:
                async with asyncio.timeout(PROBE_PATIENCE):
                    await connection.execute("select 1")
                async for _ in connection.notifies(timeout=PROBE_EVERY):
                    pass

    async def _revive(self) -> None:
        """Bring the server up again if it is down; say in the log what came of it."""
        fields = {"directory": str(self._home.path)}
        try:
            if await asyncio.to_thread(self._ensure_running):
                log.warning("cluster_restarted", **fields)
        except (ClusterError, OSError) as error:
            log.exception("cluster_restart_failed", reason=str(error), **fields)

    def _ensure_running(self) -> bool:
        with our_turn(self._home):
            return not self._use.ended and ensure_running(self._home)

    def let_go(self) -> None:
        """Do what `stop` does, and wait for it; also while another thread is at it."""
        try:
            with our_turn(self._home):
                self.end_use()
        except FileNotFoundError:  # the whole folder was removed: no lock, and no other user
            self.end_use()

    def end_use(self) -> None:
        """Give up our claim; the last one stops the server. Only in `our_turn`."""
        atexit.unregister(self.let_go)
        _USED.discard(self)
        if self._use.end():
            stop_server(self._home)


async def start_cluster(directory: Path, *, database: str = "jefail") -> Cluster:
    """Start the PostgreSQL of `directory`, or adopt the one that runs, and prove it works.

    The directory and the database are made if they are missing. Any number of processes may
    call this at once; each must `stop` its cluster.

    Raises:
        ClusterError: it cannot be had; its `advice` is one line for a person.
    """
    start = _Start()
    try:
        return await asyncio.to_thread(start.make, directory, database)
    except asyncio.CancelledError:
        # The thread goes on with it, and nobody would have what it makes.
        start.is_given_up = True
        if start.made:
            asyncio.get_running_loop().run_in_executor(None, start.made.let_go)
        raise
    except OSError as error:
        raise ClusterError(
            f"{error.filename or directory} cannot be used for the database: {error.strerror}",
            "See that the disk has room and that you may write there, and start again",
        ) from error


@dataclass(slots=True)
class _Start:
    """A start in a thread of its own, which can be given up meanwhile."""

    made: Cluster | None = None  # known before there is anything to stop
    is_given_up: bool = False

    def make(self, directory: Path, database: str) -> Cluster:
        home = open_home(directory)
        with our_turn(home) as turn:
            prepare_data(home, turn=turn)
            cluster = self.made = Cluster(home, database, Use(home))
            try:
                started = ensure_running(home)
                ensure_database(home, database)
            except BaseException:
                cluster.end_use()
                raise
            if self.is_given_up:
                cluster.end_use()
        log.info("cluster_ready", directory=str(home.path), started=started)
        return cluster


def let_go_of_all() -> None:
    """Let go of every server that this process uses, before it ends without a normal exit.

    One that is being started is waited for: it would stay up.
    """
    for cluster in [*_USED]:
        with suppress(ClusterError, OSError):
            cluster.let_go()
