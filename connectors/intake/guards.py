"""Cells that a spreadsheet would run as formulas are written so that it does not, and read back.

https://owasp.org/www-community/attacks/CSV_Injection has the signs that they begin with.
"""

from __future__ import annotations

import re
from typing import Final

FAULT: Final = "fault"
"""The column of files that jefail sends back, whose cells are guarded."""
_STARTS: Final = tuple("=+-@\t\r\n'＝＋－＠")
_FIGURE: Final = re.compile(r"[+-]?\d[\d.,' ]*")


def guarded(cell: str) -> str:
    """Return `cell` with an apostrophe before it where a spreadsheet would run it.

    Figures stay figures: "-12.50" is no formula.
    """
    return f"'{cell}" if cell.startswith(_STARTS) and not _FIGURE.fullmatch(cell) else cell


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_STARTS) else cell
