"""Slack's bad days: every card ends up in the channel once, and in its newest version."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import text

from blocks.card.face import Face
from blocks.kit import names
from journal.entries.failure import FailureReason
from journal.moves.reopen import REOPEN
from journal.ports import Click
from tests.faults.world import a_file, days, standing, the_one
from tests.stories.desk import ANA, BOOKKEEPING, Company, Desk, buttons, eventually
from tests.stories.seen import the_card

BAD_DAYS: Mapping[str, Mapping[str, Any]] = {
    "429": {"kind": "ratelimited"},
    "429 that has posted": {"kind": "ratelimited_but_done"},
    "dropped": {"kind": "dropped"},
    "dropped that has posted": {"kind": "dropped_but_done"},
    "500": {"kind": "server_error"},
    "500 that has posted": {"kind": "server_error_but_done"},
    "an answer of failure that has not posted": {"kind": "error", "error": "internal_error"},
    "no longer let in": {"kind": "error", "error": "invalid_auth", "times": 3},
    "not in the channel": {"kind": "error", "error": "not_in_channel", "times": 2},
    "too large": {"kind": "error", "error": "msg_blocks_too_long"},
}
_NO_CALL_LIVES = text("UPDATE message SET look_at = now() WHERE look_at IS NOT NULL")
_DOUBTS = text("SELECT 1 FROM message WHERE look_at IS NOT NULL")
_OWED = text("SELECT count(*) FROM message WHERE channel_id = :channel AND owed > shown")


async def test_bad_days_neither_lose_nor_double(desk: Desk) -> None:
    """Whatever became of a call, the card and each line of its thread are shown once."""
    async with asyncio.TaskGroup() as stories:
        for name, fault in BAD_DAYS.items():
            stories.create_task(_bad_day(desk, name, fault))


async def _bad_day(desk: Desk, name: str, fault: Mapping[str, Any]) -> None:
    """Tell of a refusal and of its end in a channel that has this bad day both times."""
    slug = name.replace(" ", "-")
    made = await desk.outside.post("slack/control/channels", json={"name": slug})
    channel = made.raise_for_status().json()["channel"]["id"]
    company = await desk.company(slug, channel=channel)
    try:
        await strike(desk, channel=channel, method="chat.postMessage", **fault)
        await refused(desk, company)
        card = await the_card(desk, FailureReason.PERIOD_CLOSED, channel=channel)

        await strike(desk, channel=channel, method="chat.update", **fault)
        await strike(desk, channel=channel, method="chat.postMessage", **fault)
        await company.switch(close_date=None)
        assert (await desk.click(card, names.RETRY, channel=channel))["acked"]

        await the_card(desk, face=Face.POSTED, channel=channel)
        await told_once(desk, card, channel)
    except AssertionError as error:
        error.add_note(f"The bad day was: {name}")
        raise


async def told_once(desk: Desk, card: Mapping[str, Any], channel: str) -> None:
    """Check the channel once nothing is owed to it any more."""

    async def all_told() -> bool:
        async with desk.program.database.engine.connect() as sql:
            owed = await sql.execute(_OWED, {"channel": channel})
            return bool(owed.scalar_one() == 0)

    await eventually(all_told, "everything to be told")
    assert the_one(await desk.cards(channel))["ts"] == card["ts"]
    lines = [line for one in await desk.thread(card, channel) for line in one.splitlines()]
    assert len(lines) == len(set(lines)) >= 2, lines


async def strike(desk: Desk, **fault: Any) -> None:
    """Have a fault strike the next calls."""
    answer = await desk.outside.post("slack/control/faults", json=fault)
    answer.raise_for_status()


async def refused(desk: Desk, company: Company, *, count: int = 1, name: str = "shop") -> None:
    """Take entries that are refused all for one cause."""
    await company.switch(close_date="2026-07-31")
    home = desk.program.settings.home
    await desk.take(company, a_file(home, *days(date(2026, 7, 1), count), name=name))


async def test_an_archived_channel_gets_its_cards_when_it_is_back(
    desk: Desk, northwind: Company
) -> None:
    """Nothing is sent into an archived channel, health names it, and nothing is forgotten."""
    await desk.outside.post(f"slack/control/channels/{BOOKKEEPING}", json={"archived": True})
    await refused(desk, northwind)
    assert await eventually(lambda: _faults(desk), "the fault") == [(BOOKKEEPING, "is_archived")]
    assert await desk.cards() == []

    await desk.outside.post(f"slack/control/channels/{BOOKKEEPING}", json={"archived": False})

    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07")
    await desk.quiet()
    assert the_one(await desk.cards())["ts"] == card["ts"]
    assert await _faults(desk) == []


async def _faults(desk: Desk) -> list[tuple[str, str]]:
    async with desk.program.database.store() as store:
        return list(await store.outbox.faults())


async def delete(desk: Desk, card: Mapping[str, Any]) -> None:
    """Take a card out of the channel, as an administrator may."""
    token = (await desk.outside.get("slack/control/tokens")).json()["bot_token"]
    answer = await desk.outside.post(
        "slack/api/chat.delete",
        json={"channel": BOOKKEEPING, "ts": card["ts"]},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert answer.json()["ok"], answer.text


async def test_a_card_deleted_while_it_is_open_comes_back(desk: Desk, northwind: Company) -> None:
    """The next change makes a new card with all there is, and the old one stays away."""
    await refused(desk, northwind, count=2)
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07")
    await desk.quiet()

    await delete(desk, card)
    await refused(desk, northwind, name="more")

    again = await the_card(desk, FailureReason.PERIOD_CLOSED, waiting=3)
    await desk.quiet()
    assert again["ts"] != card["ts"]
    assert the_one(await desk.cards())["ts"] == again["ts"]


async def test_a_card_deleted_after_it_was_closed_stays_away(
    desk: Desk, northwind: Company
) -> None:
    """Nobody wants to see it again, until someone opens it again."""
    await refused(desk, northwind)
    card = await the_card(desk, FailureReason.PERIOD_CLOSED, subject="2026-07")
    await desk.quiet()
    await strike(desk, kind="error", error="internal_error", method="chat.update", times=99)
    await desk.resolve(card, "not_needed", "entered last week")
    await delete(desk, card)
    await desk.outside.delete("slack/control/faults")

    await desk.quiet()
    assert standing(await desk.cards()) == []

    await reopen(desk)
    again = await the_card(desk, FailureReason.PERIOD_CLOSED, face=Face.REOPENED)
    assert names.RETRY in buttons(again)
    await desk.quiet()
    assert the_one(await desk.cards())["ts"] == again["ts"]


async def arrive(desk: Desk) -> None:
    """Let the late calls arrive, and the time pass in which any could be under way."""
    answer = await desk.outside.post("slack/control/faults/arrive")
    assert answer.json()["arrived"] > 0
    async with desk.program.database.engine.begin() as sql:
        await sql.execute(_NO_CALL_LIVES)
    async with desk.program.database.store() as store:
        await store.outbox.wake_channels()


async def settled(desk: Desk) -> None:
    """Return once nothing is looked at again any more, and all is told."""

    async def none() -> bool:
        async with desk.program.database.engine.connect() as sql:
            return (await sql.execute(_DOUBTS)).first() is None

    await eventually(none, "doubts to be settled")
    await desk.quiet()


async def test_a_card_that_arrives_late_is_not_a_second_one(desk: Desk, northwind: Company) -> None:
    """Sent again meanwhile, there are two for a moment; one is left, and its buttons work."""
    await strike(desk, kind="late", method="chat.postMessage", seconds=600)
    await refused(desk, northwind)
    card = await the_card(desk, FailureReason.PERIOD_CLOSED)

    await arrive(desk)
    await settled(desk)

    assert the_one(await desk.cards())["ts"] == card["ts"]
    await northwind.switch(close_date=None)
    assert (await desk.click(card, names.RETRY))["acked"]
    await the_card(desk, face=Face.POSTED)


async def test_an_older_drawing_that_arrives_late_does_not_stay(
    desk: Desk, northwind: Company
) -> None:
    """The card that was open is drawn over the one that is closed, and then the newest again."""
    await refused(desk, northwind)
    card = await the_card(desk, FailureReason.PERIOD_CLOSED)
    await desk.quiet()
    await northwind.switch(close_date=None)
    await strike(desk, kind="late", method="chat.update", seconds=600)
    assert (await desk.click(card, names.RETRY))["acked"]
    await the_card(desk, face=Face.POSTED)
    await desk.quiet()

    await arrive(desk)
    await settled(desk)

    await the_card(desk, face=Face.POSTED)
    assert the_one(await desk.cards())["ts"] == card["ts"]


async def test_an_open_card_deleted_by_hand_comes_back(desk: Desk, northwind: Company) -> None:
    """Nothing of its incident has changed: the look that is made with each poll sees it."""
    await refused(desk, northwind)
    card = await the_card(desk, FailureReason.PERIOD_CLOSED)
    await desk.quiet()
    await delete(desk, card)

    await desk.program.see_deleted()

    again = await the_card(desk, FailureReason.PERIOD_CLOSED)
    await desk.quiet()
    assert the_one(await desk.cards())["ts"] == again["ts"] != card["ts"]


async def test_a_closed_edit_window_leaves_one_card(desk: Desk, northwind: Company) -> None:
    """Whatever changes, there is one card, and the ones before it are gone."""
    await refused(desk, northwind)
    card = await the_card(desk, FailureReason.PERIOD_CLOSED)
    await desk.quiet()
    await strike(desk, kind="error", error="edit_window_closed", method="chat.update", times=2)
    for name in ("more", "and-more"):
        await refused(desk, northwind, name=name)
        await desk.quiet()

    assert the_one(await desk.cards())["ts"] != card["ts"]
    await the_card(desk, FailureReason.PERIOD_CLOSED, waiting=3)


async def reopen(desk: Desk) -> None:
    """Open the only incident again, as its button does."""
    await desk.program.services.make_move(REOPEN, 1, Click("again", ANA))
