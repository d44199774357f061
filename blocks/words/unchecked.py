"""What is said to be fixed in the platform and was not seen there yet, and why it cannot be."""

from __future__ import annotations

from blocks.kit import figures, limits
from blocks.kit.text import outside
from journal.books.book import Book, Connection, ConnectionState
from journal.incidents.incident import Case, Tally


def no_check(connection: Connection) -> str:
    """Return why nothing can be looked up there now, plain text; empty: it can be."""
    platform = connection.platform.label
    if connection.state is ConnectionState.LOST:
        return f"jefail has lost access to {platform}"
    if connection.unread_since is not None:
        return f"{platform} can't be read now"
    return ""


def check_said(case: Case) -> str:
    """Return "checking", or why the platform cannot be looked at: plain text."""
    why = no_check(case.connection)
    return f"can't check: {why}" if why else "checking"


def unchecked_said(tally: Tally, book: Book) -> str:
    """Return "2 entries ($4,812.40) said to be fixed, not checked"; empty without any."""
    if not tally.count:
        return ""
    money = figures.amounts(tally.amounts, book.locale)
    inside = f" ({money})" if money else ""
    return f"{figures.entries(tally.count, book.locale)}{inside} said to be fixed, not checked"


def unchecked_cause(case: Case) -> str:
    """Return what a list says of such a case instead of its cause, marked up."""
    return outside(f"said to be fixed, {check_said(case)}", limits.NAME_SHOWN * 2)
