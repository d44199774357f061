"""Bring a database to the newest schema, and tell whether it has it.

What cannot be brought there is refused in one sentence and left as it is: made by a newer release,
or with tables that are not what its number says.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Mapping, Set
from contextlib import suppress
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from psycopg import sql
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.pool import NullPool

from journal.errors import JefailError
from storage.tables import metadata

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6A656661  # one migrator at a time
NEWEST = "head"
_LOOK_AGAIN = 0.1  # seconds, while another migrates
_ALONE = text("SELECT pg_try_advisory_xact_lock(:key)")
_COLUMNS = text(
    "SELECT c.relname AS table_name, a.attname AS column_name FROM pg_class c"
    " JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped"
    " WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')"
)


class SchemaRefused(JefailError):
    """The database holds what this release cannot work with; `advice` says what to do."""


async def migrate(url: str, *, to: str = NEWEST) -> None:
    """Bring the database at `url` (SQLAlchemy form) to the newest schema; twice is harmless.

    `to` is the revision to stop at. All of it is one transaction.

    Raises:
        SchemaRefused: it is not ours, of a newer release, or not what its number says.
    """
    # Waited for here: a thread that waits in the database could not be called off.
    while not await asyncio.to_thread(_migrate, url, to):  # noqa: ASYNC110  no event tells of it
        await asyncio.sleep(_LOOK_AGAIN)


async def refusal(url: str) -> str:
    """Return why the database at `url` could not be migrated; empty: it could. Changes nothing."""
    return await asyncio.to_thread(_refusal, url)


async def is_current(url: str) -> bool:
    """Return whether the database at `url` (SQLAlchemy form) has the newest schema."""
    return await asyncio.to_thread(_is_current, url)


async def make_database(url: str, name: str) -> None:
    """Make the database `name` on the server of `url` (libpq form); there already is harmless."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as server:
        with suppress(psycopg.errors.DuplicateDatabase):
            await server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _migrate(url: str, to: str) -> bool:
    """Migrate; False: another is at it."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        if not connection.execute(_ALONE, {"key": _LOCK}).scalar_one():
            return False
        _must_be_known(connection)
        config = _config()
        config.attributes["connection"] = connection
        try:
            command.upgrade(config, to)
        except ProgrammingError as error:  # a table or column that is missing, or there already
            raise SchemaRefused(_not_as_numbered(_first_line(error.orig))) from error
        if to == NEWEST:
            _must_be_whole(connection)
    return True


def _refusal(url: str) -> str:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        try:
            _must_be_known(connection)
            if _revision(connection) == _newest():
                _must_be_whole(connection)
        except SchemaRefused as error:
            return error.advice
    return ""


def _must_be_known(connection: Connection) -> None:
    """Refuse a revision that this release has no file for, and tables that have no revision."""
    try:
        revision = _revision(connection)
    except CommandError as error:
        raise SchemaRefused(_not_as_numbered(str(error))) from error
    known = {one.revision for one in ScriptDirectory.from_config(_config()).walk_revisions()}
    if revision is not None and revision not in known:
        raise SchemaRefused(
            f"This database has the schema {revision}, and this jefail knows those up to"
            f" {_newest()}. Start the newer jefail that made it, or set another database or"
            " JEFAIL_HOME."
        )
    if revision is None and (there := sorted(_columns(connection).keys() & metadata.tables.keys())):
        raise SchemaRefused(
            f"This database has a table {there[0]} and no number of jefail's schema. Set another"
            " database or JEFAIL_HOME, or put back a backup of jefail's."
        )


def _must_be_whole(connection: Connection) -> None:
    """Refuse tables that lack what the newest schema has, as those of an unreleased one may."""
    there = _columns(connection)
    for table in metadata.sorted_tables:
        lacking = [one.name for one in table.columns if one.name not in there.get(table.name, ())]
        if lacking:
            raise SchemaRefused(_not_as_numbered(f"{table.name} has no {lacking[0]}"))


def _columns(connection: Connection) -> Mapping[str, Set[str]]:
    """Return the columns of every table in the schema that we work in."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in connection.execute(_COLUMNS):
        found[row.table_name].add(row.column_name)
    return found


def _not_as_numbered(what: str) -> str:
    return (
        f"The tables of this database are not what their schema number says ({what}). Put back a"
        " backup, or set another database or JEFAIL_HOME to begin an empty one; nothing was"
        " changed."
    )


def _first_line(error: object) -> str:
    return str(error).strip().split("\n", 1)[0]


def _newest() -> str:
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _is_current(url: str) -> bool:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return _revision(connection) == _newest()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
