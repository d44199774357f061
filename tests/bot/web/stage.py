"""The web app over a real database, with one connected book, spoken to as a client does."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
from fastapi import FastAPI
from sqlalchemy import text

from bot.web.entries import PATH
from bot.web.needs import Needs
from journal.books.book import Platform
from journal.posting.accept_entries import AcceptEntries
from storage.database import Database, open_engine
from tests.build import a_book
from tests.clock import SetClock


def an_entry_json(**changes: Any) -> dict[str, Any]:
    """A balanced day of sales, as someone hands it in."""
    entry: dict[str, Any] = {
        "reference": "SHOP-2026-07-07",
        "date": "2026-07-07",
        "sales_channel": "Shopify",
        "kind": "sales_summary",
        "lines": [
            {"side": "debit", "amount": "1604.13", "category": "Clearing"},
            {"side": "credit", "amount": "1604.13", "category": "Sales"},
        ],
    }
    return {**entry, **changes}


_INCIDENT = """
    INSERT INTO incident (book_id, connection_id, fingerprint, sales_channel, reason, subject,
        details, words, code, trace, state, opened_at, moved_at, note)
    SELECT c.book_id, c.id, 'f', 'Shopify', 'period_closed', '', '[]', '', '', '', 'open',
        now(), now(), '' FROM connection c
    """
_CARD = """
    INSERT INTO message (channel_id, incident_id, created_at)
    SELECT 'C1', id, now() - make_interval(mins => :minutes) FROM incident
    """


async def _current() -> bool:
    return True


def needs_of(database: Database, clock: SetClock, **changes: Any) -> Needs:
    """Return what the web app needs, over `database`."""
    needs = Needs(
        database=database,
        accept_entries=AcceptEntries(database.store, clock),
        is_schema_current=_current,
    )
    return replace(needs, **changes)


@asynccontextmanager
async def client_of(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Yield a client of `app`; no socket is opened."""
    transport = httpx.ASGITransport(app)
    async with (
        app.router.lifespan_context(app),  # which the transport does not begin by itself
        httpx.AsyncClient(transport=transport, base_url="http://jefail") as client,
    ):
        yield client


@asynccontextmanager
async def database_away() -> AsyncIterator[Database]:
    """Yield a database that nobody answers for."""
    engine = open_engine("postgresql://postgres@/jefail?host=/nonexistent&port=1")
    try:
        yield Database(engine)
    finally:
        await engine.dispose()


async def add_book(database: Database, slug: str, *, connected: bool = True) -> str:
    """Add a book; return a token of it."""
    async with database.store() as store:
        book = await store.desk.add_book(a_book(slug=slug, name=slug.title()))
        if connected:
            await store.desk.add_connection(book, Platform.QUICKBOOKS, f"realm of {slug}")
        return await store.desk.new_token(book.id)


@dataclass(frozen=True, slots=True)
class Stage:
    """A client of the web app that holds the token of the book Northwind."""

    client: httpx.AsyncClient
    database: Database
    needs: Needs
    token: str

    async def hand_in(self, body: Any, *, token: str = "", **headers: str) -> httpx.Response:
        """Send `body`: bytes as they are, anything else as JSON."""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return await self.client.post(
            PATH,
            content=content,
            headers={
                "Authorization": f"Bearer {token or self.token}",
                "Content-Type": "application/json",
                **{name.replace("_", "-"): value for name, value in headers.items()},
            },
        )

    async def ask(self, reference: str, *, token: str = "") -> httpx.Response:
        """Ask where an entry stands."""
        return await self.client.get(
            f"{PATH}/{reference}", headers={"Authorization": f"Bearer {token or self.token}"}
        )

    async def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """Return what the database holds."""
        async with self.database.engine.connect() as connection:
            return [dict(row) for row in (await connection.execute(text(sql), values)).mappings()]

    async def change(self, sql: str, **values: Any) -> None:
        """Change what the database holds, as other parts of jefail would."""
        async with self.database.engine.begin() as connection:
            await connection.execute(text(sql), values)

    async def references(self) -> list[str]:
        """Return the references of the entries that were taken, in order."""
        return [row["reference"] for row in await self.rows("SELECT * FROM entry ORDER BY id")]

    async def open_incident(self, *, minutes_unsent: int = 0) -> int:
        """Open an incident whose card Slack does not show yet; return its id."""
        await self.change(_INCIDENT)
        await self.change(_CARD, minutes=minutes_unsent)
        [row] = await self.rows("SELECT id FROM incident")
        return int(row["id"])
