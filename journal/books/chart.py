"""The accounts of a platform."""

from __future__ import annotations

from dataclasses import dataclass

from journal.books.book import Account
from journal.books.listing import Listing


@dataclass(frozen=True, slots=True)
class Chart(Listing[Account]):
    """The platform's accounts, found as people write them: `Listing` says how."""

    @property
    def accounts(self) -> tuple[Account, ...]:
        """All of them, those that are inactive too."""
        return self.items
