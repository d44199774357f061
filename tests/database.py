"""Databases with the newest schema, one for each test, copied from a template."""

from __future__ import annotations

import asyncio
import shutil
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any, LiteralString
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.cluster import start_cluster
from storage.database import open_engine, sqlalchemy_url
from storage.schema import migrate
from tests.places import made_folder

TEMPLATE = "template_of_tests"
LEFT_LYING = 3
"""Databases no longer used that are dropped only later: while someone is just leaving one,
PostgreSQL makes who drops it wait a tenth of a second."""
IN_A_HURRY = (
    "autovacuum = off",
    "fsync = off",
    "full_page_writes = off",
    "max_wal_size = '128MB'",
)
"""What the server holds is thrown away anyway."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A running PostgreSQL with one migrated database, of which every test gets a copy."""

    template_url: str  # libpq form
    _keeper: psycopg.Connection
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))
    _left: deque[str] = field(default_factory=deque)

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make a database and yield its URL (libpq form); who still uses it is thrown out."""
        name = f"test_{next(self._numbers)}"
        while len(self._left) > LEFT_LYING:
            self._run("DROP DATABASE {} WITH (FORCE)", self._left.popleft())
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy", name, TEMPLATE)
        try:
            yield _url(self.template_url, name)
        finally:
            self._keeper.execute(_THROW_OUT, (name,))
            self._left.append(name)

    def _run(self, statement: LiteralString, *names: str) -> None:
        self._keeper.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


_THROW_OUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s"


def _url(url: str, database: str) -> str:
    return urlsplit(url)._replace(path=f"/{database}").geturl()


class TravellingEngine:
    """One engine that is used on one database after another, each time in another event loop.

    What SQLAlchemy has compiled and found out about the server stays with the engine.
    """

    def __init__(self, url: str) -> None:
        self._engine = open_engine(url)
        self._database = ""
        event.listen(self._engine.sync_engine, "do_connect", self._direct)

    @asynccontextmanager
    async def at(self, url: str) -> AsyncIterator[AsyncEngine]:
        """Yield it with connections to `url`, a database of the same server, and close them."""
        self._database = urlsplit(url).path.removeprefix("/")
        yield self._engine.execution_options()  # a view of it: who listens there does so alone
        await self._engine.dispose()

    def _direct(self, _dialect: Any, _record: Any, _given: Any, named: dict[str, Any]) -> None:
        named["dbname"] = self._database


def _hurry(keeper: psycopg.Connection) -> None:
    for setting in IN_A_HURRY:
        keeper.execute(sql.SQL("ALTER SYSTEM SET " + setting))
    keeper.execute("SELECT pg_reload_conf()")


def _meet(template_url: str, *people: str) -> None:
    """Have these people be known in every database, as if Slack had told of them."""
    with psycopg.connect(template_url, autocommit=True) as connection:
        for person in people:
            handle = person.removeprefix("U_").lower()
            connection.execute(
                "INSERT INTO person VALUES (%s, %s, %s, %s, 'UTC', false, false, false)",
                (person, handle.title(), handle, f"{handle}@local.example"),
            )


@contextmanager
def open_shelf() -> Iterator[Shelf]:
    """Start a PostgreSQL in a folder of its own; nothing of it is left afterwards.

    Raises:
        ClusterError: it cannot run on this machine.
    """
    folder = made_folder("jftests")
    try:
        cluster = asyncio.run(start_cluster(folder, database=TEMPLATE))
        try:
            with psycopg.connect(_url(cluster.url, "postgres"), autocommit=True) as keeper:
                _hurry(keeper)
                asyncio.run(migrate(sqlalchemy_url(cluster.url)))
                _meet(cluster.url, "U_ANA", "U_BEN", "U_CHI")
                yield Shelf(cluster.url, keeper)
        finally:
            asyncio.run(cluster.stop())
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
