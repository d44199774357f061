"""A month that closes soon: told once, kept as things stand, and quiet when it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Row

from journal.amounts.money import Money
from journal.books.book import NO_CHANNEL, Connection
from journal.incidents.how_resolved import HowResolved
from journal.ports import WatchedMonth
from tests.journal.bench import A_DAY, Bench
from tests.storage.stage import at_once, open_book, rows, some_entries, take_in

FIFTH = datetime(2026, 8, 5, 6, 0, tzinfo=UTC)
"""Five days before July closes for a book that closes with the tenth."""


async def closing_book(bench: Bench, closes_on: int | None = 10) -> Connection:
    """Make a mapped book whose months close with that day, at the first moment of the warning."""
    connection = await bench.book()
    await closes(bench, connection, closes_on)
    bench.clock.now = FIFTH
    return connection


async def closes(bench: Bench, connection: Connection, day: int | None) -> None:
    """Set the day on which the book's months close."""
    async with bench.store() as store:
        await store.desk.save_closing_day(connection.book_id, day)


async def refused(bench: Bench, connection: Connection, count: int = 2, **changes: Any) -> int:
    """Have entries refused; return the incident's id."""
    await bench.take(connection, some_entries(count, **changes))
    bench.ledger.can_post = False
    await bench.post(connection)
    return (await bench.cases())[-1].incident.id


async def notices(bench: Bench) -> Sequence[Row[Any]]:
    """Return what is owed: the month, its facts, and the version of the message."""
    return await rows(
        bench.database,
        "SELECT n.month, n.facts, m.owed, m.channel_id FROM notice n"
        " JOIN message m ON m.notice_id = n.id ORDER BY n.id",
    )


async def shown(bench: Bench) -> None:
    """Let Slack show everything that is owed."""
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE message SET shown = owed, ts = '1.0'")


async def test_what_is_outside_is_told_from_five_days_before(bench: Bench) -> None:
    """How much of the month, by cause; not earlier, and nothing of another month."""
    connection = await closing_book(bench)
    incident_id = await refused(bench, connection)
    await refused(bench, connection, prefix="A", date=date(2026, 8, 1))
    bench.clock.now = FIFTH - A_DAY
    assert await bench.services.warn_of_closes() == 0

    bench.clock.now = FIFTH
    assert await bench.services.warn_of_closes() == 1

    (told,) = await notices(bench)
    assert (told.month, told.channel_id) == (date(2026, 7, 1), "C0BOOKS")
    assert told.facts == {
        "closes": "2026-08-10",
        "days_left": 5,
        "count": 2,
        "amounts": [[2 * 160413, "USD"]],
        "causes": [[incident_id, 2]],
        "skipped": 0,
    }


async def test_it_is_told_again_daily_and_when_something_changed(bench: Bench) -> None:
    """In the one message that there is, and not when all is as it was."""
    connection = await closing_book(bench)
    await refused(bench, connection)
    look = bench.services.warn_of_closes
    assert [await look(), await look()] == [1, 0]
    await shown(bench)
    await bench.pass_time()
    assert [await look(), await look()] == [1, 0]
    await refused(bench, connection, 1, prefix="T")
    assert [await look(), await look()] == [1, 0]

    (told,) = await notices(bench)
    assert (told.facts["days_left"], told.facts["count"], told.owed) == (4, 3, 3)


async def test_once_nothing_waits_it_says_so_and_is_quiet(bench: Bench) -> None:
    """Over the days that follow, the close, and what comes in late; skipped is told."""
    connection = await closing_book(bench)
    incident_id = await refused(bench, connection)
    await bench.services.warn_of_closes()
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED)

    assert await bench.services.warn_of_closes() == 1
    (told,) = await notices(bench)
    assert (told.facts["count"], told.facts["skipped"]) == (0, 2)
    for _day in range(9):
        await bench.pass_time()
        assert await bench.services.warn_of_closes() == 0
    await refused(bench, connection, 1, prefix="LATE")
    assert await bench.services.warn_of_closes() == 0


async def test_after_the_close_it_is_said_once_what_stayed_out(bench: Bench) -> None:
    """What is posted later does not change what was told."""
    connection = await closing_book(bench)
    incident_id = await refused(bench, connection)
    await bench.services.warn_of_closes()

    bench.clock.now = FIFTH + 6 * A_DAY
    assert await bench.services.warn_of_closes() == 1
    (told,) = await notices(bench)
    assert (told.facts["days_left"], told.facts["count"]) == (-1, 2)

    await bench.resolve(incident_id, HowResolved.NOT_NEEDED)
    await bench.pass_time()
    assert await bench.services.warn_of_closes() == 0


async def test_the_next_month_has_its_own(bench: Bench) -> None:
    """After a long silence the old one gets its last word with the first of the new one."""
    connection = await closing_book(bench)
    await refused(bench, connection)
    await bench.services.warn_of_closes()

    bench.clock.now = FIFTH + timedelta(days=32)
    await refused(bench, connection, 1, prefix="A", date=date(2026, 8, 31))

    assert await bench.services.warn_of_closes() == 2
    july, august = await notices(bench)
    assert (july.facts["days_left"], july.facts["count"]) == (-1, 2)
    assert (august.month, august.facts["days_left"]) == (date(2026, 8, 1), 4)
    assert await bench.services.warn_of_closes() == 0


