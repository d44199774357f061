"""The days on which a ledger takes no entries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class ClosedDays:
    """Days on which a ledger takes no entries, as far as is known."""

    until: date | None = None  # this day and all before it, for everybody
    # The same, but the platform lets some users through, so it is asked when a person retries.
    soft_until: date | None = None
    spans: tuple[tuple[date, date], ...] = ()  # closed periods, first and last day of each

    def covers(self, day: date, *, firmly: bool = False) -> bool:
        """Return whether `day` is closed; `firmly`: for everybody."""
        if self.until is not None and day <= self.until:
            return True
        if any(first <= day <= last for first, last in self.spans):
            return True
        return not firmly and self.soft_until is not None and day <= self.soft_until

    def first_open(self, day: date) -> date | None:
        """Return the first open day after `day`; None when `day` is open, or none is to come."""
        if not self.covers(day):
            return None
        while self.covers(day):
            ends = [self.until, self.soft_until, *(last for first, last in self.spans)]
            end = min(one for one in ends if one is not None and one >= day)
            if end == date.max:
                return None
            day = end + timedelta(days=1)
        return day


OPEN = ClosedDays()
"""No day is closed."""


def merged(spans: Iterable[tuple[date, date]]) -> tuple[tuple[date, date], ...]:
    """Return `spans` (first and last day) sorted, those that touch or overlap as one."""
    joined: list[tuple[date, date]] = []
    for first, last in sorted(spans):
        if joined and first <= joined[-1][1] + timedelta(days=1):
            joined[-1] = (joined[-1][0], max(joined[-1][1], last))
        else:
            joined.append((first, last))
    return tuple(joined)
