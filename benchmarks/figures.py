"""Figures of several runs, and how they are told: medians, spread, ratios."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median


@dataclass(frozen=True, slots=True)
class Spread:
    """What several runs of the same work took; `unit`: seconds, or times the floor."""

    values: Sequence[float]
    unit: str = "s"

    @property
    def median(self) -> float:
        """The one in the middle: a single slow run moves it little."""
        return median(self.values)

    def __str__(self) -> str:
        return f"{self.median:.2f} {self.unit} ({min(self.values):.2f} to {max(self.values):.2f})"


def ratios(work: Sequence[float], floors: Sequence[float]) -> Spread:
    """Return each run of `work` as a multiple of the mean of the floors before and after it."""
    beside = [(before + after) / 2 for before, after in pairwise(floors)]
    return Spread([one / floor for one, floor in zip(work, beside, strict=True)], "x")


def told(name: str, *cells: str) -> str:
    """Return one line of a table whose first column is `name`."""
    return "  ".join([f"{name:<26}", *(f"{cell:>30}" for cell in cells)])
