"""The word to a channel that an authorisation ends soon, and what became of it."""

from __future__ import annotations

from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block

from blocks.kit import figures, limits
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import mention, outside, when
from blocks.moves.connect_book import reconnect_button
from journal.books.book import ConnectionState
from journal.books.consent import Ending


def end_notice(ending: Ending, now: datetime) -> Card:
    """Draw the warning while the end is near, and one quiet line once it is not."""
    blocks = _warning(ending, now) if ending.is_near(now) else [context(_renewed(ending))]
    text = _near(ending, now) if ending.is_near(now) else _renewed(ending)
    return Card(text, stamped(blocks, f"end{ending.connection.id}{ending.ends_at}"))


def _warning(ending: Ending, now: datetime) -> list[Block]:
    platform = ending.connection.platform.label
    todo = (
        f"*What to do*\nPress Reconnect and sign in to {platform}; it takes a minute."
        f" An administrator of {platform} can do this."
    )
    quiet = f"Connected by {mention(ending.granted_by)}" if ending.granted_by else ""
    since = when(ending.granted_at) if ending.granted_at else ""
    drawn: list[Block] = [section(f"{_near(ending, now)} {_after(ending, now)}"), section(todo)]
    drawn.append(ActionsBlock(elements=[reconnect_button(ending.book)]))
    return [*drawn, context(f"{quiet} {since}")] if quiet else drawn


def _near(ending: Ending, now: datetime) -> str:
    assert ending.ends_at is not None
    name = outside(ending.book.name, limits.NAME_SHOWN)
    platform = ending.connection.platform.label
    if _is_over(ending, now):
        return f"🟠 {platform} no longer lets us in for *{name}*."
    left = figures.counted(max(1, (ending.ends_at - now).days), "day", ending.book.locale)
    return f"🟠 {platform} lets us in for *{name}* for {left} more, until {when(ending.ends_at)}."


def _after(ending: Ending, now: datetime) -> str:
    platform = ending.connection.platform.label
    waiting = "Its entries wait" if _is_over(ending, now) else "After that, its entries wait"
    return f"{waiting} until somebody connects {platform} again."


def _is_over(ending: Ending, now: datetime) -> bool:
    assert ending.ends_at is not None
    return ending.ends_at <= now or ending.connection.state is ConnectionState.LOST


def _renewed(ending: Ending) -> str:
    name = outside(ending.book.name, limits.NAME_SHOWN)
    who = f"{mention(ending.granted_by)} connected" if ending.granted_by else "Connected"
    at = f" {when(ending.granted_at)}" if ending.granted_at else ""
    return f"✅ {who} {ending.connection.platform.label} again for {name}{at}"
