"""When the person who closes a case has to say why."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from journal.amounts.money import Money
from journal.books.book import Book
from journal.errors import NoteNeeded


@dataclass(frozen=True, slots=True)
class NoteRule:
    """A note is needed above an amount, which each book sets for its currencies.

    A currency of which the book says nothing goes by the figure of the book's own currency: no
    rate is known here. `above` is the figure for books that say nothing at all.
    """

    above: Decimal

    def needed(self, book: Book, amounts: Iterable[Money]) -> NoteNeeded | None:
        """Return what is said where so much is closed without a note; None: none is needed."""
        for one in amounts:
            limit = self.above_in(book, one.currency)
            if limit is not None and one.decimal > limit:
                return NoteNeeded(limit, one.currency)
        return None

    def check(self, book: Book, amounts: Iterable[Money], note: str) -> None:
        """Raise NoteNeeded when `amounts` want a note and there is none."""
        needed = None if note.strip() else self.needed(book, amounts)
        if needed is not None:
            raise needed

    def above_in(self, book: Book, currency: str) -> Decimal | None:
        """Return the limit for what is closed in a currency; None: there is none."""
        limits = book.note_above
        return limits.get(currency, limits.get(book.currency, self.above))
