"""Lists that are read page by page come to an end, whatever a platform shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from journal.errors import LedgerError

MOST: Final = 1000
"""Pages of one list: a hundred thousand records where a page has least, which is Xero's."""


@dataclass(slots=True)
class Pages:
    """The pages of one list of `platform` so far."""

    platform: str
    count: int = 0
    last: Any = None

    def note(self, page: Any) -> None:
        """Take a page into account that another one is said to follow.

        Raises:
            LedgerError: it is the page before once more, or there are more than anyone reads.
        """
        self.count += 1
        if self.count > 1 and page == self.last:
            raise LedgerError(f"{self.platform} shows the same page of a list again and again")
        if self.count >= MOST:
            raise LedgerError(f"{self.platform} shows a list without end")
        self.last = page
