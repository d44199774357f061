"""All that waits of a book, or for a reason, before it is posted again, and after."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock

from blocks import figures, limits, names
from blocks.buttons import button
from blocks.card import Card, context, section, stamped
from blocks.text import harmless
from journal.ports import Waiting


def retry_all_card(waiting: Waiting, what: str, value: str, locale: str) -> Card:
    """Draw the question; `what` is marked up: "of Northwind Retail", "for period closed"."""
    entries = figures.entries(waiting.count, locale)
    money = figures.amounts(waiting.amounts, locale)
    cards = figures.counted(len(waiting.incident_ids), "card", locale)
    verb = "waits" if waiting.count == 1 else "wait"
    text = f"*{entries}* {what} {verb} on {cards}{f' · *{money}*' if money else ''}"
    go = button(f"Post {entries} again", names.RETRY_ALL, value, about=money, primary=True)
    quiet = context("Nothing is posted twice. Each card shows what comes of it.")
    blocks = stamped([section(text), ActionsBlock(elements=[go]), quiet], f"all{value}")
    return Card(text, blocks)


def retried_text(posted: Sequence[str], asked: Sequence[str], left: Sequence[str]) -> str:
    """Return what came of it: numbers of incidents, and why each of the others was left."""
    parts = []
    if posted:
        parts.append(f"Posting again: {_few(posted)}. The cards show what comes of it.")
    if asked:
        parts.append(f"A second person has to approve {_few(asked)} on the card first.")
    if left:
        parts.append("Left: " + " ".join(left[:_SHOWN]))
    return harmless(" ".join(parts) or "Nothing waits any more.")[: limits.SECTION_TEXT]


_SHOWN = 5


def _few(numbers: Sequence[str]) -> str:
    left = len(numbers) - _SHOWN
    return ", ".join(numbers[:_SHOWN]) + (f" and {left} more" if left > 0 else "")
