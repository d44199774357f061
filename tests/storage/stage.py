"""A desk in the database: books, entries that stand as a test wants them, and a look inside."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, event, select, text, update

from journal.books.book import Book, Connection, Platform
from journal.entries.entry import Entry, NewEntry
from journal.entries.entry_moves import Why
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused
from journal.incidents.detection import Verdict
from journal.incidents.incident import Incident
from journal.ports import Attempt, Found
from storage import wire
from storage.database import Database, SqlStore
from storage.tables import entry as entries_table
from tests.build import NOW, a_book, a_failure, some_content

CHANNEL = "C0BOOKS"
EVERYONE = frozenset(
    f"U{between}{name}"
    for between in ("_", "0")
    for name in ("ANA", "BEN", "CHI", "DEE", "EVE", "FAR", "NEW", "OLD", "OTHER", "X")
) | {"U1"}
"""Everyone who does something in a test, in the channel of each book unless it says otherwise."""


async def open_book(database: Database, slug: str = "northwind", **changes: Any) -> Connection:
    """Make a book that is connected to its own company."""
    async with database.store() as store:
        book = await store.desk.add_book(a_book(slug=slug, **changes))
        await seat(store, book.channel_id)
        return await store.desk.add_connection(book, Platform.QUICKBOOKS, f"realm-{slug}")


async def seat(store: SqlStore, channel_id: str, people: Collection[str] = EVERYONE) -> None:
    """Have Slack say that these people, and nobody else, are in the channel of a book."""
    await store.members.claim_due(NOW, NOW + timedelta(days=365), 1000)
    await store.members.read_again(channel_id, NOW)
    for channel in await store.members.claim_due(NOW, NOW + timedelta(days=365), 1000):
        await store.members.keep(channel, people, NOW)


async def book_of(database: Database, connection: Connection) -> Book:
    """Return the book of a connection."""
    async with database.store() as store:
        return await store.books.get(connection.book_id)


def some_entries(count: int, prefix: str = "S", **changes: Any) -> list[NewEntry]:
    """Return entries that differ by their reference: S-1, S-2 ..."""
    return [some_content(reference=f"{prefix}-{n}", **changes) for n in range(1, count + 1)]


async def take_in(
    database: Database, connection: Connection, contents: Sequence[NewEntry], at: datetime = NOW
) -> list[Entry]:
    """Take entries in; return them as they stand."""
    async with database.store() as store:
        await store.intake.accept(connection, contents, at)
    return [await entry_called(database, one.reference, connection.book_id) for one in contents]


async def entry_called(database: Database, reference: str, book_id: int | None = None) -> Entry:
    """Return the one entry with this reference, of a book or of all."""
    statement = select(entries_table).where(entries_table.c.reference == reference)
    if book_id is not None:
        statement = statement.where(entries_table.c.book_id == book_id)
    async with database.engine.connect() as sql:
        return wire.entry_of((await sql.execute(statement)).one())


async def put(database: Database, entry: Entry, **columns: Any) -> Entry:
    """Make an entry stand as a test wants it, whatever led there; return it so."""
    async with database.engine.begin() as sql:
        await sql.execute(
            update(entries_table).where(entries_table.c.id == entry.id).values(**columns)
        )
    return await entry_called(database, entry.content.reference)


async def rows(database: Database, query: str, **parameters: Any) -> Sequence[Row[Any]]:
    """Return what a query gives."""
    async with database.engine.connect() as sql:
        return (await sql.execute(text(query), parameters)).all()


async def open_incident(
    database: Database, connection: Connection, mark: str = "f00d", at: datetime = NOW
) -> Incident:
    """Open an incident for a missing mapping."""
    found = Found(a_failure(), mark, connection.book_id, connection.id, "Shopify")
    async with database.store() as store:
        incident, _is_new = await store.incidents.open_for(found, at)
    return incident


def refusal(entry: Entry, incident_id: int | None = None, **verdict: Any) -> Attempt:
    """Return an attempt that the platform refused."""
    failure = a_failure(FailureReason.VALIDATION_OTHER, words="no", http_status=400)
    values = {"failure": failure, "told": True, **verdict}
    stands = Verdict(Why.REFUSE, **values)
    return Attempt(entry, Refused(failure), stands, NOW, incident_id)


def success(entry: Entry, incident_id: int | None = None) -> Attempt:
    """Return an attempt that the platform took."""
    there = LedgerEntry("227", entry.number, entry.content.date, "https://ledger.example/227")
    return Attempt(entry, Posted(there), Verdict(Why.POST), NOW, incident_id)


def attempt(entry: Entry, outcome: Outcome, verdict: Verdict) -> Attempt:
    """Return any attempt."""
    return Attempt(entry, outcome, verdict, NOW, entry.incident_id)


async def running_job(database: Database, task: str = "post_entries") -> int:
    """Return the id of a job that the work engine says is being done."""
    async with database.engine.begin() as sql:
        made = await sql.execute(
            text(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status)"
                " VALUES ('jefail', :task, '{}', 'doing') RETURNING id"
            ),
            {"task": task},
        )
        return int(made.scalar_one())


async def end_job(database: Database, job_id: int) -> None:
    """Have the work engine say that a job is not being done any more."""
    async with database.engine.begin() as sql:
        await sql.execute(
            text("UPDATE procrastinate_jobs SET status = 'todo' WHERE id = :id"), {"id": job_id}
        )


async def jobs(database: Database) -> list[tuple[str, str]]:
    """Return the jobs that wait, as task and key, in the order they were made."""
    found = await rows(
        database,
        "SELECT task_name, args ->> 'key' AS key FROM procrastinate_jobs"
        " WHERE status = 'todo' ORDER BY id",
    )
    return [(row.task_name, row.key) for row in found]


async def at_once(*works: Callable[[], Awaitable[Any]]) -> list[Any]:
    """Do several things at the same time; return what each gave or raised."""
    return await asyncio.gather(*(work() for work in works), return_exceptions=True)


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """Yield the statements that are executed inside, the work engine's not among them."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(database.engine.sync_engine, "before_cursor_execute", note)
