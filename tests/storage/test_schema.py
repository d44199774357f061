"""The schema of the migrations is the schema of the tables, and migrating twice is harmless."""

import asyncio
from datetime import timedelta

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool

from storage.database import Database, sqlalchemy_url
from storage.schema import is_current, migrate
from storage.tables import metadata


def differences(connection: Connection) -> list[object]:
    """Return what a new migration would have to do."""
    options = {
        "compare_type": True,
        "compare_server_default": True,
        "include_object": lambda _one, name, *_rest: not name.startswith("procrastinate"),
    }
    found: list[object] = compare_metadata(
        MigrationContext.configure(connection, opts=options), metadata
    )
    return found


def test_the_migrations_make_what_the_tables_say(database_url: str) -> None:
    """Tables, columns, types, defaults and indexes: there is nothing to migrate."""
    engine = create_engine(sqlalchemy_url(database_url), poolclass=NullPool)

    with engine.connect() as connection:
        assert differences(connection) == []


async def test_migrating_again_changes_nothing(database: Database, database_url: str) -> None:
    """Also when two processes do it at once."""
    url = sqlalchemy_url(database_url)
    async with database.store() as store:
        await store.outbox.hold_channel("C1", timedelta(), "kept")

    await asyncio.gather(migrate(url), migrate(url))

    assert await is_current(url)
    async with database.store() as store:
        assert await store.outbox.faults() == [("C1", "kept")]


async def test_a_database_behind_is_known_to_be(database_url: str) -> None:
    """A process does not run on a schema that it does not know."""
    url = sqlalchemy_url(database_url)
    engine = create_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    assert not await is_current(url)
