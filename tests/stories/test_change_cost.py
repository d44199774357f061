"""A cost that was wrong is changed from the card; what was posted with it is corrected, once."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from blocks.card.face import Face
from blocks.kit import names
from journal.amounts.money import Money
from journal.books.book import Book, Platform
from journal.entries.entry import EntryKind, Line, NewEntry, PostingStatus, Side
from journal.entries.failure import FailureReason
from journal.incidents.move import MoveName
from journal.incidents.story.mending import CostsChanged
from journal.incidents.story.posting import EntriesMoved
from journal.ports import tokens_of_key
from sandbox.tryton.books import Tryton
from tests.stories.desk import ANA, BEN, BOOKKEEPING, Company, Desk, buttons, eventually
from tests.stories.seen import the_card, the_case, turns
from tests.stories.test_costs import typed as added

FILES = Path(__file__).parent / "files"
WHY = "the supplier's invoice says so"


def typed(why: str = WHY, **costs: str) -> dict[str, Any]:
    """Return what someone types into the form, by SKU, and why."""
    held: dict[str, Any] = {
        names.cost_block(sku, 0): {
            names.NEW_COST_INPUT: {"type": "plain_text_input", "value": cost}
        }
        for sku, cost in costs.items()
    }
    told = {"type": "plain_text_input", "value": why}
    return {**held, names.CHANGE_WHY_BLOCK: {names.CHANGE_WHY_INPUT: told}}


async def costed(desk: Desk, book: Book, **costs: int) -> None:
    """Keep costs in cents, and have the three entries of pieces posted with them."""
    rows = [("Shopify", sku, Money(minor, "USD")) for sku, minor in costs.items()]
    async with desk.program.database.store() as store:
        await store.desk.save_costs(book.id, rows)
    await desk.take(book, FILES / "cogs.jsonl")
    await desk.quiet()


async def sums(company: Company) -> dict[str, Decimal]:
    """Return what each entry of the ledger comes to, by its number."""
    return {one["doc_number"]: Decimal(str(one["total"])) for one in await company.ledger()}


async def choose(
    desk: Desk, view: Mapping[str, Any], value: str, *, by: str = ANA
) -> dict[str, Any]:
    """Choose how far the change reaches; return the form as it is drawn then."""
    option = next(
        one
        for block in view["blocks"]
        if block.get("block_id") == names.REACH_BLOCK
        for one in block["element"]["options"]
        if one["value"] == value
    )
    answer = await desk.outside.post(
        "slack/control/action",
        json={
            "as": by,
            "view_id": view["id"],
            "block_id": names.REACH_BLOCK,
            "action_id": names.CHANGE_REACH,
            "selected_option": option,
        },
    )
    assert answer.json().get("acked"), answer.json()
    carried = f":{value}:"

    async def drawn() -> dict[str, Any] | None:
        shown = await desk.view(by)
        return shown if carried in shown["private_metadata"] else None

    return await eventually(drawn, f"the form for {value}")


async def asked_with_show(desk: Desk, number: str, *, by: str = ANA) -> None:
    """Type `/jefail show JF-1` and press the button below the answer."""
    await desk.command(f"show {number}", by=by)
    (answer,) = [one for one in await desk.whispers(by) if names.CHANGE_COST in buttons(one)][-1:]
    assert (await desk.press(answer, names.CHANGE_COST, by=by, channel=BOOKKEEPING))["acked"]


async def test_all_that_used_a_cost_is_corrected(desk: Desk, northwind: Company) -> None:
    """Costs from the card, one was wrong: seen first, both entries follow, and later ones too."""
    await desk.take(northwind, FILES / "cogs.jsonl")
    card = await the_card(desk, FailureReason.COST_MISSING, subject="3")
    await desk.quiet()
    await desk.click(card, names.ADD_COSTS)
    await desk.submit(await desk.view(), added(MUG="4.00", POT="10", TRAY="2.50"))
    await desk.submit(await desk.view(), {})
    card = await the_card(desk, face=Face.POSTED, posted=3)
    await desk.quiet()
    assert await sums(northwind) == {
        "JF-1": Decimal(12),
        "JF-2": Decimal(98),
        "JF-3": Decimal("2.5"),
    }

    await desk.click(card, names.CHANGE_COST, by=BEN)
    which = {"type": "static_select", "selected_option": {"value": "2"}}
    view = await desk.view(BEN)
    assert view["callback_id"] == names.CHANGE_WHICH_FORM
    chosen = {names.CHANGED_ENTRY_BLOCK: {names.CHANGED_ENTRY_INPUT: which}}
    await desk.submit(view, chosen, by=BEN)
    form = await desk.view(BEN)
    assert form["callback_id"] == names.CHANGE_COST_FORM
    assert all(one in str(form["blocks"]) for one in ("Stoneware mug", "$4.00", "$10.00"))
    await desk.submit(form, typed(MUG="4.50"), by=BEN)
    seen = await desk.view(BEN)
    assert seen["callback_id"] == names.CHANGE_SEEN_FORM
    assert all(one in str(seen["blocks"]) for one in ("$8.00", "$9.00", "$98.00", "$99.00"))
    seen = await choose(desk, seen, "2026-07-07", by=BEN)
    assert all(one in str(seen["blocks"]) for one in ("$20.00", "$22.50", "$110.00", "$112.50"))
    await desk.submit(seen, {}, by=BEN)

    changed = await the_card(
        desk,
        FailureReason.COST_CHANGED,
        face=Face.POSTED,
        posted=2,
        mended=(MoveName.CHANGE_COST, BEN),
    )
    await desk.quiet()
    assert await sums(northwind) == {
        "JF-1": Decimal("13.5"),
        "JF-2": Decimal(99),
        "JF-3": Decimal("2.5"),
    }
    ((turn, by),) = await turns(desk, changed, CostsChanged)
    assert (by, turn.why, turn.kept, turn.entries.count) == (BEN, WHY, True, 2)
    assert [(one.sku, one.was, one.now) for one in turn.changed] == [
        ("MUG", Money(400, "USD"), Money(450, "USD"))
    ]
    ((moved, _),) = await turns(desk, card, EntriesMoved)
    assert moved.onto == ((await the_case(desk, changed)).incident.id,)
    async with desk.program.database.store() as store:
        assert {sku: one.minor for _, sku, one in await store.desk.costs(1)}["MUG"] == 450
        (entry,) = await store.entries.find("JF-2")
    assert entry.status is PostingStatus.POSTED
    assert entry.costs == {"MUG": Money(450, "USD"), "POT": Money(1000, "USD")}
    assert buttons(changed)[1] == names.CHANGE_COST


async def test_one_entry_alone_from_show(desk: Desk, northwind: Company) -> None:
    """An entry that never was on a card gets one with the change; the others keep their cost."""
    await costed(desk, northwind.book, MUG=400, POT=1000, TRAY=250)

    await asked_with_show(desk, "JF-1")
    await desk.submit(await desk.view(), typed(MUG="4.50"))
    await desk.submit(await desk.view(), {})
    changed = await the_card(desk, FailureReason.COST_CHANGED, face=Face.POSTED, posted=1)
    await desk.quiet()

    found = await sums(northwind)
    assert (found["JF-1"], found["JF-2"]) == (Decimal("13.5"), Decimal(98))
    ((turn, by),) = await turns(desk, changed, CostsChanged)
    assert (by, turn.kept) == (ANA, False)
    async with desk.program.database.store() as store:
        assert {sku: one.minor for _, sku, one in await store.desk.costs(1)}["MUG"] == 400


async def test_tryton_keeps_what_is_posted(desk: Desk, tryton: Tryton) -> None:
    """Nobody can change it there: the form says so, and the cost holds for later entries alone."""
    tokens = tokens_of_key(tryton.key)
    book = await desk.connect("acme", Platform.TRYTON, tryton.company, tokens, tryton.site)
    rows = [("Shopify", "MUG", Money(400, "USD"))]
    async with desk.program.database.store() as store:
        await store.desk.save_costs(book.id, rows)
    sold = Line(Side.DEBIT, account="4000", sku="MUG", title="Mug", quantity=Decimal(3))
    lines = (sold, replace(sold, side=Side.CREDIT, account="1310"))
    kind = EntryKind.COST_OF_GOODS_SOLD
    content = NewEntry("cogs-1", date(2026, 7, 7), "Shopify", kind, "USD", lines)
    await desk.program.services.accept_entries(book.id, [content])
    await desk.quiet()
    before = await asyncio.to_thread(tryton.moves)
    assert len(before) == 1

    await asked_with_show(desk, "JF-1")
    await desk.submit(await desk.view(), typed(MUG="4.50"))
    seen = await desk.view()
    assert names.REACH_BLOCK not in str(seen["blocks"])
    await desk.submit(seen, {})
    await desk.quiet()

    assert await asyncio.to_thread(tryton.moves) == before
    async with desk.program.database.store() as store:
        assert {sku: one.minor for _, sku, one in await store.desk.costs(1)}["MUG"] == 450
        (entry,) = await store.entries.find("JF-1")
    assert entry.costs == {"MUG": Money(400, "USD")}
