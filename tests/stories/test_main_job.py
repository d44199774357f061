"""The main job, end to end: in, refused, told, mended, posted, closed, each exactly once."""

import asyncio
import json
from collections import Counter
from pathlib import Path

import pytest

from blocks.card.face import Face
from blocks.kit import names
from blocks.kit.text import mention
from journal.entries.failure import FailureReason
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Trigger
from journal.incidents.story.people import RetryAsked
from tests.stories.desk import ANA, BEN, CHI, Company, Desk, buttons, eventually
from tests.stories.seen import the_card, turns

FILES = Path(__file__).parent / "files"


@pytest.mark.parametrize(
    ("name", "count"), [("sales.jsonl", 3), ("quickbooks.csv", 2), ("xero.csv", 2)]
)
async def test_each_form_of_file_goes_from_refusal_to_the_ledger(
    desk: Desk, northwind: Company, name: str, count: int
) -> None:
    """A file comes in, the right to post is missing, one card tells it, Retry posts it all once."""
    await northwind.switch(can_post=False)

    assert await desk.take(northwind, FILES / name) == count
    card = await the_card(desk, FailureReason.PERMISSION, waiting=count)
    await desk.quiet()
    assert len(await desk.cards()) == 1
    assert await northwind.ledger() == []

    await northwind.switch(can_post=True)
    assert (await desk.click(card, names.RETRY))["acked"]
    await the_card(desk, face=Face.POSTED)
    await desk.quiet()

    numbers = Counter(entry["doc_number"] for entry in await northwind.ledger())
    assert len(numbers) == count
    assert set(numbers.values()) == {1}
    assert await desk.take(northwind, FILES / name) == 0
    await desk.quiet()
    assert len(await northwind.ledger()) == count


async def test_retry_before_the_cause_is_mended_brings_the_card_back(
    desk: Desk, northwind: Company
) -> None:
    """A closed month refuses again: the card is open again, with the attempt counted."""
    await northwind.switch(close_date="2026-07-31")
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07")

    await desk.click(card, names.RETRY)
    await eventually(lambda: desk.thread(card), "the story in the thread")
    await desk.quiet()
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07", attempts=2)
    assert names.RETRY in buttons(card)

    await northwind.switch(close_date=None)
    await desk.click(card, names.RETRY)
    closed = await the_card(desk, face=Face.POSTED)
    assert closed["ts"] == card["ts"]
    assert names.RETRY not in buttons(closed)
    assert len(await northwind.ledger()) == 3


async def test_two_people_click_at_once_and_one_wins(desk: Desk, northwind: Company) -> None:
    """The second is told privately who was first, and the platform is asked once."""
    await northwind.switch(can_post=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERMISSION, face=Face.OPEN)
    await desk.quiet()
    await northwind.switch(can_post=True, mode="slow", slow_seconds=1)

    card = await the_card(desk, FailureReason.PERMISSION, face=Face.OPEN)
    await asyncio.gather(
        desk.press(card, names.RETRY, by=ANA), desk.press(card, names.RETRY, by=BEN)
    )

    async def second_told() -> list[tuple[str, str]]:
        return [(one, text) for one in (ANA, BEN) for text in await desk.told(one)]

    ((second, told),) = await eventually(second_told, "an answer to the second")
    first = ANA if second == BEN else BEN
    assert mention(first) in told
    card = await the_card(desk, face=Face.POSTED)
    await desk.quiet()
    assert [by for _turn, by in await turns(desk, card, RetryAsked)] == [first]
    assert len(await northwind.ledger()) == 3


async def test_closed_by_hand_as_not_needed_is_never_posted(desk: Desk, northwind: Company) -> None:
    """Resolve asks how, closes the card with the name, and the entries are left out for good."""
    await northwind.switch(can_post=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERMISSION, waiting=3)
    await desk.quiet()

    await desk.resolve(card, "not_needed", "entered last week", by=CHI)
    closed = await the_card(
        desk, face=Face.BY_HAND, by=CHI, how=HowResolved.NOT_NEEDED, note="entered last week"
    )
    assert names.REOPEN in buttons(closed)

    await northwind.switch(can_post=True)
    await desk.poll()
    await desk.quiet()
    assert await northwind.ledger() == []

    await desk.click(closed, names.REOPEN)
    again = await the_card(desk, FailureReason.PERMISSION, face=Face.REOPENED)
    await desk.quiet()
    await desk.click(again, names.RETRY)
    await the_card(desk, face=Face.POSTED)
    assert len(await northwind.ledger()) == 3


async def test_said_to_be_fixed_but_missing_is_reopened(desk: Desk, northwind: Company) -> None:
    """The platform is asked; what it does not show opens again and names who closed it."""
    await northwind.switch(can_post=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERMISSION, waiting=3)
    await desk.quiet()

    await desk.resolve(card, "fixed_in_platform")

    again = await the_card(desk, face=Face.MISSING, trigger=Trigger.MISSING)
    assert again["ts"] == card["ts"]
    assert names.RETRY in buttons(again)


