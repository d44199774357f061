"""Words that say of a line that no tax is on it."""

from __future__ import annotations

import re
from typing import Final

_NO_TAX: Final = re.compile(
    r"(none|non|no ?tax|no ?vat|no ?gst|tax exempt|exempt|bas excluded|outside the scope.*"
    r"|out of scope.*)( ?\(0(\.0+)?%\))?",
    re.IGNORECASE,
)


def says_no_tax(word: str) -> bool:
    """Whether a tax rate or code says that there is no tax. Zero-rated belongs in a return."""
    return bool(_NO_TAX.fullmatch(word.strip()))
