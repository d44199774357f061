"""SIGTERM at any moment: a command never says that all was done, and PostgreSQL ends with it."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr

from bot.cli.whole import CUT_SHORT
from bot.settings import Settings
from journal.books.book import Book, Platform
from storage.cluster.processes import postmaster_in
from storage.database import Database
from tests.faults.lives import Lives, Plan
from tests.faults.world import a_file, a_home, days, in_time
from tests.storage.cluster.conftest import short_folder

pytestmark = pytest.mark.timeout(300)  # for a machine with much else to do
MOMENTS = {
    "the data is being made": "postgres/data.unfinished",
    "the server starts": "postgres/data/postmaster.pid",
    "the server answers": "postgres/run/.s.PGSQL.5432",
}
RUN, MIGRATE = ("run",), ("migrate",)
LOCK = 0x6A656661
SESSIONS = "SELECT sessions FROM pg_stat_database WHERE datname = current_database()"
"""That have ended."""


def settings_at(home: Path, database_url: str = "") -> Settings:
    """Return settings that a program starts with, to which nobody answers."""
    return Settings(
        _env_file=None,
        JEFAIL_HOME=home,
        JEFAIL_WEB_PORT=0,
        database_url=database_url,
        slack_bot_token=SecretStr("xoxb-1"),
        slack_app_token=SecretStr(""),
        slack_signing_secret=SecretStr("s"),
        slack_api_url="http://127.0.0.1:9/",
    )


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder that the account of PostgreSQL may enter."""
    with short_folder() as path:
        yield path


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize(
    ("words", "code"), [(RUN, 0), (MIGRATE, CUT_SHORT)], ids=["run", "migrate"]
)
async def test_asked_to_end_while_it_starts(
    moment: str, words: tuple[str, ...], code: int, home: Path
) -> None:
    """A service that is stopped has ended well, a command was cut short; no server is left."""
    there = home / MOMENTS[moment]
    ended = await _ended(Plan(settings_at(home), words=words), there, times=1)

    assert ended == code
    assert postmaster_in(home / "postgres" / "data") is None


@pytest.mark.parametrize("words", [RUN, MIGRATE], ids=["run", "migrate"])
async def test_asked_twice_it_leaves_no_server(words: tuple[str, ...], home: Path) -> None:
    """Someone is impatient while PostgreSQL starts."""
    there = home / MOMENTS["the server starts"]
    ended = await _ended(Plan(settings_at(home), words=words), there, times=2)

    assert ended != 0 or words == RUN
    assert postmaster_in(home / "postgres" / "data") is None


@pytest.mark.parametrize("words", [RUN, MIGRATE], ids=["run", "migrate"])
async def test_asked_to_end_while_nobody_answers(words: tuple[str, ...], tmp_path: Path) -> None:
    """The database takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)
        url = f"postgresql://jefail@127.0.0.1:{silent.getsockname()[1]}/jefail"
        lives = Lives(Plan(settings_at(tmp_path, url), words=words))
        lives.begin()
        taken, _address = await asyncio.get_running_loop().sock_accept(silent)
        lives.send(signal.SIGTERM)
        await lives.over()
        taken.close()

    assert lives.ended == [CUT_SHORT]


async def test_asked_to_end_while_another_migrates(database_url: str, tmp_path: Path) -> None:
    """It waits for the other, and does not go on with that."""
    lives = Lives(Plan(settings_at(tmp_path, database_url), words=RUN))
    with psycopg.connect(database_url) as other, psycopg.connect(database_url) as looker:
        looker.autocommit = True
        other.execute("SELECT pg_advisory_xact_lock(%s)", (LOCK,))
        before = looker.execute(SESSIONS).fetchall()[0][0]
        lives.begin()

        async def waits() -> bool:
            return bool(looker.execute(SESSIONS).fetchall()[0][0] > before + 2)

        await in_time(waits, "it to wait")
        lives.send(signal.SIGTERM)
        await lives.over()

    assert lives.ended == [0]


async def test_an_import_that_is_ended_says_so(
    database: Database, database_url: str, tmp_path: Path
) -> None:
    """What was taken stands whole, and the same file again takes the rest."""
    async with database.store() as store:
        book = await store.desk.add_book(Book(0, "nw", "Northwind", "C1", "USD", "en_US"))
        await store.desk.add_connection(book, Platform.QUICKBOOKS, "9130")
    file = a_file(tmp_path, *days(date(2020, 1, 1), 3000))
    plan = Plan(
        settings_at(a_home(tmp_path, "home"), database_url),
        words=("import", str(file), "--book", "nw"),
    )
    lives = Lives(plan)

    def taken() -> int:
        with psycopg.connect(database_url) as looker:
            return int(looker.execute("SELECT count(*) FROM entry").fetchall()[0][0])

    async def begun() -> bool:
        return taken() > 0

    lives.begin()
    await in_time(begun, "the first batch")
    lives.send(signal.SIGTERM)
    await lives.over()
    assert lives.ended == [CUT_SHORT], lives.last_words()
    assert taken() < 3000

    lives.begin()
    await lives.over()
    assert lives.ended[-1] == 0, lives.last_words()
    assert taken() == 3000


async def _ended(plan: Plan, there: Path, *, times: int) -> int:
    """Start a life, ask it to end once a file is there, and return its exit code."""
    lives = Lives(plan)

    lives.begin()
    await asyncio.to_thread(_come_to, there)
    for _ in range(times):
        with contextlib.suppress(ProcessLookupError):
            lives.send(signal.SIGTERM)
    await lives.over()
    return lives.ended[-1]


def _come_to(there: Path) -> None:
    while not there.exists():  # looked at often: a moment passes quickly
        time.sleep(0.005)
