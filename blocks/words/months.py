"""What another day does to the months: said before it is done, and in the story after."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from blocks.kit import figures
from journal.entries.entry import EntryKind

_MONTHS = 3


def months_moved(
    first: date | None, last: date | None, day: date, kinds: Collection[EntryKind]
) -> str:
    """Return "These sales will count in July, not June" for entries of `first` to `last`.

    Years are named where they differ.
    """
    are_sales = bool(kinds) and set(kinds) <= {EntryKind.SALES_SUMMARY}
    what = "These sales" if are_sales else "These entries"
    days = [one for one in (day, first, last) if one is not None]
    has_years = len({one.year for one in days}) > 1
    to, *before = [_month(one, has_year=has_years) for one in days]
    left = [one for one in dict.fromkeys(before) if one != to]
    tail = f", not {' or '.join(left)}" if left else ""
    return f"{what} will count in {to}{tail}"


def _month(day: date, *, has_year: bool) -> str:
    return f"{figures.month_name(day)} {day.year}" if has_year else figures.month_name(day)


def months_said(days: Collection[date]) -> str:
    """Return the months of `days`: "July 2026", "June 2026 and July 2026"; of many the first."""
    months = [f"{one:%Y-%m}" for one in sorted(days)]
    named = [figures.month(one, figures.FALLBACK) for one in dict.fromkeys(months)]
    left = len(named) - _MONTHS
    return " and ".join([*named[:_MONTHS], *([f"{left} more"] if left > 0 else [])])
