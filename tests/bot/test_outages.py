"""A channel that takes nothing is told of elsewhere, once; then what waited is sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import update

from blocks.notices.outage import outage_notice
from bot.outages import TellOfOutages
from bot.slack_channel import Blocked
from journal.books.book import Platform
from storage.tables import connection as connections
from tests.bot.fake_channel import AT_ONCE, FakeChannel
from tests.bot.test_sending import Post, post
from tests.build import a_book
from tests.storage.stage import CHANNEL, open_incident, rows, seat

__all__ = ["post"]
FALLBACK = "C0FALLBACK"


async def tell(post: Post, fallback: str = FALLBACK) -> None:
    """Look for outages as the clock does, with no patience."""
    await TellOfOutages(post.database, fallback, timedelta(), post.clock)()


async def break_channel(post: Post, fault: str = "not_in_channel", to: str = CHANNEL) -> None:
    """Have Slack refuse the channel once."""
    post.channel.coming = [Blocked(fault, AT_ONCE)]
    await post.run(to)


async def told(post: Post) -> Sequence[Any]:
    """Return where outages are told of, and whether a word is there or owed."""
    return await rows(
        post.database,
        "SELECT m.channel_id, m.ts, m.owed > m.shown AS owed FROM message m"
        " JOIN notice n ON n.id = m.notice_id WHERE n.kind = 'outage' ORDER BY n.id",
    )


async def own(post: Post, person: str = "U_ANA") -> None:
    """Make someone the owner of every connection."""
    async with post.database.engine.begin() as sql:
        await sql.execute(update(connections).values(owner=person))


async def test_an_outage_is_told_once_and_closed_in_place(post: Post) -> None:
    """One word with counts alone; after recovery the same message says what was delivered."""
    for mark in "123":
        await post.incident(mark)
    await break_channel(post)
    await tell(post)
    await break_channel(post)
    await tell(post)
    await post.run(FALLBACK)

    (word,) = post.channel.messages
    assert f"<#{CHANNEL}>" in word.card.text
    assert "3 cards" in word.card.text
    assert "Northwind" not in str([one.to_dict() for one in word.card.blocks])

    post.channel = FakeChannel(messages=[word])
    await post.run()
    assert post.channel.acts == ["new"] * 3
    await post.run(FALLBACK)
    await tell(post)

    assert "3 cards were delivered" in word.card.text
    assert [one.channel_id for one in await told(post)] == [FALLBACK]
    assert await post.owed() == 0


@pytest.mark.parametrize("fallback", ["", FALLBACK, CHANNEL])
async def test_without_a_fallback_the_owner_is_told(post: Post, fallback: str) -> None:
    """Where there is none, or it takes nothing either, or is the channel itself."""
    await post.incident("1")
    await own(post)
    await break_channel(post)
    await tell(post, fallback)
    if fallback == FALLBACK:
        await break_channel(post, to=FALLBACK)
        await tell(post, fallback)
    post.channel.messages.clear()

    await post.run("U_ANA")

    words = [one.card.text for one in post.channel.messages]
    assert [CHANNEL in one for one in words].count(True) == 1
    assert "Northwind Retail" in words[0]
    owed = [one.channel_id for one in await told(post) if one.owed]
    assert owed == []


async def test_an_owner_who_left_learns_no_name(post: Post) -> None:
    """What is told directly names the books that concern the person, and no other."""
    await post.incident("1")
    async with post.database.store() as store:
        await seat(store, CHANNEL, ["U_ANA"])
        hidden = await store.desk.add_book(a_book(slug="hidden", name="Hidden", channel_id="C0H"))
        await store.desk.add_connection(hidden, Platform.QUICKBOOKS, "realm-hidden")
        await seat(store, "C0H", ["U_ANA"])
        incident_on = await store.books.connection_of(hidden.id)
    await open_incident(post.database, incident_on, "h")
    async with post.database.store() as store:
        incident = await store.incidents.for_change(2)
        await store.incidents.owe_card(incident)
    await own(post, "U_GONE")
    await break_channel(post, to="C0H")
    await tell(post, "")
    post.channel.messages.clear()

    await post.run("U_GONE")

    assert all("Hidden" not in one.card.text for one in post.channel.messages)


async def test_a_refused_token_is_told_nowhere_in_slack(post: Post) -> None:
    """Nothing can be sent, so nothing more is owed; it goes on when the token is good."""
    await post.incident("1")
    await break_channel(post, "token_revoked")
    await tell(post)
    assert await told(post) == []
    async with post.database.store() as store:
        assert await store.outages.is_out(CHANNEL)

    await post.run()

    assert await post.owed() == 0
    async with post.database.store() as store:
        assert await store.outages.open() == []


async def test_an_outage_is_told_again_after_a_day(post: Post) -> None:
    """A reminder a day at most, while it lasts."""
    await post.incident("1")
    await break_channel(post)
    await tell(post)
    await post.run(FALLBACK)
    async with post.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE outage SET told_at = told_at - interval '25 hours'")

    await tell(post)
    await tell(post)

    assert [one.ts is not None for one in await told(post)] == [True, False]


async def test_a_moved_book_gets_its_open_cards_in_the_new_channel(post: Post) -> None:
    """The card and its story are sent there, and what no channel waits for any more ends."""
    await post.incident("1", "joined")
    await break_channel(post, "channel_not_found")
    async with post.database.store() as store:
        assert await store.channels.move(1, "C0NEW") == 1

    await post.run("C0NEW")
    await post.run(CHANNEL)

    card, reply = post.channel.messages
    assert reply.thread_ts == card.ts
    assert post.channel.asked_in == {CHANNEL, "C0NEW"}
    async with post.database.store() as store:
        assert await store.outages.open() == []
    assert await post.owed() == 0


async def test_an_old_card_leads_to_the_new_channel(post: Post) -> None:
    """Where the old channel still takes messages no second card with buttons stays."""
    await post.incident("1")
    await post.run()
    (old,) = post.channel.messages
    async with post.database.store() as store:
        await store.channels.move(1, "C0NEW")

    await post.run("C0NEW")
    old_channel, new_card = old.ts, post.channel.messages[-1]
    await post.run(CHANNEL)

    assert "<#C0NEW>" in old.card.text
    assert new_card.ts != old_channel
    assert "C0NEW" not in new_card.card.text


async def test_each_fault_says_what_to_do(post: Post) -> None:
    """No fault is left without a cause and a way."""
    await post.incident("1")
    for fault in ("is_archived", "restricted_action_read_only_channel", "odd_new_fault"):
        await break_channel(post, fault)
        async with post.database.store() as store:
            (one,) = await store.outages.open()
        card = outage_notice(one)
        assert "*Fix*" in str(card.blocks[1].to_dict())
        assert fault in str(card.blocks[2].to_dict())
