"""Days that are asked for together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

_GAP = timedelta(days=7)
"""Days nearer to each other than this are asked for as one range."""


def ranges(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """Yield first and last day of each range that the days fall into, in order."""
    first = last = None
    for day in sorted(set(days)):
        if first is None or last is None:
            first = day
        elif day - last > _GAP:
            yield first, last
            first = day
        last = day
    if first is not None and last is not None:
        yield first, last
