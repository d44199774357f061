"""The books of the four platforms, as their keepers open and close them, and what they show."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from journal.books.book import Book, Platform
from sandbox.tryton.books import Tryton
from tests.stories.desk import Company

JULY_31 = date(2026, 7, 31)
CLOSED_BY: Mapping[Platform, str] = {
    Platform.QUICKBOOKS: "close_date",
    Platform.XERO: "period_lock_date",
    Platform.ZOHO: "lock_date",
}
_NUMBER = re.compile(r"JF-\d+")


class Books(Protocol):
    """One company's books, seen from its own side."""

    @property
    def book(self) -> Book:
        """The book that is connected to it."""
        ...

    @property
    def platform(self) -> Platform:
        """Whose imitation, or server, it is."""
        ...

    async def close_july(self, *, closed: bool) -> None:
        """Close July, or open it again."""
        ...

    async def spoil(self, **mode: Any) -> None:
        """Have a bad day, as `sandbox.ledger.hand_input.Switches` says; one without may do none."""
        ...

    async def numbers(self) -> Counter[str]:
        """Return how often each of our numbers is there."""
        ...


@dataclass(frozen=True, slots=True)
class ImitatedBooks:
    """A company of an imitation."""

    company: Company

    @property
    def book(self) -> Book:
        """The book that is connected to it."""
        return self.company.book

    @property
    def platform(self) -> Platform:
        """Whose imitation it is."""
        return self.company.platform

    async def close_july(self, *, closed: bool) -> None:
        """Close July, or open it again."""
        day = JULY_31.isoformat() if closed else None
        await self.company.switch(**{CLOSED_BY[self.platform]: day})

    async def spoil(self, **mode: Any) -> None:
        """Have a bad day."""
        await self.company.switch(**mode)

    async def numbers(self) -> Counter[str]:
        """Return how often each of our numbers is there."""
        return _numbers([f"{one['doc_number']} {one['private_note']}" for one in await self._all()])

    async def _all(self) -> Sequence[Mapping[str, Any]]:
        return await self.company.ledger()


@dataclass(frozen=True, slots=True)
class TrytonBooks:
    """Books on a real Tryton server, which has no bad day of its own."""

    book: Book
    books: Tryton
    platform: Platform = Platform.TRYTON

    async def close_july(self, *, closed: bool) -> None:
        """Close July, or open it again."""
        await asyncio.to_thread(self.books.close_through, JULY_31 if closed else None)

    async def spoil(self, **_mode: Any) -> None:
        """Do nothing: a real server does not break down on request."""

    async def numbers(self) -> Counter[str]:
        """Return how often each of our numbers is there."""
        moves = await asyncio.to_thread(self.books.moves)
        return _numbers([str(one["description"]) for one in moves])


def _numbers(texts: Sequence[str]) -> Counter[str]:
    return Counter(number for text in texts for number in set(_NUMBER.findall(text)))
