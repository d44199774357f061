"""The PostgreSQL that jefail brings along, as it is started for everyone: fsync on."""

from __future__ import annotations

import asyncio
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, LiteralString
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from storage.cluster import start_cluster


@dataclass(frozen=True, slots=True)
class Server:
    """A running PostgreSQL in a folder that is removed afterwards."""

    folder: Path
    _url: str

    def url(self, database: str) -> str:
        """Return the address of a database (libpq form)."""
        return urlsplit(self._url)._replace(path=f"/{database}").geturl()

    def make(self, database: str, like: str = "template1") -> None:
        """Make `database` as `like` is, in place of one of that name, with all on the disk."""
        named, template = sql.Identifier(database), sql.Identifier(like)
        self.run(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(named))
        self.run(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(named, template))
        self.run("CHECKPOINT")

    def run(
        self, statement: LiteralString | sql.Composed, *, database: str = "postgres"
    ) -> Sequence[tuple[Any, ...]]:
        """Run one statement, committed; return its rows, if it has any."""
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            done = connection.execute(statement)
            return done.fetchall() if done.description else []


@contextmanager
def open_server() -> Iterator[Server]:
    """Start a PostgreSQL of our own; nothing of it is left afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="jefail-bench-"))
    folder.chmod(0o755)  # PostgreSQL may run as another account
    try:
        cluster = asyncio.run(start_cluster(folder / "home"))
        try:
            yield Server(folder, cluster.url)
        finally:
            asyncio.run(cluster.stop())
    finally:
        shutil.rmtree(folder, ignore_errors=True)
