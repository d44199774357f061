"""When the PostgreSQL that jefail brings along came out, and whether a newer minor release did.

Nothing is asked over the network. Minor releases come on the second Thursday of February, May,
August and November (postgresql.org/developer/roadmap), and some in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

RELEASED: Final[Mapping[str, date]] = {
    "18.2": date(2026, 2, 12),
    "18.4": date(2026, 5, 14),
    "18.6": date(2026, 8, 13),
}
"""From postgresql.org/docs/release. A line is added with each release of the wheel."""
_MONTHS: Final = (2, 5, 8, 11)
_THURSDAY: Final = 3


def due_since(version: str, today: date) -> date | None:
    """Return when the newest minor release after `version` was due; None: none was, by `today`.

    Raises:
        KeyError: it is not known when that version came out.
    """
    released = RELEASED[version]
    due = [day for year in (today.year - 1, today.year) for day in _days_of(year)]
    later = [day for day in due if released < day <= today]
    return max(later, default=None)


def _days_of(year: int) -> list[date]:
    firsts = [date(year, month, 1) for month in _MONTHS]
    return [one + timedelta(days=(_THURSDAY - one.weekday()) % 7 + 7) for one in firsts]
