"""When months close, by a book's day, and when a month is told of for the last time."""

from __future__ import annotations

from datetime import date

import pytest

from journal.books.closing import (
    MonthEnd,
    Outside,
    closes_at,
    closing_day,
    month_at_hand,
    month_end,
)
from journal.errors import BadInput

JULY = date(2026, 7, 1)
SOME = Outside(3)


@pytest.mark.parametrize(
    ("month", "closes"),
    [
        (date(2026, 7, 31), date(2026, 8, 28)),
        (date(2026, 1, 30), date(2026, 2, 28)),
        (date(2027, 2, 1), date(2027, 3, 28)),
        (date(2026, 12, 15), date(2027, 1, 28)),
    ],
)
def test_a_month_closes_in_the_next(month: date, closes: date) -> None:
    """Also after a short one, and over the turn of the year."""
    assert closes_at(month, 28) == closes


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 8, 10), JULY),
        (date(2026, 8, 11), date(2026, 8, 1)),
        (date(2026, 7, 31), date(2026, 7, 1)),
        (date(2027, 1, 1), date(2026, 12, 1)),
    ],
)
def test_the_month_at_hand_is_the_one_that_closes_next(today: date, month: date) -> None:
    """On the day of its close it still is; the day after, the next is."""
    assert month_at_hand(today, 10) == month


@pytest.mark.parametrize("day", [0, 29, 31])
def test_a_day_that_some_month_lacks_is_refused(day: int) -> None:
    """Rather than moved about."""
    with pytest.raises(BadInput, match="28"):
        closing_day(day)
    assert closing_day(28) == 28


def test_days_are_counted_only_while_something_waits() -> None:
    """So a month that is whole is the same every day, and no news."""
    assert month_end(JULY, 10, date(2026, 8, 8), SOME).days_left == 2
    assert month_end(JULY, 10, date(2026, 8, 8), Outside()) == month_end(
        JULY, 10, date(2026, 8, 9), Outside()
    )
    assert month_end(JULY, 10, date(2026, 8, 11), SOME) == month_end(
        JULY, 10, date(2026, 8, 20), SOME
    )


@pytest.mark.parametrize(
    ("told", "closes_on", "today", "is_final"),
    [
        (MonthEnd(JULY, date(2026, 8, 10), 0, SOME), 10, date(2026, 8, 10), False),
        (MonthEnd(JULY, date(2026, 8, 10), 0, SOME), 10, date(2026, 8, 11), False),
        (MonthEnd(JULY, date(2026, 8, 10), -1, SOME), 10, date(2026, 8, 11), True),
        (MonthEnd(JULY, date(2026, 8, 10), None, Outside()), 10, date(2026, 8, 10), False),
        (MonthEnd(JULY, date(2026, 8, 10), None, Outside()), 10, date(2026, 8, 11), True),
        (MonthEnd(JULY, date(2026, 8, 10), -1, SOME), 20, date(2026, 8, 11), False),
        (MonthEnd(JULY, None, None, Outside()), None, date(2026, 8, 11), True),
        (MonthEnd(JULY, None, None, Outside()), 20, date(2026, 8, 11), False),
    ],
)
def test_the_last_word_is_said_once(
    told: MonthEnd, closes_on: int | None, today: date, *, is_final: bool
) -> None:
    """What stayed out, or that nothing did; a close that is moved is told of again."""
    assert told.is_final(closes_on, today) is is_final
