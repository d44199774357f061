"""A closed month, end to end: on another day, or by itself once it is open again."""

from datetime import date
from pathlib import Path

from blocks.card.face import Face
from blocks.kit import figures, names
from journal.entries.failure import FailureReason
from journal.incidents.move import MoveName
from journal.incidents.story.mending import EntriesRedated
from journal.incidents.story.posting import PeriodReopened
from tests.stories.desk import ANA, BEN, Company, Desk, buttons, way
from tests.stories.seen import the_card, the_case, turns

FILES = Path(__file__).parent / "files"
AUGUST_1 = date(2026, 8, 1)


async def test_a_closed_months_entries_post_on_the_first_open_day(
    desk: Desk, northwind: Company
) -> None:
    """Asked twice, then each is in the ledger once, on the new day, the old one in its memo."""
    await northwind.switch(close_date="2026-07-31")
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07")
    await desk.quiet()

    assert (await the_case(desk, card)).open_day == AUGUST_1
    assert (await desk.click(card, names.PERIOD_WAYS))["acked"]
    chosen = await desk.submit(await desk.view(), way("redate"))
    assert chosen["response_action"] == "push"
    question = await desk.view()
    assert question["callback_id"] == names.REDATE_FORM
    assert figures.entries(2, "en_US") in str(question["blocks"])
    assert figures.day(AUGUST_1, "en_US") in question["submit"]["text"]
    assert (await desk.submit(question, {}))["response_action"] == "clear"

    closed = await the_card(desk, face=Face.POSTED, mended=(MoveName.REDATE, ANA))
    assert closed["ts"] == card["ts"]
    await desk.quiet()
    ledger = await northwind.ledger()
    assert sorted(entry["date"] for entry in ledger) == ["2026-08-01", "2026-08-01", "2026-08-09"]
    assert len({entry["doc_number"] for entry in ledger}) == 3
    assert [turn.day for turn, _by in await turns(desk, closed, EntriesRedated)] == [AUGUST_1]
    assert sum("2026-07-" in entry["private_note"] for entry in ledger) == 2
    assert await desk.take(northwind, FILES / "sales.jsonl") == 0, "handed in again, nothing new"


async def test_the_poll_that_sees_the_month_open_posts(desk: Desk, northwind: Company) -> None:
    """Nobody presses anything when the month is opened; the card says who asked."""
    await northwind.switch(close_date="2026-07-31")
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07")
    await desk.quiet()

    await desk.click(card, names.PERIOD_WAYS, by=BEN)
    assert (await desk.submit(await desk.view(BEN), way("await"), by=BEN))["acked"]
    await the_card(desk, subject="2026-07", awaited_by=BEN)
    await desk.poll()
    await desk.quiet()
    assert len(await northwind.ledger()) == 1, "the one of August"

    await northwind.switch(close_date=None)
    await desk.poll()

    closed = await the_card(desk, face=Face.POSTED, mended=(MoveName.WAIT_FOR_REOPENING, BEN))
    await desk.quiet()
    assert names.PERIOD_WAYS not in buttons(closed)
    months = sorted(entry["date"][:7] for entry in await northwind.ledger())
    assert months == ["2026-07", "2026-07", "2026-08"]
    ((opened, _by),) = await turns(desk, closed, PeriodReopened)
    assert (opened.entries.count, opened.asked_by) == (2, BEN)
