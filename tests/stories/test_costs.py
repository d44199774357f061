"""Costs from the card, typed in or dropped as a file; the ledger shows each entry once."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from blocks.answers.rights import refusal_text
from blocks.card.face import Face
from blocks.kit import figures, names
from journal.amounts.money import Money
from journal.entries.failure import FailureReason
from journal.incidents.move import MoveName
from journal.incidents.notices import NoticeKind
from journal.incidents.story.mending import CostsAdded
from journal.incidents.story.requests import RequestMade
from journal.rights import Refusal, Rule, WhyNot
from tests.stories.desk import ANA, BEN, Company, Desk, buttons, eventually
from tests.stories.seen import the_card, the_case, the_notice, turns

FILES = Path(__file__).parent / "files"


def typed(**costs: str) -> dict[str, Any]:
    """Return what someone types into the fields of the form, by SKU."""
    held = {sku: {"type": "plain_text_input", "value": cost} for sku, cost in costs.items()}
    return {names.cost_block(sku, 0): {names.COST_INPUT: one} for sku, one in held.items()}


def costs_in(turn: CostsAdded) -> dict[str, int]:
    """Return what each variant costs by a turn of the story, in cents, by SKU."""
    return {one.sku: one.unit.minor for one in turn.set}


async def test_costs_typed_in_are_posted_as_they_come(desk: Desk, northwind: Company) -> None:
    """One cost frees one entry, the others wait by name; with the rest everything is posted."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await the_card(desk, FailureReason.COST_MISSING, subject="3")
    await desk.quiet()
    assert "Stoneware mug" in str(card)
    assert buttons(card)[0] == names.ADD_COSTS

    await desk.click(card, names.ADD_COSTS)
    assert (await desk.submit(await desk.view(), typed(MUG="$4,00")))["acked"]
    seen = await desk.view()
    assert seen["callback_id"] == names.COSTS_SEEN_FORM
    assert all(one in str(seen["blocks"]) for one in ("MUG", "$4.00", "$12.00"))
    assert await northwind.ledger() == []
    await desk.submit(seen, {})
    card = await the_card(desk, FailureReason.COST_MISSING, subject="2", posted=1, waiting=2)
    await desk.quiet()
    assert [one["doc_number"] for one in await northwind.ledger()] == ["JF-1"]

    await desk.click(card, names.ADD_COSTS, by=BEN)
    await desk.submit(await desk.view(BEN), typed(POT="10", TRAY="2.50"), by=BEN)
    seen = await desk.view(BEN)
    assert figures.entries(2, "en_US") in seen["submit"]["text"]
    await desk.submit(seen, {}, by=BEN)
    closed = await the_card(desk, face=Face.POSTED, posted=3, mended=(MoveName.COST, BEN))
    await desk.quiet()
    assert all(one in str(closed) for one in ("MUG", "$4.00"))

    assert closed["ts"] == card["ts"]
    sums = sorted(str(one["total"]) for one in await northwind.ledger())
    assert len(sums) == 3
    (first, ana), (second, ben) = await turns(desk, closed, CostsAdded)
    assert (ana, costs_in(first), first.entries.count) == (ANA, {"MUG": 400}, 1)
    assert first.entries.amounts == (Money(1200, "USD"),)
    assert "Tea pot" in first.lacking[0]
    assert (ben, costs_in(second), second.entries.count) == (BEN, {"POT": 1000, "TRAY": 250}, 2)


async def test_a_file_in_the_thread_is_taken_row_by_row(desk: Desk, northwind: Company) -> None:
    """The good rows are kept and posted, each bad one is told with its row; told again, no more."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await the_card(desk, FailureReason.COST_MISSING, subject="3")
    await desk.quiet()
    sheet = (
        b"Costs of July;;\nSKU;Product;Cost\nmug;Stoneware mug;4,00\nPOT;Tea pot;lots\nTRA;;2,50\n"
    )

    await desk.drop(card, "costs.csv", sheet)

    card = await the_card(desk, FailureReason.COST_MISSING, subject="2", posted=1, waiting=2)
    await desk.quiet()
    ((told, by),) = await turns(desk, card, CostsAdded)
    assert (by, costs_in(told), told.entries.count) == (ANA, {"MUG": 400}, 1)
    (wrong, unknown) = told.source.faults
    assert (wrong[0], unknown[0]) == (4, 5)
    assert ("lots" in wrong[1], '"TRAY"' in unknown[1]) == (True, True)

    await desk.outside.post("slack/control/redeliver", json={})
    await desk.drop(card, "rest.csv", b"SKU,Cost\nPOT,10\nTRAY,2.5\n")
    await the_card(desk, face=Face.POSTED, posted=3, mended=(MoveName.COST, ANA))
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    assert len([one for one in await desk.thread(card) if "costs.csv" in one]) == 1


async def test_an_odd_cost_in_a_file_waits_for_a_yes(desk: Desk, northwind: Company) -> None:
    """It is told by name below the file, with the button to the form that asks about it."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await the_card(desk, FailureReason.COST_MISSING, subject="3")
    await desk.quiet()

    await desk.drop(card, "costs.csv", b"SKU,Cost\nMUG,4.00\nPOT,5.00\nTRAY,1234.00\n")

    card = await the_card(desk, FailureReason.COST_MISSING, subject="1", posted=2)
    await desk.quiet()
    (reply,) = [one for one in await desk.replies(card) if "costs.csv" in one["text"]]
    assert all(one in reply["text"] for one in ("TRAY", "$1,234.00", "$5.00"))
    assert buttons(reply) == [names.COSTS_UNSURE]
    await desk.press(reply, names.COSTS_UNSURE)
    await desk.submit(await desk.view(), typed(TRAY="1234.00"))
    await desk.submit(await desk.view(), {})
    closed = await the_card(desk, face=Face.POSTED, posted=3)
    await desk.quiet()
    assert "$1,234.00" in str(closed)
    assert len(await northwind.ledger()) == 3


