"""A closed month, end to end: on another day, or by itself once it is open again."""

from pathlib import Path

from tests.stories.desk import BEN, Company, Desk, buttons, way

FILES = Path(__file__).parent / "files"


async def test_a_closed_months_entries_post_on_the_first_open_day(
    desk: Desk, northwind: Company
) -> None:
    """Asked twice, then each is in the ledger once, on the new day, the old one in its memo."""
    await northwind.switch(close_date="2026-07-31")
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await desk.card("July 2026 is closed", "Aug 1, 2026")
    await desk.quiet()

    assert (await desk.click(card, "Post another way"))["acked"]
    chosen = await desk.submit(await desk.view(), way("redate"))
    assert chosen["response_action"] == "push"
    question = await desk.view()
    assert "2 entries" in str(question["blocks"])
    assert question["submit"]["text"] == "Post on Aug 1, 2026"
    assert (await desk.submit(question, {}))["response_action"] == "clear"

    closed = await desk.card("Posted", "dated Aug 1, 2026 by Ana")
    assert closed["ts"] == card["ts"]
    await desk.quiet()
    ledger = await northwind.ledger()
    assert sorted(entry["date"] for entry in ledger) == ["2026-08-01", "2026-08-01", "2026-08-09"]
    assert len({entry["doc_number"] for entry in ledger}) == 3
    assert sum("dated 2026-07-" in entry["private_note"] for entry in ledger) == 2
    assert await desk.take(northwind, FILES / "sales.jsonl") == 0, "handed in again, nothing new"


async def test_the_poll_that_sees_the_month_open_posts(desk: Desk, northwind: Company) -> None:
    """Nobody presses anything when the month is opened; the card says who asked."""
    await northwind.switch(close_date="2026-07-31")
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await desk.card("July 2026 is closed", "Aug 1, 2026")
    await desk.quiet()

    await desk.click(card, "Post another way", by=BEN)
    assert (await desk.submit(await desk.view(BEN), way("await"), by=BEN))["acked"]
    await desk.card("posts by itself once July 2026 is open again")
    await desk.poll()
    await desk.quiet()
    assert len(await northwind.ledger()) == 1, "the one of August"

    await northwind.switch(close_date=None)
    await desk.poll()

    closed = await desk.card("Posted", "as asked by Ben")
    await desk.quiet()
    assert "Post another way" not in buttons(closed)
    months = sorted(entry["date"][:7] for entry in await northwind.ledger())
    assert months == ["2026-07", "2026-07", "2026-08"]
    assert any("July 2026 is open again" in line for line in await desk.thread(closed))
