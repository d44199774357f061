"""A month closes soon with entries outside the books: the team is told while there is time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from journal.books.closing import Outside, closes_at, month_at_hand, month_end
from journal.ports import Clock, OpenStore, WatchedMonth

ON_THE_WAY = timedelta(minutes=10)
"""What came in later and was not refused is still being posted: nobody is told of it."""


@dataclass(frozen=True, slots=True)
class WarnOfCloses:
    """Look at every month that closes; each has one notice, which is kept as things stand."""

    open_store: OpenStore
    now: Clock
    warning: timedelta

    async def __call__(self) -> int:
        """Owe the channels what is new of their months; return how many notices."""
        at = self.now()
        today = at.astimezone(UTC).date()
        async with self.open_store() as store:
            due = [one for book in await store.closings.watched() for one in self._of(book, today)]
            outside = await store.closings.outside(due, at - ON_THE_WAY) if due else {}
        told = 0
        for one in due:
            left = outside.get(one.key, Outside())
            stands = month_end(one.month, one.book.closes_on, today, left)
            if stands == one.told or (one.told is None and not left.count):
                continue
            # The first of several to look tells it: what was told meanwhile is not told again.
            async with self.open_store() as store:
                told += await store.closings.tell(one, stands, at)
        return told

    def _of(self, newest: WatchedMonth, today: date) -> Iterator[WatchedMonth]:
        """Yield the months of a book to be looked at: the one told of last, the one at hand."""
        closes_on = newest.book.closes_on
        if newest.told and not newest.told.is_final(closes_on, today):
            yield newest
        if closes_on is None:
            return
        at_hand = month_at_hand(today, closes_on)
        is_near = closes_at(at_hand, closes_on) - today <= self.warning
        if is_near and (newest.told is None or newest.month < at_hand):
            yield WatchedMonth(newest.book, at_hand)
