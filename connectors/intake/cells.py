"""What stands in a cell: text, or a workbook's number."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a workbook holds it, in plain figures: "482.1"."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | Figure
