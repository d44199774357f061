"""All that waits of a book, or for a reason, before it is posted again, and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import ActionsBlock, Block

from blocks.kit import figures, limits, names
from blocks.kit.buttons import button
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import harmless
from journal.ports import Waiting


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


@dataclass(frozen=True, slots=True)
class Retried:
    """What came of it: numbers of incidents, and why each of the others was left."""

    posted: Sequence[str] = ()
    asked: Sequence[str] = ()  # a second person has to approve it
    left: Sequence[str] = ()  # sentences
    beyond: int = 0  # cards that were not come to

    @property
    def text(self) -> str:
        """All of that in a few sentences."""
        parts = []
        if self.posted:
            parts.append(f"Posting again: {_few(self.posted)}. The cards show what comes of it.")
        if self.asked:
            parts.append(f"A second person has to approve {_few(self.asked)} on the card first.")
        if self.left:
            more = len(self.left) - _SHOWN
            told = [*self.left[:_SHOWN], *([f"And {more} more."] if more > 0 else [])]
            parts.append("Left: " + " ".join(told))
        if self.beyond:
            cards = figures.counted(self.beyond, "card", figures.FALLBACK)
            parts.append(f"In the time there was, {cards} were not come to.")
        return harmless(" ".join(parts) or "Nothing waits any more.")[: limits.SECTION_TEXT]


def retried_card(retried: Retried, value: str) -> Card:
    """Draw the answer; where cards are left over, with a button that goes on with them."""
    blocks: list[Block] = [section(retried.text)]
    if retried.beyond:
        on = button("Go on with those", names.RETRY_ALL, value, primary=True)
        blocks.append(ActionsBlock(elements=[on]))
    return Card(retried.text, stamped(blocks, f"retried{value}"))


_SHOWN = 5


def _few(numbers: Sequence[str]) -> str:
    left = len(numbers) - _SHOWN
    return ", ".join(numbers[:_SHOWN]) + (f" and {left} more" if left > 0 else "")
