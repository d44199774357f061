"""Books that could not be read for long: what is told of it in the book's channel."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal.books.book import Book, Platform


@dataclass(frozen=True, slots=True)
class Silence:
    """One time in which the books of a connection were not read."""

    id: int
    book: Book
    platform: Platform
    since: datetime  # when they were read last
    ended_at: datetime | None = None
