"""All that waits of a book, or for a reason, before it is posted again, and after."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block

from blocks.answers.rights import refusal_text
from blocks.kit import figures, limits, names
from blocks.kit.buttons import button
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import harmless
from blocks.words.refused import sentence_of
from journal.errors import IncidentError
from journal.moves.retry_all import Retried
from journal.ports import Waiting
from journal.rights import NotAllowed


def retry_all_card(waiting: Waiting, what: str, value: str, locale: str) -> Card:
    """Draw the question; `what` is marked up: "of Northwind Retail", "for period closed"."""
    entries = figures.entries(waiting.count, locale)
    money = figures.amounts(waiting.amounts, locale)
    cards = figures.counted(waiting.cards, "card", locale)
    verb = "waits" if waiting.count == 1 else "wait"
    text = f"*{entries}* {what} {verb} on {cards}{f' · *{money}*' if money else ''}"
    go = button(f"Post {entries} again", names.RETRY_ALL, value, about=money, primary=True)
    quiet = context("Nothing is posted twice. Each card shows what comes of it.")
    blocks = stamped([section(text), ActionsBlock(elements=[go]), quiet], f"all{value}")
    return Card(text, blocks)


def retried_card(retried: Retried, value: str) -> Card:
    """Draw the answer; where cards are left over, with a button that goes on with them."""
    text = _said(retried)
    blocks: list[Block] = [section(text)]
    if retried.beyond:
        on = button("Go on with those", names.RETRY_ALL, value, primary=True)
        blocks.append(ActionsBlock(elements=[on]))
    return Card(text, stamped(blocks, f"retried{value}"))


def _said(retried: Retried) -> str:
    parts = []
    if retried.posted:
        parts.append(f"Posting again: {_few(retried.posted)}. The cards show what comes of it.")
    if retried.asked:
        parts.append(f"A second person has to approve {_few(retried.asked)} on the card first.")
    if retried.left:
        more = len(retried.left) - _SHOWN
        told = [_why_left(number, error) for number, error in retried.left[:_SHOWN]]
        told += [f"And {more} more."] if more > 0 else []
        parts.append("Left: " + " ".join(told))
    if retried.beyond:
        cards = figures.counted(retried.beyond, "card", figures.FALLBACK)
        parts.append(f"In the time there was, {cards} were not come to.")
    return harmless(" ".join(parts) or "Nothing waits any more.")[: limits.SECTION_TEXT]


def _why_left(number: str, error: IncidentError) -> str:
    if isinstance(error, NotAllowed):
        return f"{number}: {refusal_text(error.refusal)}"
    return sentence_of(error)


_SHOWN = 5


def _few(numbers: Sequence[str]) -> str:
    left = len(numbers) - _SHOWN
    return ", ".join(numbers[:_SHOWN]) + (f" and {left} more" if left > 0 else "")
