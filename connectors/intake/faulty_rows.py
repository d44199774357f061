"""What was not taken of a file, as CSV: each of its rows, and beside it why.

Put right there, the file can be imported as it is: the columns beside are known and say nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, TextIO

from connectors.intake.detect import find_table, open_file
from connectors.intake.journal_columns import FAULT_HEADINGS
from connectors.intake.journal_form import match_journal
from connectors.intake.result import Span
from connectors.intake.source import Source
from journal.errors import BadInput
from journal.tabular import CsvWriter

_LONGEST: Final = 2_000
"""Rows of one fault that are written: an entry has at most half of that."""
WhyOf = Callable[[Span], str]


def write_faulty_rows(
    path: Path, sheet: str, faults: Sequence[tuple[Span, str]], to: TextIO
) -> None:
    """Write the rows of `path` in which `faults` stand, each with why. Open `to` with newline="".

    `sheet` is that of a workbook, "" its first one. What cannot be read again is left out.

    Raises:
        BadInput: the file as a whole cannot be read any more.
    """
    writer = CsvWriter(to)
    opened = open_file(path, sheet)
    why_of = _finding(faults)
    if opened.source and opened.first_line.lstrip("\ufeff \t").startswith(("{", "[")):
        writer.row((*FAULT_HEADINGS, "Entry"))
        writer.rows(_lines(opened.source, why_of))
        return
    found = find_table(opened, match_journal)
    writer.row((*FAULT_HEADINGS, *(one.text for one in found.table.headings)))
    with suppress(BadInput):  # told as a fault itself: nothing after it can be trusted
        for lines, cells, _read in found.table.records.each():
            if lines.last > found.table.above and (why := why_of(lines)):
                writer.row((why, lines.first, *cells))


def _lines(source: Source, why_of: WhyOf) -> Iterator[tuple[str, str, str]]:
    with source.open(newline=None) as opened:
        for number, line in enumerate(opened.text, start=1):
            if why := why_of(Span(number, number)):
                yield why, str(number), line.rstrip("\r\n")


def _finding(faults: Sequence[tuple[Span, str]]) -> WhyOf:
    """Return what says why the row at some lines was not taken; "": it was."""
    by_line: dict[int, dict[str, None]] = {}
    for span, cause in faults:
        for line in range(span.first, min(span.last, span.first + _LONGEST) + 1):
            by_line.setdefault(line, {})[cause] = None
    return lambda lines: _said(by_line, lines)


def _said(by_line: Mapping[int, Mapping[str, None]], lines: Span) -> str:
    said = (by_line.get(line, {}) for line in range(lines.first, lines.last + 1))
    return "; ".join(dict.fromkeys(cause for causes in said for cause in causes))