async def test_a_close_that_is_moved_is_told_again(bench: Bench) -> None:
    """Put off, even after it had passed; given up; and set again."""
    connection = await closing_book(bench)
    await refused(bench, connection)
    bench.clock.now = FIFTH + 6 * A_DAY
    assert await bench.services.warn_of_closes() == 0, "nobody looked while it was near"
    bench.clock.now = FIFTH
    await bench.services.warn_of_closes()

    told = []
    for day in (20, None, 7):
        await closes(bench, connection, day)
        assert await bench.services.warn_of_closes() == 1
        assert await bench.services.warn_of_closes() == 0
        (notice,) = await notices(bench)
        told.append((notice.facts["closes"], notice.facts["days_left"]))

    assert told == [("2026-08-20", 15), (None, None), ("2026-08-07", 2)]


@pytest.mark.parametrize("closes_on", [None, 20])
async def test_books_that_close_never_or_later_are_let_be(
    bench: Bench, closes_on: int | None
) -> None:
    """Nothing is told of them."""
    await refused(bench, await closing_book(bench, closes_on))

    assert await bench.services.warn_of_closes() == 0


async def test_a_book_without_a_channel_is_let_be(bench: Bench) -> None:
    """It is watched from elsewhere."""
    connection = await open_book(bench.database, "quiet", channel_id=NO_CHANNEL)
    await closes(bench, connection, 10)
    bench.clock.now = FIFTH
    await refused(bench, connection)

    assert await bench.services.warn_of_closes() == 0


async def test_what_came_in_just_now_is_on_its_way(bench: Bench) -> None:
    """It is told of when it is still not posted after ten minutes."""
    connection = await closing_book(bench)
    await bench.take(connection, some_entries(1))
    assert await bench.services.warn_of_closes() == 0

    await bench.pass_time(timedelta(minutes=10))
    assert await bench.services.warn_of_closes() == 1
    (told,) = await notices(bench)
    assert (told.facts["count"], told.facts["causes"]) == (1, [])


async def test_what_is_posted_is_not_counted(bench: Bench) -> None:
    """A month that is whole is no news."""
    connection = await closing_book(bench)
    await bench.take(connection, some_entries(3))
    await bench.post(connection)
    await bench.pass_time(timedelta(hours=1))

    assert await bench.services.warn_of_closes() == 0


async def test_currencies_are_summed_apart(bench: Bench) -> None:
    """And causes stand by how many of the month's entries they hold."""
    connection = await closing_book(bench)
    first = await refused(bench, connection, 1)
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE entry SET currency = 'EUR'")
    bench.ledger.can_post = True
    await bench.take(connection, some_entries(2, "M", sales_channel="Etsy"))
    await bench.post(connection)
    second = (await bench.cases())[-1].incident.id
    async with bench.store() as store:
        (book,) = await store.closings.watched()
        july = WatchedMonth(book.book, date(2026, 7, 1))
        outside = (await store.closings.outside([july], FIFTH))[july.key]

    assert outside.amounts == (Money(160413, "EUR"), Money(2 * 160413, "USD"))
    assert outside.causes == ((second, 2), (first, 1))


async def test_two_tickers_tell_a_month_once(bench: Bench) -> None:
    """Its first word and each later one, though both see the same."""
    connection = await closing_book(bench)
    await refused(bench, connection)
    look = bench.services.warn_of_closes
    assert sorted(await at_once(look, look)) == [0, 1]

    await shown(bench)
    await bench.pass_time()
    assert sorted(await at_once(look, look)) == [0, 1]
    (told,) = await notices(bench)
    assert told.owed == 2


async def test_one_that_someone_deleted_is_not_sent_again(bench: Bench) -> None:
    """Anyone who deleted it knows."""
    connection = await closing_book(bench)
    await refused(bench, connection)
    await bench.services.warn_of_closes()
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE message SET ts = NULL, shown = owed")

    await bench.pass_time()
    await bench.services.warn_of_closes()

    (told,) = await notices(bench)
    assert (told.owed, told.facts["days_left"]) == (1, 4)


async def test_other_books_are_not_counted(bench: Bench) -> None:
    """Each is told its own."""
    north = await closing_book(bench)
    south = await open_book(bench.database, "south", channel_id="C0SOUTH")
    await closes(bench, south, 8)
    await take_in(bench.database, south, some_entries(3, "X"), FIFTH - A_DAY)
    await refused(bench, north)

    assert await bench.services.warn_of_closes() == 2

    told = {one.channel_id: one.facts for one in await notices(bench)}
    assert (told["C0BOOKS"]["count"], told["C0BOOKS"]["days_left"]) == (2, 5)
    assert (told["C0SOUTH"]["count"], told["C0SOUTH"]["days_left"]) == (3, 3)
