"""Reports as they are kept: in few statements, on an index, and written only when changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import event, text

from journal.posting_service.keeping import take_reports
from journal.posting_service.reports import Place, Report, ReportState
from storage.api.report_feed import beginning, changed_since
from storage.database import Database
from tests.build import NOW
from tests.fakes.posting_service import a_report, newer
from tests.storage.stage import open_book, rows, some_entries, take_in

S = ReportState


@asynccontextmanager
async def counted(database: Database) -> AsyncIterator[list[str]]:
    """Yield the statements that are sent meanwhile."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        sent.append(statement)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


async def take(database: Database, reports: list[Report]) -> int:
    """Take reports of the one connection there is."""
    async with database.store() as store:
        connection = await store.books.connection(1)
        return await take_reports(store, connection, reports, NOW)


async def test_a_page_takes_few_statements_however_long(database: Database) -> None:
    """New, unchanged or changed: the number does not grow with the reports."""
    await open_book(database)
    reports = [a_report(f"S-{n}", S.POSTED) for n in range(300)]

    async with counted(database) as first:
        assert await take(database, reports) == 300
    async with counted(database) as again:
        assert await take(database, reports) == 0
    changed = [newer(one, state=S.WAITING) for one in reports[:200]]
    async with counted(database) as then:
        assert await take(database, changed) == 200

    assert len(first) <= 5
    assert len(again) <= 2
    assert len(then) <= 5


async def test_what_did_not_change_is_not_written(database: Database) -> None:
    """Of three hundred reports of which three are new, three entries and notes are written."""
    await open_book(database)
    reports = [a_report(f"S-{n}", S.POSTED) for n in range(300)]
    await take(database, reports)
    before = await _versions(database)
    for n in (7, 77, 277):
        corrected = replace(reports[n].content, revision=2)
        reports[n] = newer(reports[n], content=corrected, state=S.WAITING)

    assert await take(database, reports) == 3

    after = await _versions(database)
    assert len(after - before) == 2 * 3


async def _versions(database: Database) -> set[tuple[str, int, str]]:
    """Return which transaction wrote each entry and each note of a report."""
    found = await rows(
        database,
        "SELECT 'entry' AS one, id, xmin::text AS by FROM entry"
        " UNION ALL SELECT 'read', entry_id, xmin::text FROM report_read",
    )
    return {(row.one, row.id, row.by) for row in found}


async def test_what_is_handed_in_at_that_moment_is_taken_as_known(database: Database) -> None:
    """The report waits for the one who was first, and moves the entry that is there then."""
    connection = await open_book(database)
    report = a_report("S-1", S.POSTED)
    waits = """
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
    """

    async with database.store() as store:
        await store.intake.accept(connection, some_entries(1), NOW)
        taking = asyncio.create_task(take(database, [report]))
        while not await rows(database, waits):
            assert not taking.done()

    assert await taking == 1
    (row,) = await rows(
        database, "SELECT e.status, r.state FROM entry e JOIN report_read r ON r.entry_id = e.id"
    )
    assert (row.status, row.state) == ("posted", "posted")


async def test_a_place_is_moved_by_one_only(database: Database) -> None:
    """Who comes second from the same place is told so; the place is the first one's."""
    connection = await open_book(database)
    async with database.store() as store:
        assert await store.reports.place(connection.id) == Place()
        assert await store.reports.go_on(connection.id, Place(), Place("c1"))
        assert await store.reports.go_on(connection.id, Place("c1"), Place("c1", "e1"))
        assert not await store.reports.go_on(connection.id, Place("c1"), Place("c2"))
        assert await store.reports.place(connection.id) == Place("c1", "e1")


async def test_the_feed_is_read_on_its_index(database: Database) -> None:
    """However many entries there are, a page behind a cursor reads its own rows alone."""
    connection = await open_book(database)
    await take_in(database, connection, some_entries(50))
    async with counted(database) as sent, database.store() as store:
        await changed_since(store, connection.book_id, await beginning(store), 10)
    feed = next(one for one in sent if "pg_snapshot_xmin" in one)

    async with database.engine.begin() as sql:
        await sql.execute(text("SET enable_seqscan = off"))
        plan = await sql.exec_driver_sql(
            f"EXPLAIN {feed}", {"book": 1, "changed_in": 0, "id": 0, "limit": 10}
        )
        lines = [row[0] for row in plan]

    assert any("ix_entry_changed" in line for line in lines)
    assert not any("Sort Key" in line and "changed_in" in line for line in lines)


async def test_settings_are_told_until_they_were_taken(database: Database) -> None:
    """Nothing when none are set; each change once, however it was made."""
    connection = await open_book(database)
    async with database.store() as store:
        nothing = await store.reports.untold(connection)
        await store.desk.save_mapping(connection.book_id, [("Shopify", "Tips", "4100")])
        await store.desk.save_costs(connection.book_id, [])
        untold = await store.reports.untold(connection)
        again = await store.reports.untold(connection)
        await store.reports.told(connection.id, untold)
        told = await store.reports.untold(connection)

    assert (nothing.mapping, nothing.costs) == (None, None)
    assert untold.mapping == again.mapping == [("Shopify", "Tips", "4100")]
    assert (told.mapping, told.costs) == (None, None)
