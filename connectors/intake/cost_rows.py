"""A row of a sheet of costs, as the program gets it from behind the fence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

MOST_BYTES: Final = 2_000_000
"""Of a sheet of costs."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row, counted as the spreadsheet program counts it. `cost` is as it stands there."""

    number: int
    sku: str
    cost: str
    currency: str
    is_number: bool = False  # a workbook's number, written here with a decimal point
