"""`jefail run posting-service`."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from bot.run import Role, run
from bot.settings import Settings
from journal.books.book import Platform
from storage.database import Database
from tests.bot.web.stage import client_of
from tests.storage.stage import book_of, open_book


async def test_it_shows_the_queue_and_needs_nothing_else(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No Slack app, and no app of the platforms that books are on: it speaks to neither."""
    connection = await open_book(database)
    async with database.store() as store:
        token = await store.desk.new_token(connection.book_id)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("JEFAIL_HOME", str(tmp_path))
    answers: list[httpx.Response] = []

    async def serve(_settings: Settings, app: FastAPI) -> None:
        async with client_of(app) as client:
            headers = {"Authorization": f"Bearer {token}"}
            answers.append(await client.get("/v1/books", headers=headers))

    monkeypatch.setattr("bot.run._serve", serve)

    await run(Settings(), Role.POSTING_SERVICE)  # ends with the server

    (book,) = answers[0].json()["books"]
    assert book["name"] == (await book_of(database, connection)).name
    assert book["platform"] == Platform.QUICKBOOKS.label
