"""Costs from the card, typed in or dropped as a file; the ledger shows each entry once."""

from pathlib import Path
from typing import Any

from blocks.kit import names
from journal.amounts.money import Money
from journal.incidents.move import MoveName
from journal.rights import Rule
from tests.stories.desk import ANA, BEN, Company, Desk, buttons, eventually

FILES = Path(__file__).parent / "files"


def typed(**costs: str) -> dict[str, Any]:
    """Return what someone types into the fields of the form, by SKU."""
    held = {sku: {"type": "plain_text_input", "value": cost} for sku, cost in costs.items()}
    return {names.cost_block(sku, 0): {names.COST_INPUT: one} for sku, one in held.items()}


async def test_costs_typed_in_are_posted_as_they_come(desk: Desk, northwind: Company) -> None:
    """One cost frees one entry, the others wait by name; with the rest everything is posted."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await desk.card("3 variants have no cost", "Stoneware mug")
    await desk.quiet()
    assert buttons(card)[0] == "Add costs"

    await desk.click(card, "Add costs")
    assert (await desk.submit(await desk.view(), typed(MUG="$4,00")))["acked"]
    seen = await desk.view()
    assert "Stoneware mug (MUG)  3 × $4.00 = $12.00" in str(seen["blocks"])
    assert await northwind.ledger() == [], "nothing is posted before the sum was seen"
    await desk.submit(seen, {})
    card = await desk.card("2 variants have no cost", "1 of 3 posted")
    await desk.quiet()
    assert [one["doc_number"] for one in await northwind.ledger()] == ["JF-1"]

    await desk.click(card, "Add costs", by=BEN)
    await desk.submit(await desk.view(BEN), typed(POT="10", TRAY="2.50"), by=BEN)
    seen = await desk.view(BEN)
    assert seen["submit"]["text"].startswith("Post 2 entries ($")
    await desk.submit(seen, {}, by=BEN)
    closed = await desk.card("Posted: 3 entries · $", "costs added by Ben", "MUG $4.00")
    await desk.quiet()

    assert closed["ts"] == card["ts"]
    sums = sorted(str(one["total"]) for one in await northwind.ledger())
    assert len(sums) == 3
    story = "\n".join(await desk.thread(closed))
    assert "<@U_ANA> set MUG to $4.00; 1 entry ($12.00) on the way" in story
    assert "Still without a cost: Tea pot" in story
    assert "<@U_BEN> set POT to $10.00, TRAY to $2.50; 2 entries ($" in story


async def test_a_file_in_the_thread_is_taken_row_by_row(desk: Desk, northwind: Company) -> None:
    """The good rows are kept and posted, each bad one is told with its row; told again, no more."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await desk.card("3 variants have no cost")
    await desk.quiet()
    sheet = (
        b"Costs of July;;\nSKU;Product;Cost\nmug;Stoneware mug;4,00\nPOT;Tea pot;lots\nTRA;;2,50\n"
    )

    await desk.drop(card, "costs.csv", sheet)

    card = await desk.card("2 variants have no cost", "1 of 3 posted")
    await desk.quiet()
    (told,) = [one for one in await desk.thread(card) if "costs.csv" in one]
    assert "<@U_ANA> set MUG to $4.00 from “costs.csv”; 1 entry ($12.00) on the way" in told
    assert "Row 4: “lots” is not an amount in USD" in told
    assert 'Row 5: nothing waits for "TRA"; is "TRAY" meant?' in told

    await desk.outside.post("slack/control/redeliver", json={})
    await desk.drop(card, "rest.csv", b"SKU,Cost\nPOT,10\nTRAY,2.5\n")
    await desk.card("Posted: 3 entries", "costs added by Ana")
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
    assert len([one for one in await desk.thread(card) if "costs.csv" in one]) == 1


