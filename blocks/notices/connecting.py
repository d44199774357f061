"""The question whether a company is the book's, and the word to the channel of what it is."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block

from blocks.kit import limits, names
from blocks.kit.buttons import button
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import mention, outside
from journal.books.book import Book
from journal.books.consent import Answer, Connecting


def confirm_notice(told: Connecting, book: Book) -> Card:
    """Ask who asked for a link; once it is answered, say in one line what became of it."""
    seed = f"confirm{told.link_id}{told.answer}"
    if told.answer is not Answer.AWAITED:
        text = _answered(told, book)
        return Card(text, stamped([context(text)], seed))
    text = f"You signed in to {_there(told)}. Connect *{_name(book)}* to it?"
    value = str(told.link_id)
    drawn: list[Block] = [
        section(text),
        ActionsBlock(
            elements=[
                button("Connect", names.CONNECT_CONFIRM, value, primary=True),
                button("Don't connect", names.CONNECT_DECLINE, value),
            ]
        ),
        context("If it wasn't you, press Don't connect: someone else used your link."),
    ]
    return Card(text, stamped(drawn, seed))


def connected_notice(told: Connecting, book: Book) -> Card:
    """Tell a channel which company its book was connected to, and by whom."""
    text = f"🔗 {mention(told.asked_by)} connected *{_name(book)}* to {_there(told)}."
    return Card(text, stamped([section(text)], f"connected{told.link_id}"))


def _answered(told: Connecting, book: Book) -> str:
    if told.answer is Answer.CONNECTED:
        return f"✅ {_name(book)} is connected to {_there(told)}."
    return f"{_name(book)} was not connected to {_there(told)}. The sign-in is not used."


def _there(told: Connecting) -> str:
    company = outside(told.company or told.realm, limits.NAME_SHOWN)
    return f"{company} in {told.platform}"


def _name(book: Book) -> str:
    return outside(book.name, limits.NAME_SHOWN)
