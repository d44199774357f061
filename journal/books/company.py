"""What a platform says of one company beside its entries: chart, lists, and what it wants."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal.books.book import Account
from journal.books.lists import CompanyRules, ListItem


@dataclass(frozen=True, slots=True)
class Company:
    """All of it as it was read together."""

    accounts: Sequence[Account]
    lists: Sequence[ListItem]
    rules: CompanyRules