async def test_the_sheet_that_is_sent_comes_back_filled_in(desk: Desk, northwind: Company) -> None:
    """It lies in the thread with a row for each variant; filled in and dropped, all is posted."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await the_card(desk, FailureReason.COST_MISSING, subject="3")
    await desk.quiet()
    await desk.click(card, names.ADD_COSTS)
    view = await desk.view()
    block = next(one for one in view["blocks"] if one["type"] == "actions")

    await desk.outside.post(
        "slack/control/action",
        json={
            "as": "U_ANA",
            "view_id": view["id"],
            "block_id": block["block_id"],
            "action_id": names.COSTS_SHEET,
        },
    )
    sheet = await eventually(lambda: desk.file_in(card), "the sheet in the thread")
    lines = sheet.decode("utf-8-sig").splitlines()
    await desk.quiet()
    assert await turns(desk, card, CostsAdded) == []
    assert lines[:2] == [
        '"SKU","Title","Sold","Cost","Currency"',
        '"POT","Tea pot","9","","USD"',
    ]

    filled = "\r\n".join(line.replace('""', '"4.50"') for line in lines)
    await desk.drop(card, "filled.csv", filled.encode())
    await the_card(desk, face=Face.POSTED, posted=3, mended=(MoveName.COST, ANA))
    await desk.quiet()
    assert len(await northwind.ledger()) == 3


async def test_other_files_and_other_places_are_let_be(desk: Desk, northwind: Company) -> None:
    """A picture, a file beside the thread and one of the bot itself are nobody's costs."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await the_card(desk, FailureReason.COST_MISSING, subject="3")
    await desk.quiet()
    before = len(await desk.thread(card))

    await desk.drop(card, "shelf.png", b"\x89PNG")
    elsewhere = await desk.outside.post(
        "slack/control/message",
        json={
            "as": BEN,
            "channel": "C_BOOKKEEPING",
            "files": [{"name": "a.csv", "content": "QQ=="}],
        },
    )
    assert elsewhere.json()["message"]["subtype"] == "file_share"
    await desk.drop(card, "notes.csv", b"Hello\nthere\n", by=BEN)

    async def told() -> Sequence[tuple[CostsAdded, str | None]]:
        return await turns(desk, card, CostsAdded)

    ((turn, by),) = await eventually(told, "an answer to the sheet that is none")
    assert (turn.source.file, bool(turn.source.refused), by) == ("notes.csv", True, BEN)
    texts = (await desk.thread(card))[before:]
    assert [one for one in texts if "shelf.png" in one or "a.csv" in one] == []
    assert turn.source.refused in texts[-1]


async def test_costs_in_a_file_wait_for_a_second_person(desk: Desk, northwind: Company) -> None:
    """Dropped by Ana and declined, she is told; dropped again and approved by Ben, all is posted.

    A guest's file is not even asked about.

    What is wrong with a row is told as the file comes, and nothing is kept before it is approved.
    """
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await the_card(desk, FailureReason.COST_MISSING, subject="3")
    await desk.quiet()
    async with desk.program.database.store() as store:
        rule = Rule(MoveName.COST, second_above=Money(100, "USD"))
        await store.rights.save(northwind.book.id, rule)
    sheet = b"SKU,Cost\nMUG,4\nPOT,10\nTRAY,2.50\nTRA,1\n"

    await desk.drop(card, "guest.csv", sheet, by="U_DEE")
    (refused,) = await eventually(lambda: desk.direct("U_DEE"), "an answer to the guest")
    assert refused["text"] == refusal_text(Refusal(WhyNot.GUEST, MoveName.COST, "U_DEE"))
    await desk.drop(card, "costs.csv", sheet)
    asked = await the_card(desk, asked=MoveName.COST, waiting=3)
    await desk.quiet()
    request = (await the_case(desk, asked)).request
    assert request is not None
    assert (request.by, request.tally.count) == (ANA, 3)
    assert buttons(asked) == [names.APPROVE, names.DECLINE]
    assert all(one in str(asked) for one in ("costs.csv", "$4.00"))
    ((told, _by),) = await turns(desk, card, RequestMade)
    assert [row for row, _why in told.source.faults] == [5]
    await desk.click(card, names.DECLINE, by=BEN)
    await desk.quiet()
    declined = await the_notice(desk, NoticeKind.ANSWERED, ANA, where=lambda one: one.actor == BEN)
    assert "costs.csv" in declined["text"]
    assert await desk.direct(ANA) == [declined]
    assert await northwind.ledger() == []

    await the_card(desk, FailureReason.COST_MISSING, subject="3", asked=None)
    await desk.drop(card, "again.csv", sheet)
    asked = await the_card(desk, asked=MoveName.COST)
    assert "again.csv" in str(asked)
    await desk.click(card, names.APPROVE, by=BEN)
    await the_card(desk, face=Face.POSTED, posted=3, mended=(MoveName.COST, ANA))
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
