"""Rows that sum up what stands above them, known by their words."""

from __future__ import annotations

import re
from typing import Final

from connectors.intake.rows import Row

_TOTAL: Final = re.compile(
    r"(grand |report |sub-?\s?)?totals?( (for|of) .*)?\s*:?|sum|summe|gesamt(summe)?|totale|totaal"
    r"|total g[eé]n[eé]ral|total geral|suma|合计|合計|итого",
    re.IGNORECASE,
)
WORDS: Final = (
    "number",
    "transaction",
    "document",
    "reference",
    "narration",
    "account",
    "description",
    "memo",
)
"""Our names of the columns that may say so."""
AMOUNTS: Final = ("debit", "credit", "amount")


def is_total(row: Row) -> bool:
    """Whether a row without a date says nothing but that it is a total, or nothing but amounts."""
    if row["date"] or row["code"]:
        return False
    said = [row[column] for column in WORDS if row[column]]
    return all(map(_TOTAL.fullmatch, said)) and any(row[column] for column in AMOUNTS)
