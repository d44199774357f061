"""Cells that may be left out without loss: "published", "both"."""

from __future__ import annotations

from typing import Final

_IN_THE_BOOKS: Final = frozenset({"published", "posted", "open"})
_A_JOURNAL: Final = frozenset(
    {"journal", "journal entry", "manual journal", "general journal", "je", "debit", "credit"}
)


def is_posted(cell: str) -> bool:
    """Whether a status is the one that jefail gives each entry."""
    return cell.casefold() in _IN_THE_BOOKS


def is_both(cell: str) -> bool:
    """Whether a journal counts for accrual and for cash reports, as each that jefail posts."""
    return cell.casefold() == "both"


def is_a_journal(cell: str) -> bool:
    """Whether a type says that the row belongs to a journal entry."""
    return cell.casefold() in _A_JOURNAL


def is_beside(_cell: str) -> bool:
    """Always true: what stands there is told by other columns, or counts the rows."""
    return True
