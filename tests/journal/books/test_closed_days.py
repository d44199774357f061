"""Which days a ledger takes no entries on."""

from datetime import date

import pytest

from journal.books.closed_days import OPEN, ClosedDays, merged


def june(day: int) -> date:
    """Return a day of June 2026."""
    return date(2026, 6, day)


@pytest.mark.parametrize(("day", "covered"), [(14, True), (15, True), (16, False)])
def test_the_last_closed_day_is_closed(day: int, covered: bool) -> None:
    """Up to and including it, softly or not."""
    assert ClosedDays(until=june(15)).covers(june(day)) is covered
    assert ClosedDays(until=june(15)).covers(june(day), firmly=True) is covered
    assert ClosedDays(soft_until=june(15)).covers(june(day)) is covered
    assert not OPEN.covers(june(day))


def test_a_soft_lock_is_not_firm() -> None:
    """Some users are let through, so the platform has the last word."""
    assert not ClosedDays(soft_until=june(15)).covers(june(1), firmly=True)


@pytest.mark.parametrize(("day", "covered"), [(9, False), (10, True), (12, True), (13, False)])
def test_a_closed_period_leaves_its_neighbours_open(day: int, covered: bool) -> None:
    """A period closed in the middle closes nothing before it."""
    assert ClosedDays(spans=((june(10), june(12)),)).covers(june(day), firmly=True) is covered


def test_periods_that_touch_are_one() -> None:
    """Sorted, overlapping or neighbouring ones joined."""
    spans = [(june(20), june(25)), (june(1), june(5)), (june(6), june(9)), (june(3), june(4))]

    assert merged(spans) == ((june(1), june(9)), (june(20), june(25)))
    assert merged([]) == ()


@pytest.mark.parametrize(
    ("closed", "day", "first_open"),
    [
        (ClosedDays(until=june(15)), 7, june(16)),
        (ClosedDays(until=june(15)), 16, None),
        (ClosedDays(until=june(10), soft_until=june(15)), 7, june(16)),
        (ClosedDays(spans=((june(1), june(9)), (june(20), june(25)))), 5, june(10)),
        (ClosedDays(spans=((june(1), june(9)), (june(20), june(25)))), 22, june(26)),
        (ClosedDays(until=june(15), spans=((june(10), june(19)),)), 7, june(20)),
        (ClosedDays(until=date.max), 7, None),
        (OPEN, 7, None),
    ],
)
def test_first_open_day_after_a_closed_one(
    closed: ClosedDays, day: int, first_open: date | None
) -> None:
    """Over every lock that touches; none is told where the day is open itself."""
    assert closed.first_open(june(day)) == first_open
