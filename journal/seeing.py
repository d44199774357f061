"""Which books concern someone: what they see, hear of, are suggested and can count.

Pure. What is known of someone is read by `Rights.sees` in journal/ports/access.py, as each unit of
work for a person begins (`OpenSeen` in journal/ports/store.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from journal.errors import JefailError


@dataclass(frozen=True, slots=True)
class Viewer:
    """Someone in Slack for whom something is read or done."""

    person_id: str  # Slack user id; "": Slack did not say who, and they see nothing


@dataclass(frozen=True, slots=True)
class Sees:
    """The books that concern someone: those of their channels, and those they are named for.

    What belongs to any other book is, for them, as if it were not there.
    """

    books: frozenset[int] | None  # their ids; None: every book, for the program's own work
    viewer: Viewer = Viewer("")
    is_being_read: bool = False  # who is in the channel of some book was never read yet

    def has(self, book_id: int | None) -> bool:
        """Whether this book is one of them."""
        return self.books is None or book_id in self.books

    @property
    def ids(self) -> list[int] | None:
        """The same for a statement; None: every book."""
        return None if self.books is None else sorted(self.books)


EVERY_BOOK = Sees(None)
"""What the program sees in its own jobs, and its operator at the terminal."""


class BeingRead(JefailError):
    """It is not known yet what concerns someone, so nothing is shown to them."""

    @property
    def sentence(self) -> str:
        """Say that it passes: channels are read as soon as the program starts."""
        return "jefail is still reading who is in your channels. Try again in a minute."
