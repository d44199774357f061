"""Connect: a book gets its accounting platform back."""

from __future__ import annotations

from slack_sdk.models.blocks import ButtonElement

from blocks.kit import names
from blocks.kit.buttons import button
from blocks.moves.shown import ShownMove
from journal.books.book import Book
from journal.entries.failure import FailureReason
from journal.incidents.incident import Case
from journal.incidents.move import MoveName


def reconnect_button(book: Book, label: str = "Reconnect") -> ButtonElement:
    """Draw the button that gives the person who presses it a link to connect `book`."""
    return button(label, names.RECONNECT, str(book.id), about=book.name, primary=True)


def reconnect_on_card(case: Case) -> ButtonElement:
    """Draw the same on a card; where the connected user may not post, it takes another."""
    lacks_rights = case.incident.failure.reason is FailureReason.PERMISSION
    return reconnect_button(case.book, "Reconnect as admin" if lacks_rights else "Reconnect")


SHOWN_CONNECT = ShownMove(
    MoveName.CONNECT,
    "connect a book",
    memory=lambda _case, _memory, by: f"connected again{by}",
    buttons=(reconnect_on_card,),
)
