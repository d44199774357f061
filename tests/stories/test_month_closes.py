"""A month that closes soon, end to end: told, mended from its card, quiet; or what stayed out."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from blocks.card.face import Face
from blocks.kit import names
from bot.schedule import warn_of_closes
from journal.entries.failure import AccountCause, FailureReason
from journal.incidents.notices import NoticeKind
from journal.polling.warn_of_closes import WarnOfCloses
from tests.clock import SetClock
from tests.stories.desk import Company, Desk
from tests.stories.seen import the_card, the_notice

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
    await the_card(desk, FailureReason.ACCOUNT_INVALID, waiting=3, details=())
    await desk.quiet()
    return SetClock(datetime(2026, 8, 8, 9, 0, tzinfo=UTC))


async def told(desk: Desk, *, days_left: int | None, count: int) -> dict[str, Any]:
    """Return the notice of July, once it tells of so many entries outside and days left."""
    july, closes = date(2026, 7, 1), date(2026, 8, 10)
    wanted = (july, closes, days_left, count)
    return await the_notice(
        desk,
        NoticeKind.CLOSE,
        where=lambda one: (
            (one.end.month, one.end.closes, one.end.days_left, one.end.outside.count) == wanted
        ),
    )


async def test_a_month_that_is_mended_in_time_goes_quiet(desk: Desk, northwind: Company) -> None:
    """One message: what is outside, by case; redrawn in place; then that all is in the books."""
    clock = await july_waits(desk, northwind)
    await look(desk, clock)
    warning = await told(desk, days_left=2, count=2)
    assert "$2,230.50" in warning["text"]
    assert "INC-1" in str(warning["blocks"])

    assert (await desk.click(warning, names.DETAILS))["acked"]
    assert "INC-1" in str(await desk.view())

    clock.advance(A_DAY)
    await look(desk, clock)
    assert (await told(desk, days_left=1, count=2))["ts"] == warning["ts"]

    await northwind.account("4000", active=True)
    card = await the_card(desk, FailureReason.ACCOUNT_INVALID, cause=AccountCause.INACTIVE)
    assert (await desk.click(card, names.RETRY))["acked"]
    await the_card(desk, face=Face.POSTED)
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    await look(desk, clock)

    whole = await told(desk, days_left=None, count=0)
    assert whole["ts"] == warning["ts"]
    for _day in range(3):
        clock.advance(A_DAY)
        await look(desk, clock)
    assert len(await desk.cards()) == 2
    assert await told(desk, days_left=None, count=0) == whole


async def test_after_the_close_it_is_said_what_stayed_out(desk: Desk, northwind: Company) -> None:
    """In the same place, once; posted later, the message still tells of the close."""
    clock = await july_waits(desk, northwind)
    await look(desk, clock)
    warning = await told(desk, days_left=2, count=2)

    clock.advance(3 * A_DAY)
    await look(desk, clock)

    over = await told(desk, days_left=-1, count=2)
    assert over["ts"] == warning["ts"]
    clock.advance(A_DAY)
    await look(desk, clock)
    assert await told(desk, days_left=-1, count=2) == over