async def test_fixed_by_hand_in_the_platform_closes_the_card(
    desk: Desk, northwind: Company
) -> None:
    """A poll finds the entries that someone typed in, and the card closes and says so."""
    await northwind.switch(close_date="2026-08-31")
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-08")
    await desk.quiet()
    state = await northwind.state()
    accounts = {one["number"]: one["id"] for one in state["accounts"]}
    await northwind.type_in(
        doc_number="shop-0809",
        date="2026-08-09",
        private_note="typed in",
        lines=[
            {"side": "debit", "amount": "77.25", "account": accounts["1310"]},
            {"side": "credit", "amount": "77.25", "account": accounts["4000"]},
        ],
    )

    await desk.poll()

    closed = await the_card(desk, face=Face.POSTED)
    assert closed["ts"] == card["ts"]
    assert len(await northwind.ledger()) == 1


async def test_a_lost_connection_is_one_card_and_goes_on_by_itself(
    desk: Desk, northwind: Company
) -> None:
    """Everything waits on one card; let in again, a poll posts it all without a click."""
    await northwind.switch(connected=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.CONNECTION_LOST, waiting=3)
    await desk.quiet()
    assert len(await desk.cards()) == 1

    await northwind.switch(connected=True)
    await desk.poll()

    closed = await the_card(desk, face=Face.POSTED)
    assert closed["ts"] == card["ts"]
    assert len(await northwind.ledger()) == 3


async def test_a_swallowed_answer_posts_once_and_is_never_told(
    desk: Desk, northwind: Company
) -> None:
    """The entry was stored and no answer came: it is looked up, and nobody is troubled."""
    await northwind.switch(mode="swallow", mode_times=1)

    await desk.take(northwind, FILES / "sales.jsonl")
    await desk.quiet()

    numbers = Counter(entry["doc_number"] for entry in await northwind.ledger())
    assert sorted(numbers.values()) == [1, 1, 1]
    assert await desk.cards() == []


async def test_mapping_and_costs_are_applied_and_gaps_are_told(
    desk: Desk, northwind: Company, tmp_path: Path
) -> None:
    """A category without an account is told before any call; mapped, it posts on Retry."""
    file = tmp_path / "gift.jsonl"
    file.write_text(
        '{"reference": "g1", "date": "2026-07-07", "sales_channel": "Shopify", '
        '"kind": "sales_summary", "currency": "USD", "lines": ['
        '{"side": "debit", "amount": "25.00", "account": "1310"}, '
        '{"side": "credit", "amount": "25.00", "category": "Gift cards"}]}\n'
    )
    await desk.take(northwind, file)
    card = await the_card(desk, FailureReason.MAPPING_MISSING, subject="Gift cards")
    await desk.quiet()

    async with desk.program.database.store() as store:
        await store.desk.save_mapping(northwind.book.id, [("Shopify", "Gift cards", "2300")])
    await desk.click(card, names.RETRY)

    await the_card(desk, face=Face.POSTED)
    (entry,) = await northwind.ledger()
    assert {line["account"] for line in entry["lines"]} >= {"Gift card liability"}


async def test_commands_answer_and_guess(desk: Desk, northwind: Company) -> None:
    """Status, list, show, retry and help answer; a mistyped one is answered with the nearest."""
    await northwind.switch(can_post=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    await the_card(desk, FailureReason.PERMISSION, face=Face.OPEN)
    await desk.quiet()

    assert "$2,307.75" in await desk.command("status")
    assert "Northwind" in await desk.command("list")
    assert "JF-1" in await desk.command("show JF-1")
    assert "status" in await desk.command("statsu")
    assert "retry" in await desk.command("help")
    assert "northwind" in await desk.command("status nortwind")

    await northwind.switch(can_post=True)
    assert "INC-1" in await desk.command("retry shop-0707")
    await the_card(desk, face=Face.POSTED)
    assert len(await northwind.ledger()) == 3


async def test_details_shows_everything(desk: Desk, northwind: Company) -> None:
    """Details opens at once and fills with entries, attempts and what the platform answered."""
    await northwind.switch(can_post=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERMISSION, face=Face.OPEN)
    await desk.quiet()

    await desk.choose(card, names.DETAILS)

    async def filled() -> bool:
        return "JF-3" in str(await desk.view())

    await eventually(filled, "the details to fill")
    shown = json.dumps(await desk.view())
    assert "rich_text_preformatted" in shown
    assert "Fault" in shown


async def test_a_click_delivered_again_does_nothing_twice(desk: Desk, northwind: Company) -> None:
    """Slack delivers an envelope twice; the story tells of one click."""
    await northwind.switch(can_post=False)
    await desk.take(northwind, FILES / "sales.jsonl")
    card = await the_card(desk, FailureReason.PERMISSION, face=Face.OPEN)
    await desk.quiet()

    await desk.click(card, names.RETRY)
    await desk.outside.post("slack/control/redeliver", json={})
    await desk.quiet()

    assert [by for _turn, by in await turns(desk, card, RetryAsked)] == [ANA]
    lines = [line for text in await desk.thread(card) for line in text.splitlines()]
    assert len([line for line in lines if ANA in line]) == 1
