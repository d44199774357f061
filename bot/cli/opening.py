"""The program opened for one command, with a database that is known to answer."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import psycopg

from bot.compose import Program, compose_program
from bot.settings import Settings, read_settings
from journal.errors import BadInput, JefailError
from storage.engine.fitness import must_fit
from storage.engine.reasons import reason_of
from storage.engine.wire import lively


class DatabaseAway(JefailError):
    """jefail has no access to the database that DATABASE_URL names."""


@asynccontextmanager
async def open_program() -> AsyncIterator[Program]:
    """Yield the program as the settings describe it, on a migrated database.

    Raises:
        DatabaseAway: nothing answers there. DatabaseUnfit: it can't be worked with. BadInput: a
            setting cannot be used.
    """
    settings = read_settings()
    await must_answer(settings)
    async with compose_program(settings) as program:
        yield program


async def must_answer(settings: Settings) -> None:
    """Return when DATABASE_URL can be connected to, or is not set. Raises as `open_program`."""
    if not settings.database_url:
        return
    try:
        async with await psycopg.AsyncConnection.connect(
            lively(settings.database_url)
        ) as connection:
            await must_fit(connection, settings.database_url)
    except psycopg.OperationalError as error:
        why = reason_of(error)
        told = f"{why} ({_reason(error)})" if why else _reason(error)
        raise DatabaseAway(
            f"The database does not let us in: {told}. Look at DATABASE_URL, or unset it"
            " to use the PostgreSQL that jefail brings along."
        ) from error
    except psycopg.Error as error:
        # The driver repeats the address, password and all, so its words are kept back.
        raise BadInput(
            "DATABASE_URL is not the address of a PostgreSQL database; it looks like"
            " postgresql://user:password@host:5432/jefail."
        ) from error


def _reason(error: psycopg.OperationalError) -> str:
    first_line = str(error).strip().splitlines()[0]
    return first_line.removeprefix("connection failed: ").strip().rstrip(".")
