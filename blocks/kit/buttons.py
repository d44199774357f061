"""Buttons, as every drawing draws them."""

from __future__ import annotations

from slack_sdk.models.blocks import (
    ButtonElement,
    ConfirmObject,
    PlainTextObject,
)

from blocks.kit import limits, names
from blocks.kit.text import one_line
from journal.books.book import Book
from journal.incidents.incident import Case


def button(
    label: str,
    action_id: str,
    value: str,
    *,
    about: str = "",
    primary: bool = False,
    confirm: ConfirmObject | None = None,
) -> ButtonElement:
    """Draw a button; `about` tells those who cannot see the card what it acts on.

    `confirm`: a question that Slack asks first.
    """
    return ButtonElement(
        text=PlainTextObject(text=one_line(label, limits.BUTTON_TEXT), emoji=True),
        action_id=action_id,
        value=value,
        style="primary" if primary else None,
        confirm=confirm,
        accessibility_label=one_line(f"{label}: {about}", limits.BUTTON_LABEL) if about else None,
    )


def link_button(label: str, action_id: str, url: str) -> ButtonElement:
    """Draw a button that opens `url` in the browser."""
    return ButtonElement(text=PlainTextObject(text=label), action_id=action_id, url=url)


def of_case(label: str, action_id: str, case: Case, *, primary: bool = False) -> ButtonElement:
    """Draw a button whose value is the incident."""
    value, about = str(case.incident.id), case.incident.number
    return button(label, action_id, value, about=about, primary=primary)


def reconnect_button(book: Book, label: str = "Reconnect") -> ButtonElement:
    """Draw the button that gives whoever presses it a link to connect `book`."""
    return button(label, names.RECONNECT, str(book.id), about=book.name, primary=True)
