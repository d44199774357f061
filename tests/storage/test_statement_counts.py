"""The number of statements does not grow with what there is: history, entries, books."""

from __future__ import annotations

from collections.abc import Awaitable
from datetime import date, timedelta

import pytest

from bot.services import Services, services_of
from journal.entries.failure import FailureReason
from journal.moves.retry import RETRY
from journal.ports import Click
from journal.seeing import Viewer
from storage.database import Database
from tests.build import NOW
from tests.clock import SetClock
from tests.fakes.ledger import FakeLedger
from tests.storage.stage import counted, open_book, rows, running_job, some_entries, take_in


@pytest.fixture
def ledger() -> FakeLedger:
    """A ledger in which nobody may post."""
    return FakeLedger(can_post=False)


def desk(database: Database, ledger: FakeLedger) -> Services:
    """Return the use cases at the present of the tests."""
    return services_of(database, lambda _one: ledger, SetClock(), timedelta(minutes=2))


async def grown(database: Database, services: Services, book: str, count: int) -> None:
    """Make a book with an incident of `count` entries and as many posted ones behind them."""
    connection = await open_book(database, book)
    await take_in(database, connection, some_entries(count, f"{book}-old"))
    async with database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE entry SET status = 'posted', posted_at = accepted_at")
    await take_in(database, connection, some_entries(count, book))
    await services.post_entries(connection.id, await running_job(database))


async def test_what_people_and_clock_ask_costs_the_same_always(
    database: Database, ledger: FakeLedger
) -> None:
    """Status, the claim of polls, a retry, a poll and a click again: small desk or large."""
    services = desk(database, ledger)
    costs: dict[str, list[int]] = {}

    async def measure(name: str, act: Awaitable[object]) -> None:
        with counted(database) as statements:
            await act
        costs.setdefault(name, []).append(len(statements))

    async def status() -> None:
        async with database.seen_by(Viewer("U_ANA")) as store:
            await store.books.statuses(NOW)
            await store.books.poll_times()
            await store.incidents.owed_messages()

    async def claim() -> None:
        async with database.store() as store:
            assert await store.books.claim_due_polls(NOW.replace(year=2200), NOW)

    for book, count in (("small", 1), ("large", 30), ("larger", 35)):
        await grown(database, services, book, count)
        (newest,) = await rows(
            database, "SELECT max(id) AS id, max(connection_id) AS c FROM incident"
        )
        click = Click(book, "U_ANA")
        await measure("status", status())
        await measure("claim polls", claim())
        await measure("poll", services.poll_connection(newest.c))
        await measure("retry", services.make_move(RETRY, newest.id, click))
        await measure("retry delivered again", services.make_move(RETRY, newest.id, click))

    for name, counts in costs.items():
        assert len(set(counts)) == 1, f"{name}: {counts}"
    assert costs["retry"][0] <= 13
    assert costs["status"][0] <= 7
    assert costs["claim polls"][0] == 1


async def test_looking_at_months_costs_the_same_after_years(database: Database) -> None:
    """However many books, months told of and entries there are; what did not change is free."""
    clock = SetClock()
    services = services_of(database, lambda _one: FakeLedger(), clock, timedelta(minutes=2))
    spent = []
    for count in (1, 12):
        for number in range(count):
            connection = await open_book(database, f"book-{count}-{number}")
            dated = some_entries(count, date=date(2026, 6, 30))
            await take_in(database, connection, dated, NOW - timedelta(days=1))
            async with database.store() as store:
                await store.desk.save_closing_day(connection.book_id, 12)
        assert await services.warn_of_closes() == count
        with counted(database) as statements:
            assert await services.warn_of_closes() == 0
        spent.append(len(statements))

    assert spent == [2, 2]


async def test_thirty_failures_cost_hardly_more_than_one(
    database: Database, ledger: FakeLedger
) -> None:
    """What is written for a batch does not grow with it when it ends together."""
    services = desk(database, ledger)
    ledger.refuse(FailureReason.PERMISSION)
    spent = []
    for book, count in (("small", 1), ("large", 30)):
        connection = await open_book(database, book)
        await take_in(database, connection, some_entries(count, book))
        job = await running_job(database)
        with counted(database) as statements:
            await services.post_entries(connection.id, job)
        spent.append(len(statements))

    small, large = spent
    assert large <= 3 * small
