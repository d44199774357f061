"""Whether a PostgreSQL of someone else can be worked with; if not, why, by name."""

from __future__ import annotations

import asyncio
from typing import Final

import psycopg

from journal.errors import JefailError
from storage.engine.wire import CONNECT_SECONDS, lively

OLDEST: Final = 140000
"""PostgreSQL 14, as the server numbers itself."""
_FACTS: Final = """
    SELECT current_setting('server_version_num')::int, current_setting('server_version'),
        current_setting('server_encoding')
"""


class DatabaseUnfit(JefailError):
    """The database answers, and jefail cannot work with it; the text says why."""


async def must_fit(connection: psycopg.AsyncConnection, url: str) -> None:
    """Return when the database at `url` (libpq form) can be worked with, over a new connection.

    Raises:
        DatabaseUnfit: it is too old, holds texts in another encoding than UTF8, or a pooler in
            front gives each transaction another session.
    """
    await connection.set_autocommit(True)
    number, version, encoding = await _facts(connection)
    if number < OLDEST:
        raise DatabaseUnfit(f"PostgreSQL {version} is too old: jefail needs 14 or newer.")
    if encoding != "UTF8":
        raise DatabaseUnfit(
            f"The database holds its texts in {encoding}, which has no room for all names. Make one"
            " with ENCODING 'UTF8' and TEMPLATE template0, and set DATABASE_URL to it."
        )
    if not await _is_one_session(connection, url):
        raise DatabaseUnfit(
            "A pooler in front of the database (such as PgBouncer) gives each transaction another"
            " session. jefail needs one that stays: use pool_mode = session, or PostgreSQL's own"
            " address."
        )


async def _is_one_session(connection: psycopg.AsyncConnection, url: str) -> bool:
    """Whether a connection has one server session, whatever another one does meanwhile.

    A pooler that hands sessions out by the transaction gives ours to the other, and us a new one,
    or none as long as the other goes on.
    """
    mine = await _session(connection)
    async with await psycopg.AsyncConnection.connect(lively(url)) as other:
        await other.execute("SELECT 1", prepare=False)  # which begins a transaction
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                return await _session(connection) == mine
        except (TimeoutError, psycopg.Error):
            return False


async def _session(connection: psycopg.AsyncConnection) -> int:
    found = await connection.execute("SELECT pg_backend_pid()", prepare=False)
    (number,) = await found.fetchone() or (0,)
    return int(number)


async def _facts(connection: psycopg.AsyncConnection) -> tuple[int, str, str]:
    row = await (await connection.execute(_FACTS, prepare=False)).fetchone()
    number, version, encoding = row or (0, "", "")
    return number, version, encoding
