"""Charts and lists of companies as they were last read: kept while their rows are the same."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from journal.books.chart import Chart
from journal.books.lists import Lists

MOST_KEPT: Final = 200_000
"""Accounts and choices of all companies together; each takes about one kilobyte."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A company's chart and its lists, ready to be searched."""

    chart: Chart
    lists: Lists

    @property
    def size(self) -> int:
        """How many accounts and choices there are."""
        return len(self.chart.accounts) + len(self.lists.items)


@dataclass(frozen=True, slots=True)
class KeptCompanies:
    """What this process has read of companies; those used longest ago are forgotten first."""

    _kept: OrderedDict[int, tuple[str, Listed]] = field(default_factory=OrderedDict)

    def get(self, connection_id: int, mark: str) -> Listed | None:
        """Return what was read when the rows had this mark; None: they have changed since."""
        before, listed = self._kept.get(connection_id, ("", None))
        if before != mark:
            return None
        self._kept.move_to_end(connection_id)
        return listed

    def keep(self, connection_id: int, mark: str, listed: Listed) -> None:
        """Keep what was read, in place of what was kept of that company."""
        self._kept[connection_id] = mark, listed
        self._kept.move_to_end(connection_id)
        while len(self._kept) > 1 and self._size > MOST_KEPT:
            self._kept.popitem(last=False)

    @property
    def _size(self) -> int:
        return sum(listed.size for _mark, listed in self._kept.values())