async def test_an_odd_cost_in_a_file_waits_for_a_yes(desk: Desk, northwind: Company) -> None:
    """It is told by name below the file, with the button to the form that asks about it."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await desk.card("3 variants have no cost")
    await desk.quiet()

    await desk.drop(card, "costs.csv", b"SKU,Cost\nMUG,4.00\nPOT,5.00\nTRAY,1234.00\n")

    card = await desk.card("Oak tray (TRAY) has no cost", "2 of 3 posted")
    await desk.quiet()
    (told,) = [one for one in await desk.thread(card) if "costs.csv" in one]
    assert 'Row 4: is $1,234.00 right for "TRAY"? The others cost about $5.00' in told
    reply = await desk.reply(card, "costs.csv")
    assert buttons(reply) == ["Check 1 cost"]
    await desk.press(reply, "Check 1 cost")
    await desk.submit(await desk.view(), typed(TRAY="1234.00"))
    await desk.submit(await desk.view(), {})
    await desk.card("Posted: 3 entries", "TRAY $1,234.00")
    await desk.quiet()
    assert len(await northwind.ledger()) == 3


async def test_the_sheet_that_is_sent_comes_back_filled_in(desk: Desk, northwind: Company) -> None:
    """It lies in the thread with a row for each variant; filled in and dropped, all is posted."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await desk.card("3 variants have no cost")
    await desk.quiet()
    await desk.click(card, "Add costs")
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
    assert not [one for one in await desk.thread(card) if "Left out" in one], "our own sheet"
    assert lines[:2] == ["SKU,Title,Sold,Cost,Currency", "POT,Tea pot,9,,USD"]

    filled = "\r\n".join(line.replace(",,", ",4.50,") for line in lines)
    await desk.drop(card, "filled.csv", filled.encode())
    await desk.card("Posted: 3 entries", "costs added by Ana")
    await desk.quiet()
    assert len(await northwind.ledger()) == 3


async def test_other_files_and_other_places_are_let_be(desk: Desk, northwind: Company) -> None:
    """A picture, a file beside the thread and one of the bot itself are nobody's costs."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await desk.card("3 variants have no cost")
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

    async def told() -> bool:
        return any("was not taken" in one for one in await desk.thread(card))

    await eventually(told, "an answer to the sheet that is none")
    texts = (await desk.thread(card))[before:]
    assert [one for one in texts if "shelf.png" in one or "a.csv" in one] == []
    assert "it has no row with the headings SKU and Cost" in texts[-1]


async def test_costs_in_a_file_wait_for_a_second_person(desk: Desk, northwind: Company) -> None:
    """Dropped by Ana and declined, she is told; dropped again and approved by Ben, all is posted.

    A guest's file is not even asked about.

    What is wrong with a row is told as the file comes, and nothing is kept before it is approved.
    """
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await desk.card("3 variants have no cost")
    await desk.quiet()
    async with desk.program.database.store() as store:
        rule = Rule(MoveName.COST, second_above=Money(100, "USD"))
        await store.rights.save(northwind.book.id, rule)
    sheet = b"SKU,Cost\nMUG,4\nPOT,10\nTRAY,2.50\nTRA,1\n"

    await desk.drop(card, "guest.csv", sheet, by="U_DEE")
    (refused,) = await eventually(lambda: desk.direct("U_DEE"), "an answer to the guest")
    assert refused.startswith("Guests of this workspace may not set costs")
    await desk.drop(card, "costs.csv", sheet)
    asked = await desk.card("asks to add 3 costs from “costs.csv”; that posts 3 entries")
    await desk.quiet()
    assert buttons(asked) == ["Approve", "Decline"]
    assert "× $4.00 = $" in str(asked)
    (told,) = [one for one in await desk.thread(card) if "costs.csv" in one]
    assert 'Row 5: nothing waits for "TRA"' in told
    await desk.click(card, "Decline", by=BEN)
    await desk.quiet()
    (declined,) = await desk.direct(ANA)
    assert "<@U_BEN> declined what you asked for: to add 3 costs from “costs.csv”" in declined
    assert await northwind.ledger() == []

    await desk.card("3 variants have no cost")
    await desk.drop(card, "again.csv", sheet)
    await desk.card("asks to add 3 costs from “again.csv”")
    await desk.click(card, "Approve", by=BEN)
    await desk.card("Posted: 3 entries", "costs added by Ana")
    await desk.quiet()
    assert len(await northwind.ledger()) == 3
