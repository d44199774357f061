"""A real Tryton server: one process over a PostgreSQL, with books of its own or copies of them."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx
import psycopg
from psycopg import sql

from sandbox.tryton import child
from sandbox.tryton.books import KeeperRefused, Tryton
from sandbox.tryton.runner import Runner
from sandbox.tryton.template import Template, configuration, drop

KEPT = "tryton_kept"
"""The database that is copied. It is never served: one that was cannot be copied any more."""
START_SECONDS = 60.0
STOP_SECONDS = 10.0


@dataclass(slots=True)
class Server:
    """trytond, which can be stopped and started again at the same address."""

    template: Template
    host: str  # where PostgreSQL's socket is
    folder: Path
    listen: str
    _process: subprocess.Popen[bytes] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def start(self, *, bound: bool = False) -> None:
        """Start it; return once it answers. `bound`: it ends with the thread that does this."""
        config = configuration(self.folder, self.host, self.listen)
        program = str(Path(sys.executable).parent / "trytond")
        with (self.folder / "log").open("a") as log:
            started = child.command(program, "-c", str(config), bound=bound)
            self._process = subprocess.Popen(started, stderr=log)  # noqa: S603  ours
        _wait(self._process, f"http://{self.listen}/no_books/")

    def stop(self) -> None:
        """Stop it: nothing listens there any more."""
        if self._process is not None:
            self._process.terminate()
            try:
                self._process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    @contextmanager
    def books(self) -> Iterator[Tryton]:
        """Serve a copy of the template's books, in which nothing is posted; drop it afterwards."""
        database = f"books_{next(self._numbers)}"
        copied = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        names = (sql.Identifier(database), sql.Identifier(KEPT))
        with psycopg.connect(host=self.host, user="postgres", autocommit=True) as databases:
            databases.execute(copied.format(*names))
        try:
            site = f"http://{self.listen}/{database}"
            made = Tryton(site, self.host, database, self.template.facts)
            _read_models(made)
            yield made
        finally:
            drop(self.host, database)


@contextmanager
def serving(template: Template, host: str) -> Iterator[Server]:
    """Run a server over the PostgreSQL whose socket is in `host`; nothing of it is left."""
    template.restore(host, KEPT)
    with tempfile.TemporaryDirectory(prefix="jftryton") as folder:
        server = Server(template, host, Path(folder), f"127.0.0.1:{_free_port()}")
        try:
            server.start()
            yield server
        finally:
            server.stop()
            drop(host, KEPT)


def kept_books(server: Server, database: str, runner: Runner | None = None) -> Tryton:
    """Return books that outlive the server, made the first time, with it running.

    What they are known by is kept as the database's comment: a template that was built again
    has other keys. Raises BuildFailed.
    """
    facts = _facts_of(server.host, database)
    if facts is None:
        # Under another name first: what was cut short is begun again.
        beginning, facts = f"{database}_begun", server.template.facts
        drop(server.host, beginning)
        server.template.restore(server.host, beginning, runner)
        said = sql.SQL("COMMENT ON DATABASE {} IS {}")
        renamed = sql.SQL("ALTER DATABASE {} RENAME TO {}")
        names = (sql.Identifier(beginning), sql.Identifier(database))
        with psycopg.connect(host=server.host, user="postgres", autocommit=True) as databases:
            databases.execute(said.format(names[0], sql.Literal(json.dumps(facts))))
            databases.execute(renamed.format(*names))
    server.start(bound=True)
    site = f"http://{server.listen}/{database}"
    return Tryton(site, server.host, database, facts or server.template.facts)


def _facts_of(host: str, database: str) -> Mapping[str, Any] | None:
    """Return what kept books are known by; None: there are none. Empty: made before it was kept."""
    said = "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s"
    with psycopg.connect(host=host, user="postgres", autocommit=True) as databases:
        row = databases.execute(said, (database,)).fetchone()
    if row is None:
        return None
    kept: Mapping[str, Any] = json.loads(row[0] or "{}")
    return kept


def _read_models(books: Tryton) -> None:
    """Have the server read its models for new books, which takes a second or more.

    It knows of new books only once its list of databases is a second old.
    """
    until = time.monotonic() + START_SECONDS
    while True:
        try:
            books.get("company.company", [])
        except KeeperRefused:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
        else:
            return


def _wait(server: subprocess.Popen[bytes], address: str) -> None:
    """Return once it answers, if only that there are no such books."""
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            raise RuntimeError("trytond ended")
        try:
            httpx.get(address, timeout=5)
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("trytond does not answer")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
