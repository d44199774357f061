"""Many new cards of several connections: one digest first, then each card, once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from typing_extensions import override

from blocks.kit.card import Card
from bot.slack_channel import Outcome
from storage.slack import storms
from tests.bot.fake_channel import FakeChannel
from tests.bot.test_sending import Post, post
from tests.storage.stage import CHANNEL, at_once, open_book, open_incident, rows, running_job

__all__ = ["post"]
ABOVE = 5


@pytest.fixture(autouse=True)
def few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have few cards be many."""
    monkeypatch.setattr(storms, "ABOVE", ABOVE)


@dataclass(slots=True)
class Noting(FakeChannel):
    """Notes what each message said when it was new."""

    first: list[str] = field(default_factory=list)

    @override
    async def send(self, channel: str, card: Card, **named: Any) -> Outcome:
        """Note the text."""
        self.first.append(card.text)
        return await FakeChannel.send(self, channel, card, **named)


async def storm(post: Post, connections: int, cards: int) -> None:
    """Owe the channel new cards, as many of each connection."""
    for which in range(connections):
        connection = await open_book(post.database, f"book-{which}", name=f"Book {which}")
        for card in range(cards):
            incident = await open_incident(post.database, connection, f"{which}-{card}")
            async with post.database.store() as store:
                await store.incidents.owe_card(incident)


async def test_a_storm_is_gathered_and_each_card_comes_once(post: Post) -> None:
    """The digest is the first message, counts them all, and ends when each is there."""
    await storm(post, 3, ABOVE // 3 + 1)
    cards = 3 * (ABOVE // 3 + 1)
    channel = post.channel = Noting()
    one, other = await running_job(post.database), await running_job(post.database)
    await at_once(lambda: post.run(job=one), lambda: post.run(job=other))

    assert f"{cards} new incidents" in channel.first[0]
    digest, *rest = post.channel.messages
    assert digest.card.text == f"✅ All {cards} cards are here."
    assert len({one for message in rest for one in message.intents}) == len(rest) == cards
    assert await post.owed() == 0


async def test_a_digest_is_drawn_again_while_it_lasts(post: Post) -> None:
    """It counts down in place once in a while, and no second one begins."""
    await storm(post, 2, ABOVE)
    async with post.database.store() as store:
        await store.storms.look(CHANNEL)
        await store.storms.look(CHANNEL)
        await store.storms.sql.exec_driver_sql(
            "UPDATE storm SET drawn_at = drawn_at - interval '1 minute'"
        )
        await store.storms.look(CHANNEL)
        await store.storms.look(CHANNEL)

    (digest,) = await rows(post.database, "SELECT owed FROM message WHERE is_first")
    assert digest.owed == 2


@pytest.mark.parametrize(("connections", "cards"), [(1, ABOVE + 2), (2, ABOVE // 2)])
async def test_few_cards_or_one_connection_are_no_storm(
    post: Post, connections: int, cards: int
) -> None:
    """Each card is told as ever."""
    await storm(post, connections, cards)

    await post.run()

    assert post.channel.acts == ["new"] * (connections * cards)
