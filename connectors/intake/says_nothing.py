"""Cells that may be left out without loss: "no tax", a rate of 1, "published"."""

from __future__ import annotations

import re
from typing import Final

_NO_TAX: Final = re.compile(
    r"(none|non|no ?tax|no ?vat|no ?gst|tax exempt|exempt|bas excluded|outside the scope.*"
    r"|out of scope.*)( ?\(0(\.0+)?%\))?",
    re.IGNORECASE,
)
_ZERO: Final = re.compile(r"-?0*([.,]0*)?%?|-")
_ONE: Final = re.compile(r"1([.,]0*)?")
_NO: Final = frozenset({"no", "n", "false", "0"})
_IN_THE_BOOKS: Final = frozenset({"published", "posted", "open"})
_A_JOURNAL: Final = frozenset(
    {"journal", "journal entry", "manual journal", "general journal", "je", "debit", "credit"}
)


def is_no_tax(cell: str) -> bool:
    """Whether a tax rate or code says that there is no tax. Zero-rated belongs in a return."""
    return bool(_NO_TAX.fullmatch(cell))


def is_zero(cell: str) -> bool:
    """Whether an amount beside the line's is nothing."""
    return bool(_ZERO.fullmatch(cell))


def is_one(cell: str) -> bool:
    """Whether an exchange rate changes nothing."""
    return bool(_ONE.fullmatch(cell))


def is_no(cell: str) -> bool:
    """Whether a question is answered with no."""
    return cell.casefold() in _NO


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
