"""A backup that was put back is noticed by itself, however it was made and wherever it went."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from storage.database import sqlalchemy_url
from storage.put_back import see_if_put_back
from tests.dumps import dump, new_database, put_back

HERE = Path(__file__).parent


@pytest.fixture
async def filled_url(database_url: str) -> str:
    """The URL of a database with rows in every table, in which the program was once."""
    await see_if_put_back(sqlalchemy_url(database_url))
    _run(database_url, (HERE / "filled_v0001.sql").read_text())
    assert await see_if_put_back(sqlalchemy_url(database_url)) is None
    return database_url


def _run(url: str, statements: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        done = connection.execute(statements.encode())
        return done.fetchall() if done.description else []


def _clean(url: str, folder: Path) -> None:
    put_back(dump(url, folder / "a.dump"), url, "--clean")


def _data_alone(url: str, folder: Path) -> None:
    backup = dump(url, folder / "a.dump")
    _run(url, "TRUNCATE database_mark")
    put_back(backup, url, "--data-only", "--table=database_mark")


@pytest.mark.parametrize("way", [_clean, _data_alone])
async def test_a_backup_over_itself_is_noticed_once(
    way: Callable[[str, Path], None], filled_url: str, tmp_path: Path
) -> None:
    """Same server, same database: the row that tells was written by another transaction."""
    way(filled_url, tmp_path)

    settled = await see_if_put_back(sqlalchemy_url(filled_url))

    assert settled is not None
    assert settled.entries > 0
    assert await see_if_put_back(sqlalchemy_url(filled_url)) is None


async def test_a_backup_elsewhere_is_noticed(filled_url: str, tmp_path: Path) -> None:
    """In a new database; and as a copy of the files, in which no row differs."""
    name = f"b_{urlsplit(filled_url).path.removeprefix('/')}"
    with new_database(filled_url, name) as elsewhere:
        put_back(dump(filled_url, tmp_path / "a.dump"), elsewhere)
        assert await see_if_put_back(sqlalchemy_url(elsewhere)) is not None
    _run(
        filled_url,
        'UPDATE database_mark SET place = place || \'{"made": "before"}\','
        " written_in = pg_current_xact_id()::text::bigint",
    )

    assert await see_if_put_back(sqlalchemy_url(filled_url)) is not None


async def test_housekeeping_is_not_taken_for_a_backup(filled_url: str) -> None:
    """Rows that are moved or frozen by the server say what they said."""
    _run(filled_url, "VACUUM FREEZE database_mark")
    _run(filled_url, "VACUUM FULL")

    assert await see_if_put_back(sqlalchemy_url(filled_url)) is None


async def test_what_a_backup_does_not_know_is_looked_for(filled_url: str, tmp_path: Path) -> None:
    """What waits is looked for, what is owed too; no number is given a second time."""
    _run(filled_url, "UPDATE message SET ts = NULL, shown = 0 WHERE event_id IS NULL")
    _clean(filled_url, tmp_path)

    await see_if_put_back(sqlalchemy_url(filled_url))

    waits = _run(filled_url, "SELECT bool_and(look_first) FROM entry WHERE status <> 'posted'")
    assert waits == [(True,)]
    ((owed, asked),) = _run(
        filled_url,
        "SELECT count(*), count(attempted_at) FROM message WHERE ts IS NULL AND owed > shown",
    )
    assert owed == asked
    for table in ("entry", "incident", "notice"):
        ((number,),) = _run(filled_url, f"SELECT nextval(pg_get_serial_sequence('{table}', 'id'))")
        assert number > 200_000_000


async def test_a_person_may_say_that_it_was_put_back(filled_url: str) -> None:
    """A machine that was set back as a whole shows nothing of it."""
    assert await see_if_put_back(sqlalchemy_url(filled_url), is_said=True) is not None


async def test_an_older_release_is_looked_at_once(database_url: str) -> None:
    """It left no mark, so it may be a backup: it is looked for, and the numbers go on."""
    _run(database_url, (HERE / "filled_v0001.sql").read_text())

    settled = await see_if_put_back(sqlalchemy_url(database_url))

    assert settled is not None
    assert settled.entries > 0
    ((number,),) = _run(database_url, "SELECT nextval(pg_get_serial_sequence('entry', 'id'))")
    assert number < 1000
    assert await see_if_put_back(sqlalchemy_url(database_url)) is None
