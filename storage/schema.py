"""Bring a database to the newest schema, and tell whether it has it."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from psycopg import sql
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.pool import NullPool

_MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x6A656661  # one migrator at a time


async def migrate(url: str) -> None:
    """Bring the database at `url` (SQLAlchemy form) to the newest schema; twice is harmless."""
    await asyncio.to_thread(_migrate, url)


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


def _migrate(url: str) -> None:
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _is_current(url: str) -> bool:
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return _revision(connection) == ScriptDirectory.from_config(_config()).get_current_head()


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
