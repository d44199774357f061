"""What people are told about connecting a book."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock

from blocks.answers.status import NO_BOOK
from blocks.kit import limits, names
from blocks.kit.buttons import link_button
from blocks.kit.card import Card, context, section, stamped
from blocks.kit.text import clock, outside
from journal.books.book import Book, Platform
from journal.books.consent import Invitation

_CALLED = {Platform.TRYTON: "its Tryton server", Platform.POSTING_SERVICE: "its posting service"}


def invitation_card(invitation: Invitation) -> Card:
    """Draw the personal link, for the eyes of the person who asked for it.

    The address stands in the button alone, so that nothing fetches it for a preview.
    """
    book, platform = outside(invitation.book.name, limits.NAME_SHOWN), invitation.platform
    where = _CALLED.get(platform, platform.label)
    text = f"Connect *{book}* to {where}: this link is for you alone."
    open_it = link_button("Open the link", names.CONNECT_LINK, invitation.url)
    quiet = context(
        f"It works once, until {clock(invitation.expires_at)}. Do not pass it on:"
        " whatever is connected by it counts as connected by you."
    )
    seed = f"connect{invitation.expires_at.timestamp()}"
    blocks = stamped([section(text), ActionsBlock(elements=[open_it]), quiet], seed)
    return Card(text, blocks)


def usage(books: Sequence[Book]) -> str:
    """Return how to say which book; `books`: those there are."""
    if not books:
        return NO_BOOK
    slugs = ", ".join(f"`{outside(book.slug, limits.NAME_SHOWN)}`" for book in books[:10])
    return f"Say which book: `{names.COMMAND} connect BOOK`. There are {slugs}."
