"""Rows of mappings and of unit costs, as they stand in files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from journal.amounts.money import Money
from journal.entries.coding import NOTHING, Coding

ANY_CHANNEL: Final = "*"
"""Instead of a sales channel: the row is of what lines call an account."""
ANY_CATEGORY: Final = "*"
"""Instead of a category: the row says what all lines carry, or all that go to its account."""


@dataclass(frozen=True, slots=True)
class MappingRow:
    """The lines of `category` from `sales_channel` go to `account` (number, full name, "id:79").

    Without a sales channel, `category` is what lines of any channel call an account. `coding` is
    what they carry beside it where they don't say so themselves. With `ANY_CATEGORY` it is what
    all lines carry, or where `account` is filled those that go there; `kind` is an `EntryKind`.
    """

    sales_channel: str
    category: str
    account: str
    coding: Coding = NOTHING
    kind: str = ""

    @property
    def is_default(self) -> bool:
        """Whether it is of lines of every category."""
        return self.category == ANY_CATEGORY


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one piece of `sku`, sold through `sales_channel`, costs."""

    sales_channel: str
    sku: str
    cost: Money
    title: str = ""
