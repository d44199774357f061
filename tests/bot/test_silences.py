"""Books that nobody could read: told once in their channel, and closed in place."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.silences import TellOfSilence
from tests.bot.test_sending import Post, post
from tests.storage.stage import rows

__all__ = ["post"]
WITHIN = timedelta(minutes=15)
_READ = "UPDATE connection SET polled_at = clock_timestamp() - make_interval(mins => %s)"


async def read_before(post: Post, minutes: int) -> None:
    """Have the books been read so long ago."""
    async with post.database.engine.begin() as sql:
        await sql.exec_driver_sql(_READ, (minutes,))


def telling(post: Post, *, up_for: timedelta = timedelta(hours=1)) -> TellOfSilence:
    """Return what tells, in a process that has been up for a while."""
    return TellOfSilence(post.database, WITHIN, up_for.total_seconds, began=0.0)


async def test_silence_is_told_once_and_closed_in_place(post: Post) -> None:
    """However often it is looked for, one message says since when; later, that it is over."""
    await post.incident("1")
    await post.run()
    await read_before(post, 20)
    for _look in range(3):
        await telling(post)()
        await post.run()
    _card, word = post.channel.messages
    assert "QuickBooks" in word.card.text
    assert "Northwind Retail" in word.card.text
    told = word.card

    await read_before(post, 0)
    await telling(post)()
    await post.run()

    assert len(post.channel.messages) == 2
    assert word.card != told
    await read_before(post, 20)
    await telling(post)()
    await post.run()
    assert len(post.channel.messages) == 3


@pytest.mark.parametrize(
    ("minutes", "state", "up_for"),
    [
        (5, "connected", timedelta(hours=1)),
        (20, "lost", timedelta(hours=1)),
        (20, "connected", timedelta(minutes=1)),
    ],
    ids=["read", "lost, which has its card", "just started"],
)
async def test_what_is_no_silence(post: Post, minutes: int, state: str, up_for: timedelta) -> None:
    """Nothing is told where there is nothing new to tell."""
    await post.incident("1")
    await read_before(post, minutes)
    async with post.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET state = %s", (state,))

    await telling(post, up_for=up_for)()

    assert await rows(post.database, "SELECT 1 FROM silence") == []
