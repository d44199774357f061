"""Numbers that people count, JF- and INC-, have no gaps that jefail makes."""

from __future__ import annotations

from dataclasses import replace

from journal.posting_service.keeping import take_reports
from journal.posting_service.reports import ReportState
from storage.database import Database
from tests.build import NOW
from tests.fakes.posting_service import a_report, newer
from tests.storage.stage import at_once, open_book, open_incident, rows, some_entries, take_in


async def numbers(database: Database, table: str = "entry") -> list[int]:
    """Return the ids there are, in order."""
    return [row.id for row in await rows(database, f"SELECT id FROM {table} ORDER BY id")]  # noqa: S608


async def test_a_file_imported_again_takes_no_numbers(database: Database) -> None:
    """Thrice, once with more in it and once corrected: the entries stand one behind the other."""
    connection = await open_book(database)
    contents = some_entries(5)
    await take_in(database, connection, contents[:3])
    await take_in(database, connection, contents[:3])
    changed = [replace(one, description="corrected") for one in contents[:3]]
    async with database.store() as store:
        await store.intake.accept(connection, changed, NOW, corrected=True)
    await take_in(database, connection, contents)

    assert await numbers(database) == [1, 2, 3, 4, 5]


async def test_numbers_follow_the_order_of_the_file(database: Database) -> None:
    """The first line of a file has the first number, some of its entries known or none."""
    connection = await open_book(database)
    contents = some_entries(40)
    taken = await take_in(database, connection, contents[:20])
    taken += await take_in(database, connection, contents)

    assert [entry.id for entry in taken] == [*range(1, 21), *range(1, 41)]


async def test_a_batch_that_is_refused_whole_takes_no_numbers(database: Database) -> None:
    """One of its entries is known with other content, so the caller undoes all."""
    connection = await open_book(database)
    old, *new = some_entries(4)
    await take_in(database, connection, [old])
    batch = [replace(old, description="other"), *new]

    async with database.store() as store:
        answers = await store.intake.accept(connection, batch, NOW, together=True)

    assert [bool(one.error) for one in answers] == [True, False, False, False]
    assert not any(one.taken for one in answers)
    await take_in(database, connection, new)
    assert await numbers(database) == [1, 2, 3, 4]


async def test_a_batch_that_can_be_taken_whole_is(database: Database) -> None:
    """What was tried before anything is kept is not taken for being there."""
    connection = await open_book(database)
    old, *new = some_entries(3)
    await take_in(database, connection, [old])
    batch = [replace(old, description="other", revision=old.revision + 1), *new]

    async with database.store() as store:
        answers = await store.intake.accept(connection, batch, NOW, together=True)

    assert [one.taken for one in answers] == [True, True, True]
    assert await numbers(database) == [1, 2, 3]


async def test_a_failure_that_joins_an_incident_takes_no_number(database: Database) -> None:
    """Thirty of one cause, then another cause: INC-1 and INC-2."""
    connection = await open_book(database)
    for _failure in range(30):
        await open_incident(database, connection, "f00d")
    await open_incident(database, connection, "beef")

    assert await numbers(database, "incident") == [1, 2]


async def test_reports_of_known_entries_take_no_numbers(database: Database) -> None:
    """A posting service tells of the same entries again and again."""
    connection = await open_book(database)
    reports = [a_report(f"S-{n}", ReportState.WAITING) for n in range(3)]
    told = [reports, [newer(one, state=ReportState.POSTED) for one in reports]]
    told.append([a_report("S-9", ReportState.WAITING)])
    for page in told:
        async with database.store() as store:
            await take_reports(store, connection, page, NOW)

    assert await numbers(database) == [1, 2, 3, 4]
    assert {
        row.status for row in await rows(database, "SELECT status FROM entry WHERE id < 4")
    } == {"posted"}


async def test_two_at_once_take_each_entry_once(database: Database) -> None:
    """The later one may lose a number, never an entry; neither takes a lock for it."""
    connection = await open_book(database)
    contents = some_entries(20)

    await at_once(*[lambda: take_in(database, connection, contents)] * 2)

    assert len(await numbers(database)) == 20
