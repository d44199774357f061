"""The one way in which jefail writes CSV: each cell quoted, and none that a spreadsheet would run.

A spreadsheet runs a cell that begins with a sign, also behind space that is not seen, and where it
splits a line at another mark than ours, also what follows that mark inside a cell. An apostrophe
before the sign makes it text: https://owasp.org/www-community/attacks/CSV_Injection.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from typing import Final, TextIO

_SEPARATORS: Final = ";,\t|\r\n"
_SIGNS: Final = r"=+\-@＝＋－＠﹦﹢﹣﹫−"
_UNSEEN: Final = r"\s\"\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u180e\u200b-\u200f\u2028-\u202f"
_UNSEEN_TOO: Final = r"\u2060-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0"
_SUSPECT: Final = re.compile(rf"[{_SIGNS}]|\A'*[\t\r\n]")
_BEGINNINGS: Final = re.compile(rf"[{_UNSEEN}{_UNSEEN_TOO}']*+(?P<sign>[{_SIGNS}])?")
_FIGURE: Final = re.compile(rf"[+-]\d[\d.' ]*+(?=[{_SEPARATORS}]|\Z)")
_LONG_FIGURE: Final = re.compile(r"[+-]?\d[\d.,' ]*")
_OF_LINES: Final = re.compile(r"'*[\t\r\n]")


class CsvWriter:
    """Writes rows to `to`, which was opened with newline=""; `delimiter` as the reader's place has.

    A figure stays one: "-12.50" is no formula.
    """

    def __init__(self, to: TextIO, delimiter: str = ",") -> None:
        self._writer = csv.writer(to, delimiter=delimiter, quoting=csv.QUOTE_ALL)

    def row(self, cells: Iterable[object]) -> None:
        """Write one row."""
        self._writer.writerow([guarded(str(cell)) for cell in cells])

    def rows(self, rows: Iterable[Iterable[object]]) -> None:
        """Write several."""
        for cells in rows:
            self.row(cells)


def guarded(cell: str) -> str:
    """Return `cell` with an apostrophe wherever a spreadsheet would begin to run it."""
    if not _SUSPECT.search(cell) or _LONG_FIGURE.fullmatch(cell):
        return cell
    return _with(cell, {place: "'" + cell[place : place + 1] for place in _places(cell)})


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    if "'" not in cell:
        return cell
    return _with(cell, {place: "" for place in _places(cell) if cell[place] == "'"})


def _with(cell: str, other: dict[int, str]) -> str:
    if not other:
        return cell
    return "".join([other.get(place, letter) for place, letter in enumerate(cell)])


def _places(cell: str) -> Iterator[int]:
    """Yield where something begins that would be run, in the order of the cell.

    Apostrophes count as not seen, so that these places are the same once it is guarded.
    """
    if _OF_LINES.match(cell):
        yield 0
    for found in _BEGINNINGS.finditer(cell):
        if found["sign"] is None or _FIGURE.match(cell, found.start("sign")):
            continue
        for place in range(found.start(), found.end()):
            if place == 0 or cell[place - 1] in _SEPARATORS:
                yield place
