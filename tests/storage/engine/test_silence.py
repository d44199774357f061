"""A database that goes silent, refuses, or has no room: told by name, and gone on from."""

from __future__ import annotations

import asyncio
from urllib.parse import urlsplit

import psycopg
import pytest
from sqlalchemy import text

from journal.errors import StoreBusy
from storage import database as databases
from storage.database import Database, open_engine
from storage.engine.fitness import DatabaseUnfit, must_fit
from storage.engine.reasons import AWAY, reason_of
from tests.storage.engine.silent_proxy import in_between


async def test_a_silent_end_is_given_up(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit of work ends in its time, says what it is, and the next one goes on."""
    async with in_between(database_url) as (url, proxy):
        database = Database(open_engine(url))
        async with database.store() as store:
            assert await store.jobs.alone("x")
        proxy.is_silent = True
        monkeypatch.setattr(databases, "UNIT_SECONDS", 0.3)

        with pytest.raises(StoreBusy) as caught:
            async with database.store() as store:
                await store.jobs.alone("x")

        assert caught.value.why == AWAY
        proxy.is_silent = False
        proxy.cut()
        monkeypatch.setattr(databases, "UNIT_SECONDS", 30)
        async with database.store() as store:
            assert await store.jobs.alone("x")
        await database.engine.dispose()


async def test_a_connection_that_is_cut_is_replaced(database_url: str) -> None:
    """The pool asks before it hands one out."""
    async with in_between(database_url) as (url, proxy):
        database = Database(open_engine(url))
        async with database.store() as store:
            assert await store.jobs.alone("x")
        proxy.cut()
        await asyncio.sleep(0)

        async with database.store() as store:
            assert await store.jobs.alone("x")
        await database.engine.dispose()


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("25006", "it takes no changes just now (it is read-only)"),
        ("53100", "its disk is full"),
        ("53200", "it has no memory left"),
        ("53300", "it has too many clients"),
        ("57P01", "it is shutting down"),
        ("58030", "it can't read or write its files"),
    ],
)
async def test_each_refusal_is_busy_and_named(database: Database, code: str, why: str) -> None:
    """Whatever class the driver has for it, and people are told in a sentence."""
    with pytest.raises(StoreBusy) as caught:
        async with database.store() as store:
            await store.jobs.sql.execute(
                text(f"DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{code}'; END $$")
            )

    assert caught.value.why == why
    assert why in caught.value.sentence


async def test_a_standby_takes_no_changes(database: Database) -> None:
    """After a failover the old address may lead to one that can only be read."""

    async def write() -> None:
        async with database.store() as store:
            await store.jobs.sql.execute(text("SET TRANSACTION READ ONLY"))
            await store.jobs.poll(1)

    with pytest.raises(StoreBusy) as caught:
        await write()

    assert "read-only" in caught.value.why


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ('FATAL:  password authentication failed for user "x"', "it refuses the password"),
        ("FATAL:  sorry, too many clients already", "it has too many clients"),
        ('FATAL:  database "x" does not exist', "there is no such database"),
        ('FATAL:  role "x" does not exist', "it refuses the user"),
        ("FATAL:  the database system is starting up", "it is starting up"),
        ("something else", ""),
    ],
)
def test_a_refusal_to_connect_is_known_by_its_words(said: str, why: str) -> None:
    """It comes without a code."""
    assert reason_of(psycopg.OperationalError(said)) == why


async def test_every_connection_has_its_limits(database_url: str) -> None:
    """Statements, locks and transactions in which nothing happens end by themselves."""
    engine = open_engine(database_url)
    async with engine.connect() as sql:
        shown = [
            str((await sql.execute(text(f"SHOW {name}"))).scalar_one())
            for name in (
                "TimeZone",
                "lock_timeout",
                "statement_timeout",
                "idle_in_transaction_session_timeout",
            )
        ]
    await engine.dispose()

    assert shown == ["UTC", "2s", "30s", "15s"]


async def test_another_encoding_is_refused_by_name(database_url: str) -> None:
    """One that cannot hold every name."""
    async with await psycopg.AsyncConnection.connect(database_url, autocommit=True) as server:
        await server.execute("DROP DATABASE IF EXISTS latin WITH (FORCE)")
        await server.execute(
            "CREATE DATABASE latin ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"
            " TEMPLATE template0"
        )
        url = urlsplit(database_url)._replace(path="/latin").geturl()
        try:
            async with await psycopg.AsyncConnection.connect(url) as connection:
                with pytest.raises(DatabaseUnfit, match="LATIN1"):
                    await must_fit(connection, url)
        finally:
            await server.execute("DROP DATABASE latin WITH (FORCE)")


async def test_our_own_fits(database_url: str) -> None:
    """A session that stays, UTF8, and new enough."""
    async with await psycopg.AsyncConnection.connect(database_url) as connection:
        await must_fit(connection, database_url)
