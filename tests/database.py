"""Databases with the newest schema, one for each test, copied from a template."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from storage.cluster import start_cluster
from storage.database import sqlalchemy_url
from storage.schema import migrate

TEMPLATE = "template_of_tests"


@dataclass(frozen=True, slots=True)
class Shelf:
    """A running PostgreSQL with one migrated database, of which every test gets a copy."""

    template_url: str  # libpq form
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    @contextmanager
    def database(self) -> Iterator[str]:
        """Make a database and yield its URL (libpq form); whoever still uses it is thrown out."""
        name = f"test_{next(self._numbers)}"
        new, template = sql.Identifier(name), sql.Identifier(TEMPLATE)
        self._run(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(new, template)
        )
        try:
            yield self._url(name)
        finally:
            self._run(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(new))

    def _url(self, name: str) -> str:
        return urlsplit(self.template_url)._replace(path=f"/{name}").geturl()

    def _run(self, *statements: sql.Composed | sql.SQL) -> None:
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def hurry(self) -> None:
        """Have the server not wait for the disk: what it holds is thrown away anyway."""
        self._run(sql.SQL("ALTER SYSTEM SET fsync = off"), sql.SQL("SELECT pg_reload_conf()"))


@contextmanager
def open_shelf() -> Iterator[Shelf]:
    """Start a PostgreSQL in a folder of its own; nothing of it is left afterwards.

    Raises:
        ClusterError: it cannot run on this machine.
    """
    # Directly under /tmp: the path of a socket is short, and PostgreSQL's account may enter.
    folder = Path(tempfile.mkdtemp(dir="/tmp", prefix="jftests")).resolve()
    folder.chmod(0o755)
    try:
        cluster = asyncio.run(start_cluster(folder, database=TEMPLATE))
        try:
            shelf = Shelf(cluster.url)
            shelf.hurry()
            asyncio.run(migrate(sqlalchemy_url(cluster.url)))
            yield shelf
        finally:
            asyncio.run(cluster.stop())
    finally:
        with suppress(FileNotFoundError):
            shutil.rmtree(folder)
