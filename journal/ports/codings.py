"""What people said of lines that lack a choice of the platform's lists, and what waits for it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from journal.books.lists import ListItem
from journal.entries.uncoded import Choices, Slot
from journal.incidents.uncoded import CodedBefore, WaitingEntries, WaitingLine


class Codings(Protocol):
    """Rules for lines and names that are meant, kept by the platform's ids that stay."""

    async def save(self, book_id: int, chosen: Choices, by: str | None) -> None:
        """Keep `chosen`, each in place of what was kept of its lines or word before."""

    async def forget(self, book_id: int, slots: Iterable[Slot]) -> int:
        """Forget what is kept of these; return how many there were."""

    async def kept(self, book_id: int, slots: Iterable[Slot]) -> Sequence[CodedBefore]:
        """Return what is kept of these, in their order, where there is anything."""

    async def all(self, book_id: int) -> Sequence[CodedBefore]:
        """Return all that is kept of the book, rules before words, broad ones first."""

    async def lines(self, incident_id: int) -> Sequence[WaitingLine]:
        """Return what lines of the incident's refused entries say, each once."""

    async def waiting(self, book_id: int) -> Sequence[WaitingEntries]:
        """Return what waits of the book's open incidents that such a choice can end."""

    async def add_item(self, connection_id: int, item: ListItem) -> None:
        """Add a choice that was made just now to the lists as they were read before."""
