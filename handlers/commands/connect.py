"""Connecting a book: the person who asks is given a link of their own, which nobody else sees."""

from __future__ import annotations

from collections.abc import Sequence

from blocks.answers.connecting import invitation_card, usage
from blocks.kit.card import Card
from blocks.kit.validate import checked
from handlers.edge.clicks import click_of, command_of
from handlers.edge.listening import SlackRequest
from handlers.edge.naming import book_id_of
from journal.books.book import Platform
from journal.errors import BadInput

PLATFORMS = {platform.value: platform for platform in Platform}
"""What people type for each platform."""


async def asked_for(request: SlackRequest, words: Sequence[str]) -> Card:
    """Answer `/jefail connect BOOK [PLATFORM]`."""
    named, platform = _apart(words)
    async with request.open_store() as store:
        book_id = await book_id_of(store, named) if named else None
        books = await store.books.all()
    if book_id is None and len(books) == 1:
        book_id = books[0].id
    if book_id is None:
        raise BadInput(usage(books), is_drawn=True)
    click = command_of(request.body)
    return invitation_card(await request.desk.connect_book(book_id, click, platform))


async def reconnect_clicked(request: SlackRequest) -> None:
    """Reconnect was clicked on a card or a warning: answer the person alone."""
    book_id = int(request.action["value"])
    card = invitation_card(await request.desk.connect_book(book_id, click_of(request.body)))
    await request.ack()
    request.desk.later(
        request.respond(
            text=card.text,
            blocks=checked(card.blocks),
            response_type="ephemeral",
            replace_original=False,
            unfurl_links=False,
        )
    )


async def confirmed(request: SlackRequest) -> None:
    """Who asked for the link says that it is the right company: the book is connected."""
    link_id = int(request.action["value"])
    await request.desk.confirm_connection.confirm(link_id, click_of(request.body))
    await request.ack()


async def declined(request: SlackRequest) -> None:
    """It is not, or someone else used the link: nothing is connected."""
    link_id = int(request.action["value"])
    await request.desk.confirm_connection.decline(link_id, click_of(request.body))
    await request.ack()


def _apart(words: Sequence[str]) -> tuple[Sequence[str], Platform | None]:
    """Return what names the book, and the platform when the last word is one."""
    if not words:
        return words, None
    last = words[-1].casefold()
    if last in PLATFORMS:
        return words[:-1], PLATFORMS[last]
    return words, None
