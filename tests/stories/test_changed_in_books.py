"""Posted entries are changed or deleted in the books, and people decide which of the two counts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from blocks.card.face import Face
from blocks.kit import names
from journal.books.book import Platform
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason, Obstacle
from journal.incidents.how_resolved import HowResolved
from journal.incidents.story.mending import OursPutBack, TheirsKept
from journal.incidents.story.posting import EntriesBack
from tests.stories.desk import ANA, BEN, Company, Desk, eventually
from tests.stories.seen import the_card, turns
from tests.stories.test_overwriting import corrected, edit, hand_in, sums

FILES = Path(__file__).parent / "files"
CHANGED = FailureReason.CHANGED_IN_BOOKS
_POLLING = text(
    "SELECT count(*) FROM procrastinate_jobs"
    " WHERE task_name LIKE '%poll%' AND status IN ('todo', 'doing')"
)
_LONG_AGO = text("UPDATE connection SET changes_read_to = now() - interval '20 minutes'")


@pytest.fixture
async def company(desk: Desk, northwind: Company) -> Company:
    """A company in whose ledger the three entries of `sales.jsonl` are, looked at once."""
    await desk.take(northwind, FILES / "sales.jsonl")
    await desk.quiet()
    await looked_at(desk)
    return northwind


async def looked_at(desk: Desk) -> None:
    """Have the books looked at, and whatever comes of it shown."""
    await desk.poll()

    async def polled() -> bool:
        async with desk.program.database.engine.connect() as sql:
            return not int((await sql.execute(_POLLING)).scalar_one())

    await eventually(polled, "the poll to end")
    await desk.quiet()


async def status(desk: Desk, number: str) -> PostingStatus:
    """Return where an entry stands."""
    async with desk.program.database.store() as store:
        (entry,) = await store.entries.find(number)
    return entry.status


async def decide(desk: Desk, card: Any, choice: str, *, by: str = ANA) -> Any:
    """Open the form on a card, choose, and send it in; return the form."""
    await desk.click(card, names.CHANGED, by=by)

    async def filled() -> dict[str, Any] | None:
        view = await desk.view(by)
        return view if view["callback_id"] == names.CHANGED_FORM else None

    view = await eventually(filled, "both entries")
    chosen = {"type": "radio_buttons", "selected_option": option_of(view, choice)}
    sent = await desk.submit(view, {names.CHANGED_BLOCK: {names.CHANGED_INPUT: chosen}}, by=by)
    assert sent["acked"], sent
    assert not sent.get("errors"), sent
    return view


def option_of(view: dict[str, Any], choice: str) -> dict[str, Any]:
    """Return an option of the form as Slack sends it back."""
    (asked,) = (one for one in view["blocks"] if one.get("block_id") == names.CHANGED_BLOCK)
    found = next(one for one in asked["element"]["options"] if one["value"] == choice)
    option: dict[str, Any] = found
    return option


async def change(company: Company, number: str, amount: str, by: str = "Ben Okafor") -> None:
    """Have Ben type other lines there."""
    accounts = {one["number"]: one["id"] for one in (await company.state())["accounts"]}
    sides = {"debit": accounts["1310"], "credit": accounts["4000"]}
    lines = [{"side": side, "amount": amount, "account": named} for side, named in sides.items()]
    await company.change(number, lines=lines, by=by)


async def test_changed_by_one_person_they_are_one_card(desk: Desk, company: Company) -> None:
    """One is kept and one put back; what was kept is not told again, nor what we wrote."""
    for number in ("JF-1", "JF-2"):
        await change(company, number, "5.00")
    await looked_at(desk)
    card = await the_card(desk, CHANGED, obstacle=Obstacle.EDITED)
    assert "Ben Okafor" in card["text"]
    assert await status(desk, "JF-1") is PostingStatus.POSTED

    view = await decide(desk, card, "keep_theirs", by=BEN)
    assert "$5.00" in str(view["blocks"])
    card = await the_card(desk, CHANGED, face=Face.PARTLY)
    await decide(desk, card, "overwrite")
    closed = await the_card(desk, CHANGED, face=Face.POSTED)
    for _time in range(2):
        await looked_at(desk)

    assert len(await desk.cards()) == 1
    assert len(await turns(desk, closed, TheirsKept)) == 1
    assert [by for _turn, by in await turns(desk, closed, OursPutBack)] == [ANA]
    assert list((await sums(company)).values()).count({"5.00"}) == 1


async def test_changed_back_there_the_card_closes(desk: Desk, company: Company) -> None:
    """Nobody here presses anything; the thread says so."""
    (before,) = [one for one in await company.ledger() if one["doc_number"] == "JF-1"]
    await change(company, "JF-1", "5.00")
    await looked_at(desk)
    await the_card(desk, CHANGED, obstacle=Obstacle.EDITED)
    lines = [
        {"side": one["side"], "amount": one["amount"], "account": one["account_id"]}
        for one in before["lines"]
    ]
    await company.change("JF-1", lines=lines)
    await looked_at(desk)

    closed = await the_card(desk, CHANGED, face=Face.POSTED)
    assert len(await turns(desk, closed, EntriesBack)) == 1


async def test_deleted_one_is_posted_again_and_one_stays_removed(
    desk: Desk, company: Company
) -> None:
    """Neither is called posted meanwhile; who removed one on purpose says why."""
    for number in ("JF-1", "JF-2"):
        await company.delete(number, by="Ben Okafor")
    await looked_at(desk)
    card = await the_card(desk, CHANGED, obstacle=Obstacle.DELETED)
    assert await status(desk, "JF-1") is PostingStatus.FAILED

    await decide(desk, card, "overwrite")
    await desk.quiet()
    card = await the_card(desk, CHANGED, face=Face.PARTLY)
    await desk.click(card, names.REMOVED)
    everything = {"type": "static_select", "selected_option": {"value": "all"}}
    why = {"type": "plain_text_input", "value": "Entered twice"}
    values = {
        names.ENTRY_BLOCK: {names.ENTRY_INPUT: everything},
        names.SKIP_NOTE_BLOCK: {names.SKIP_NOTE_INPUT: why},
    }
    await desk.submit(await desk.view(), values)
    assert (await desk.submit(await desk.view(), {}))["acked"]
    await the_card(desk, CHANGED, how=HowResolved.SKIPPED, by=ANA)
    await looked_at(desk)

    assert len(await desk.cards()) == 1
    assert len(await company.ledger()) == 2
    standing = {await status(desk, number) for number in ("JF-1", "JF-2")}
    assert standing == {PostingStatus.POSTED, PostingStatus.SKIPPED}


@pytest.mark.parametrize("platform", [Platform.XERO, Platform.ZOHO])
async def test_changed_at_other_platforms(desk: Desk, platform: Platform) -> None:
    """Where deletions are told otherwise, or not at all, both are noticed and settled."""
    made = await desk.company("northwind", platform)
    days = {"shop-0707": "2026-07-07", "shop-0708": "2026-07-08"}
    for reference, day in days.items():
        await hand_in(desk, made, corrected(reference, day, 1250, revision=1))
    await looked_at(desk)
    await seldom(desk)
    await edit(made, "JF-1", "5.00")
    await made.delete("JF-2")
    await looked_at(desk)

    changed = await the_card(desk, CHANGED, obstacle=Obstacle.EDITED)
    deleted = await the_card(desk, CHANGED, obstacle=Obstacle.DELETED)
    assert await status(desk, "JF-2") is PostingStatus.FAILED
    for card in (changed, deleted):
        await decide(desk, card, "overwrite")
        await desk.quiet()
    await seldom(desk)
    await looked_at(desk)

    assert await sums(made) == {"JF-1": {"1250.00"}, "JF-2": {"1250.00"}}
    assert await status(desk, "JF-2") is PostingStatus.POSTED
    assert len(await desk.cards()) == 2


async def seldom(desk: Desk) -> None:
    """Have what a platform is asked seldom be due: changes were read an hour ago."""
    async with desk.program.database.engine.begin() as sql:
        await sql.execute(_LONG_AGO)
