"""The reference server over a real queue, spoken to as another jefail does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import text

from journal.books.book import Account, Connection
from storage.database import Database
from tests.build import NOW, some_content
from tests.clock import SetClock
from tests.journal.bench import Bench

POSTED, FAILED, WAITING = REFERENCES = ("S-1", "S-2", "a/b")
CHART = [Account("35", "Checking", "1000", "Bank"), Account("98", "Sales", "4010", "Income")]


async def fill(bench: Bench) -> tuple[Connection, str]:
    """Make the book Northwind with an entry posted, one refused and one that waits.

    Returns its connection and a token of it.
    """
    connection = await bench.book()
    await bench.take(connection, [some_content(reference=POSTED)])
    await bench.post(connection)
    bench.ledger.can_post = False
    await bench.take(connection, [some_content(reference=FAILED)])
    await bench.post(connection)
    await bench.take(connection, [some_content(reference=WAITING)])
    async with bench.store() as store:
        await store.books.save_accounts(connection.id, CHART, NOW)
        return connection, await store.desk.new_token(connection.book_id)


async def fill_anew(database: Database) -> str:
    """Do as `fill` on a bench of its own; return the token."""
    _connection, token = await fill(Bench(database, SetClock()))
    return token


@dataclass(frozen=True, slots=True)
class ServiceStage:
    """A client of the reference server that holds the token of the book Northwind."""

    client: httpx.AsyncClient
    bench: Bench
    connection: Connection
    token: str

    async def ask(
        self, path: str = "", method: str = "GET", *, token: str = "", **more: Any
    ) -> httpx.Response:
        """Ask something of the book."""
        headers = {"Authorization": f"Bearer {token or self.token}", **more.pop("headers", {})}
        return await self.client.request(
            method, f"/v1/books/northwind{path}", headers=headers, **more
        )

    async def page(self, cursor: str = "", limit: int = 100) -> dict[str, Any]:
        """Return a page of reports, once nothing that runs beside holds any up."""
        await settled(self.bench.database)
        answer = await self.ask("/reports", params={"cursor": cursor, "limit": limit})
        assert answer.status_code == 200, answer.text
        content: dict[str, Any] = answer.json()
        return content


async def settled(database: Database) -> None:
    """Return once every transaction that has ended is below the oldest that runs.

    PostgreSQL's own housekeeping takes part in that order too, for moments.
    """
    async with database.engine.connect() as sql:
        last = (await sql.execute(text("SELECT pg_snapshot_xmax(pg_current_snapshot())"))).scalar()
        reached = text(
            "SELECT pg_snapshot_xmin(pg_current_snapshot()) >= CAST(:last AS text)::xid8"
        )
        while not (await sql.execute(reached, {"last": str(last)})).scalar():
            await sql.rollback()
