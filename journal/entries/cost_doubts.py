"""Which costs someone wrote are asked about before they are taken: pure, for every way in.

A figure is in doubt when it may be read in two ways, when it is zero, or when it is more than ten
times (or less than a tenth of) what the same variant cost last, or of those written beside it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from journal.amounts.money import Money

FAR = 10
"""How many times another cost a figure may be before it is asked about."""


class Doubt(StrEnum):
    """Why a figure is asked about."""

    SEPARATOR = "separator"  # 1,234: thousands, or cents
    ZERO = "zero"
    LAST = "last"  # far from what the same variant cost last
    OTHERS = "others"  # far from those that were written beside it


@dataclass(frozen=True, slots=True)
class Written:
    """What someone wrote for the cost of one piece. `readings`: the likeliest first."""

    readings: tuple[Money, ...]
    last: Money | None = None  # what the same variant cost last, in any currency
    is_sure: bool = False  # a person has said that the first reading is meant

    @property
    def value(self) -> Money | None:
        """What it means, where it means one thing."""
        return self.readings[0] if self.is_sure or len(self.readings) == 1 else None


@dataclass(frozen=True, slots=True)
class Question:
    """A figure that a person has to say yes to, or choose the reading of."""

    doubt: Doubt
    readings: tuple[Money, ...]
    beside: Money | None = None  # what it is far from


def find_doubts(written: Mapping[str, Written]) -> Mapping[str, Question]:
    """Return what is to be asked, by the keys of `written` and in their order."""
    # What a person has said yes to is no measure for the others: it may be the odd one.
    plain = [one.readings[0] for one in written.values() if _is_plain(one)]
    sorted_by = {
        currency: sorted(one.minor for one in plain if one.currency == currency and one.minor)
        for currency in {one.currency for one in plain}
    }
    found = {key: _question(one, sorted_by) for key, one in written.items()}
    return {key: question for key, question in found.items() if question is not None}


def is_far(one: Money, other: Money) -> bool:
    """Whether one is more than ten times the other; nothing is said of two currencies or zero."""
    if one.currency != other.currency or not one.minor or not other.minor:
        return False
    low, high = sorted((one.minor, other.minor))
    return high > FAR * low


def _is_plain(one: Written) -> bool:
    return len(one.readings) == 1 and not one.is_sure


def _question(one: Written, sorted_by: Mapping[str, Sequence[int]]) -> Question | None:
    if one.is_sure:
        return None
    if len(one.readings) > 1:
        return Question(Doubt.SEPARATOR, one.readings)
    (cost,) = one.readings
    if not cost.minor:
        return Question(Doubt.ZERO, one.readings)
    if one.last is not None and one.last.currency == cost.currency and one.last.minor:
        # What it cost last vouches for it, however the others are.
        return Question(Doubt.LAST, one.readings, one.last) if is_far(cost, one.last) else None
    middle = _middle_beside(cost, sorted_by[cost.currency])
    is_odd = middle is not None and is_far(cost, middle)
    return Question(Doubt.OTHERS, one.readings, middle) if is_odd else None


def _middle_beside(cost: Money, minors: Sequence[int]) -> Money | None:
    """Return the middle of the sorted `minors` without `cost` itself; None: it stands alone.

    Of an even number the nearer of the two in the middle counts: of 5, 5 and 450 only 450 is odd.
    """
    own, left = bisect_left(minors, cost.minor), len(minors) - 1
    if left < 1:
        return None
    low, high = (minors[at + (at >= own)] for at in ((left - 1) // 2, left // 2))
    return Money(min(max(cost.minor, low), high), cost.currency)
