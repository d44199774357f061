"""A month that closes soon, end to end: told, mended from its card, quiet; or what stayed out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.schedule import warn_of_closes
from journal.polling.warn_of_closes import WarnOfCloses
from tests.clock import SetClock
from tests.stories.desk import Company, Desk

FILES = Path(__file__).parent / "files"
A_DAY = timedelta(days=1)


async def look(desk: Desk, clock: SetClock) -> None:
    """Look as the schedule does, on the day that `clock` shows, and let it be told."""
    warn = WarnOfCloses(desk.program.database.store, clock, timedelta(days=5))
    services = replace(desk.program.services, warn_of_closes=warn)
    await warn_of_closes(replace(desk.program, services=services))
    await desk.quiet()


async def july_waits(desk: Desk, northwind: Company) -> SetClock:
    """Have two entries of July and one of August refused; return a clock two days before."""
    async with desk.program.database.store() as store:
        await store.desk.save_closing_day(northwind.book.id, 10)
    await northwind.account("4000", active=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    await desk.card("is inactive in QuickBooks")
    await desk.quiet()
    return SetClock(datetime(2026, 8, 8, 9, 0, tzinfo=UTC))


async def test_a_month_that_is_mended_in_time_goes_quiet(desk: Desk, northwind: Company) -> None:
    """One message: what is outside, by case; redrawn in place; then that all is in the books."""
    clock = await july_waits(desk, northwind)
    await look(desk, clock)
    warning = await desk.card("July 2026 of *Northwind* closes in 2 days (Aug 10, 2026)")
    assert "*2 entries* of it are not in the books yet ($2,230.50)" in warning["text"]
    assert "*INC-1*" in str(warning["blocks"])
    assert "is inactive in QuickBooks" in str(warning["blocks"])

    assert (await desk.click(warning, "Details"))["acked"]
    assert "INC-1" in str(await desk.view())

    clock.advance(A_DAY)
    await look(desk, clock)
    assert (await desk.card("closes tomorrow"))["ts"] == warning["ts"]

    await northwind.account("4000", active=True)
    card = await desk.card("What to do", "is inactive in QuickBooks")
    assert (await desk.click(card, "Retry"))["acked"]
    await desk.card("Posted")
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    await look(desk, clock)

    whole = await desk.card("All of July 2026 that came in is in the books of Northwind")
    assert whole["ts"] == warning["ts"]
    for _day in range(3):
        clock.advance(A_DAY)
        await look(desk, clock)
    assert len(await desk.cards()) == 2
    assert await desk.card("All of July 2026") == whole


async def test_after_the_close_it_is_said_what_stayed_out(desk: Desk, northwind: Company) -> None:
    """In the same place, once; posted later, the message still tells of the close."""
    clock = await july_waits(desk, northwind)
    await look(desk, clock)
    warning = await desk.card("closes in 2 days")

    clock.advance(3 * A_DAY)
    await look(desk, clock)

    over = await desk.card("closed on Aug 10, 2026; *2 entries* of it stayed out of the books")
    assert over["ts"] == warning["ts"]
    clock.advance(A_DAY)
    await look(desk, clock)
    assert await desk.card("stayed out of the books") == over
