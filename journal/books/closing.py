"""When a book's months close, and how one that closes stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from journal.amounts.money import Money
from journal.errors import BadInput

LAST_DAY = 28
"""Every month has it."""


def closing_day(given: int) -> int:
    """Return `given` if every month has that day. Raises BadInput."""
    if not 1 <= given <= LAST_DAY:
        raise BadInput(
            f"A month can close on day 1 to {LAST_DAY} of the next; every month has those"
        )
    return given


def closes_at(month: date, closes_on: int) -> date:
    """Return the last day on which `month` (any day of it) can be brought into the books."""
    following = month.replace(day=1) + timedelta(days=31)
    return following.replace(day=closes_on)


def month_at_hand(today: date, closes_on: int) -> date:
    """Return the first day of the month that closes next; on its last day it still does."""
    this = today.replace(day=1)
    before = (this - timedelta(days=1)).replace(day=1)
    return before if today.day <= closes_on else this


@dataclass(frozen=True, slots=True)
class Outside:
    """What of a month is not in the books."""

    count: int = 0
    amounts: tuple[Money, ...] = ()
    causes: tuple[tuple[int, int], ...] = ()  # incident and how many of its entries, most first
    skipped: int = 0  # never to be posted; not counted above


@dataclass(frozen=True, slots=True)
class MonthEnd:
    """How a month stands, as its notice tells it. The same told again is no news."""

    month: date  # its first day
    closes: date | None  # None: its book closes on no set day any more
    days_left: int | None  # only while something waits
    outside: Outside

    @property
    def is_over(self) -> bool:
        """Whether the close has passed and something stayed outside."""
        return self.days_left is not None and self.days_left < 0

    def is_final(self, closes_on: int | None, today: date) -> bool:
        """Whether nothing more is told of it: it is over, or was whole when it closed."""
        closes = closes_at(self.month, closes_on) if closes_on else None
        return closes == self.closes and (
            closes is None or (today > closes and (self.is_over or not self.outside.count))
        )


def month_end(month: date, closes_on: int | None, today: date, outside: Outside) -> MonthEnd:
    """Return how a month stands today."""
    if closes_on is None:
        return MonthEnd(month, None, None, Outside())
    closes = closes_at(month, closes_on)
    left = max((closes - today).days, -1) if outside.count else None
    return MonthEnd(month, closes, left, outside)
