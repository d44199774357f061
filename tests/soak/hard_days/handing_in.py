"""Entries handed in over the whole run: again and again until the program has said yes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from journal.amounts.money import Money
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from journal.errors import StoreBusy
from tests.soak.hard_days.books import Books
from tests.stories.desk import Desk

AT_ONCE = 5
JULY_1, AUGUST_1 = date(2026, 7, 1), date(2026, 8, 1)
CLOSED_SHARE = 0.4
"""Of the entries this part is dated in July, which is closed most of the time."""


@dataclass(slots=True)
class HandedIn:
    """What the program said yes to: the references of each book."""

    desk: Desk
    chance: random.Random
    taken: dict[int, set[str]] = field(default_factory=dict)  # by the id of the book

    @property
    def entries(self) -> int:
        """How many it took."""
        return sum(map(len, self.taken.values()))

    async def over(self, books: Sequence[Books], entries: int, seconds: float) -> None:
        """Hand so many in, evenly over this time."""
        batches = max(1, entries // AT_ONCE)
        for number in range(batches):
            await self._hand_in(books[number % len(books)], number)
            await asyncio.sleep(seconds / batches)

    async def _hand_in(self, books: Books, batch: int) -> None:
        entries = [self._entry(f"{batch}-{number}") for number in range(AT_ONCE)]
        while True:
            try:
                await self.desk.program.services.accept_entries(books.book.id, entries)
                break
            except StoreBusy:  # as any caller would: the same again, which is taken once
                await asyncio.sleep(0.5)
        self.taken.setdefault(books.book.id, set()).update(one.reference for one in entries)

    def _entry(self, reference: str) -> NewEntry:
        is_closed = self.chance.random() < CLOSED_SHARE
        first = JULY_1 if is_closed else AUGUST_1
        day = first + timedelta(days=self.chance.randrange(28))
        amount = Money(self.chance.randrange(1_00, 99_999_99), "USD")
        lines = (
            Line(Side.DEBIT, amount, account="1310"),
            Line(Side.CREDIT, amount, account="4000"),
        )
        kind = EntryKind.SALES_SUMMARY
        return NewEntry(reference, day, "Shopify", kind, "USD", lines)
