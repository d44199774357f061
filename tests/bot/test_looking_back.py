"""Calls that arrive late, messages that cannot be changed, refusals that do not end."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from bot.see_deleted import MOST_OLD, SeeDeleted
from bot.sending import MOST_TRIES
from bot.sent import AGAIN
from bot.slack_channel import Fixed, SlackChannel, Spoiled, Unknown
from bot.slack_refusals import LONGEST_BELIEVED, believed_wait
from storage.slack.messages import LONGEST_WAIT
from tests.bot.fake_channel import AT_ONCE, Message
from tests.bot.test_sending import Post, post
from tests.storage.stage import rows

__all__ = ["post"]
NO_ANSWER = Unknown(AT_ONCE, may_arrive=True)
_LATE = "UPDATE message SET look_at = clock_timestamp() WHERE look_at IS NOT NULL"


async def calls_have_ended(post: Post) -> None:
    """Let the time pass in which a call may be under way."""
    async with post.database.engine.begin() as sql:
        await sql.exec_driver_sql(_LATE)


async def test_a_card_that_arrives_late_is_closed(post: Post) -> None:
    """It was sent again meanwhile; of the two one is left, the one that is drawn again."""
    await post.incident("1")
    post.channel.coming = [NO_ANSWER]
    await post.run()
    (card,) = post.channel.messages
    late = Message("0.5", card.card, list(card.intents), None)
    post.channel.messages.append(late)

    await calls_have_ended(post)
    await post.run()

    assert post.channel.messages == [card]
    assert post.channel.acts[-3:] == ["look back", "close", "change"]
    assert await post.owed() == 0


async def test_a_line_that_arrives_late_is_taken_away(post: Post) -> None:
    """A thread tells each turn once, and nothing in it is drawn again."""
    await post.incident("1", "joined")
    post.channel.coming_replies = [NO_ANSWER]
    await post.run()
    card, line = post.channel.messages
    post.channel.messages.append(Message("9.5", line.card, list(line.intents), card.ts))

    await calls_have_ended(post)
    await post.run()

    assert post.channel.messages == [card, line]
    assert post.channel.acts[-1] == "close"


async def test_a_drawing_without_an_answer_is_made_once_more(post: Post) -> None:
    """An older one may come after the newer one, so the newest is drawn when none can live."""
    incident = await post.incident("1")
    await post.run()
    await post.tell(incident)
    post.channel.coming = [NO_ANSWER]
    await post.run()
    (card,) = post.channel.messages
    newest = card.card
    card.card = replace(newest, text="an older drawing")

    await calls_have_ended(post)
    await post.run()

    assert card.card == newest
    await calls_have_ended(post)
    acts = len(post.channel.acts)
    await post.run()
    assert len(post.channel.acts) == acts


async def test_a_process_that_died_drawing_leaves_a_doubt(post: Post) -> None:
    """Its call may arrive after that of the next process."""
    incident = await post.incident("1")
    await post.run()
    await post.tell(incident)
    async with post.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE message SET attempted_at = clock_timestamp()")

    await post.run()

    (row,) = await rows(post.database, "SELECT look_at, attempted_at FROM message")
    assert row.look_at is not None
    assert row.attempted_at is None


async def test_what_cannot_be_closed_is_tried_again(post: Post) -> None:
    """The doubt stays until one message is left."""
    await post.incident("1")
    post.channel.coming = [NO_ANSWER]
    await post.run()
    (card,) = post.channel.messages
    post.channel.messages.append(Message("0.5", card.card, list(card.intents), None))
    post.channel.closes = False
    await calls_have_ended(post)
    await post.run()
    assert len(post.channel.messages) == 2

    post.channel.closes = True
    await calls_have_ended(post)
    await post.run()

    assert post.channel.messages == [card]


async def test_what_slack_finds_wrong_each_time_is_set_aside(post: Post) -> None:
    """One message of which Slack only says that something failed keeps no other waiting."""
    first = await post.incident("1")
    await post.incident("2")
    await post.run()
    await post.tell(first)
    post.channel.coming = [Unknown(AT_ONCE, "update_failed")] * (MOST_TRIES + 1)

    await post.run()

    assert [one.fault for one in await post.refused()] == ["update_failed"]
    assert post.channel.acts == ["new"] * 2 + ["change"] * (MOST_TRIES + 1)
    await post.minutes_pass(5)
    await post.run()
    assert await post.refused() == []


@pytest.mark.parametrize("fault", ["edit_window_closed", "cant_update_message", "block_mismatch"])
async def test_one_that_cannot_be_changed_is_replaced(post: Post, fault: str) -> None:
    """There is one card of an incident: a new one, and the old one is gone."""
    incident = await post.incident("1")
    await post.run()
    (old,) = post.channel.messages
    await post.tell(incident)
    post.channel.coming = [Fixed(fault)]

    await post.run()

    (new,) = post.channel.messages
    assert new.ts != old.ts
    assert post.channel.acts == ["new", "change", "close", "new"]


async def test_never_five_cards_of_one_incident(post: Post) -> None:
    """Where the old one can be neither changed nor taken away, there are two, and it is told."""
    incident = await post.incident("1")
    await post.run()
    post.channel.closes = False
    for _change in range(4):
        await post.tell(incident)
        post.channel.coming = [Fixed("edit_window_closed")]
        await post.run()

    assert len(post.channel.messages) == 2
    assert [one.fault for one in await post.refused()] == ["edit_window_closed"]


async def test_each_wait_is_as_long_as_all_before(post: Post) -> None:
    """What Slack refuses for hours is tried seldom, but at least every six hours."""
    await post.incident("1")
    post.channel.coming = [Spoiled("no_text")] * 9
    await post.run()
    waits = []
    for hours in (1, 24):
        async with post.database.engine.begin() as sql:
            await sql.exec_driver_sql(
                "UPDATE message SET retry_at = clock_timestamp(),"
                " refused_since = clock_timestamp() - make_interval(hours => %s)",
                (hours,),
            )
        await post.run()
        (row,) = await rows(post.database, "SELECT retry_at - clock_timestamp() AS w FROM message")
        waits.append(round(row.w / AGAIN))

    assert waits == [12, round(LONGEST_WAIT / AGAIN)]


@pytest.mark.parametrize(
    ("told", "seconds"),
    [
        ("2", 2),
        ("0.5", 0.5),
        ("", 1),
        ("soon", 1),
        ("-3", 1),
        ("nan", 1),
        ("inf", 1),
        ("1e300", LONGEST_BELIEVED.total_seconds()),
        ("86400", LONGEST_BELIEVED.total_seconds()),
        ("Tue, 01 Dec 2026 00:00:00 GMT", 1),
    ],
)
def test_a_retry_after_is_believed_up_to_a_bound(told: str, seconds: float) -> None:
    """Whatever stands in it, no channel is silent for longer than five minutes."""
    assert believed_wait(told).total_seconds() == seconds


def seeing(post: Post) -> SeeDeleted:
    """Return what looks for the cards of the channel, each time that it is called."""
    return SeeDeleted(
        post.database, cast(SlackChannel, post.channel), post.clock, timedelta(seconds=-1)
    )


async def test_a_card_taken_out_of_its_channel_comes_back(post: Post) -> None:
    """It is seen by one call, though nothing about its incident has changed."""
    incident = await post.incident("1")
    await post.run()
    (card,) = post.channel.messages
    await seeing(post)()
    assert "ask for one" not in post.channel.acts
    post.channel.messages.remove(card)

    await seeing(post)()
    await post.run()

    (again,) = post.channel.messages
    assert (again.ts != card.ts, again.card) == (True, card.card)
    await post.close(incident)
    await post.run()
    post.channel.messages.clear()
    await seeing(post)()
    await post.run()
    assert post.channel.messages == []


async def test_cards_older_than_a_page_are_asked_for_in_turn(post: Post) -> None:
    """A look takes a bounded number of calls, however many cards are open."""
    for number in range(9):
        await post.incident(str(number))
    await post.run()
    acts = len(post.channel.acts)

    await seeing(post)()

    assert post.channel.acts[acts:] == ["ask for one"] * MOST_OLD
