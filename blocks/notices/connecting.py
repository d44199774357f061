"""The question whether a company is the book's, and the word to the channel of what it is."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block

from blocks.kit import limits, names
from blocks.kit.buttons import button
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import mention, outside
from journal.books.book import Book
from journal.books.consent import Answer, Connecting
from journal.books.signed_in import SignedIn


def confirm_notice(told: Connecting, book: Book) -> Card:
    """Ask who asked for a link; once it is answered, say in one line what became of it."""
    seed = f"confirm{told.link_id}{told.answer}"
    if told.answer is not Answer.AWAITED:
        text = _answered(told, book)
        return Card(text, stamped([context(text)], seed))
    signed_in = f"You signed in{_as_whom(told.signed_in)} to {_there(told)}."
    text = f"{signed_in} Connect *{_name(book)}* to it?"
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
    """Tell a channel which company its book was connected to, who asked, and who signed in."""
    by, there = mention(told.asked_by), _there(told)
    text = f"🔗 {by} connected *{_name(book)}* to {there}{_by_whom(told.signed_in)}."
    return Card(text, stamped([section(text)], f"connected{told.link_id}"))


def _answered(told: Connecting, book: Book) -> str:
    if told.answer is Answer.CONNECTED:
        return f"✅ {_name(book)} is connected to {_there(told)}{_by_whom(told.signed_in)}."
    sign_in = f"The sign-in{_as_whom(told.signed_in)}"
    return f"{_name(book)} was not connected to {_there(told)}. {sign_in} is not used."


def _as_whom(person: SignedIn) -> str:
    """Draw a person by name and address; the address stands whole, however long the name is."""
    name = outside(person.name, limits.NAME_SHOWN)
    email = outside(person.email, limits.EMAIL_SHOWN)
    return f" as {SignedIn(name, email).whole}" if person.whole else ""


def _by_whom(person: SignedIn) -> str:
    """Draw who signed in behind a sentence: the address alone, where it is told."""
    short = outside(person.email or person.name, limits.EMAIL_SHOWN)
    return f", signed in as {short}" if short else ""


def _there(told: Connecting) -> str:
    company = outside(told.company or told.realm, limits.NAME_SHOWN)
    host = f" at {outside(told.host, limits.NAME_SHOWN)}" if told.host else ""
    return f"{company} in {told.platform}{host}"


def _name(book: Book) -> str:
    return outside(book.name, limits.NAME_SHOWN)
