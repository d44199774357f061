"""What kind of file it is: text or a workbook, and in which row its headings stand."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from connectors.intake.columns import Column, Match, match_headings
from connectors.intake.csv_rows import DELIMITERS
from connectors.intake.result import OptionNeeded, Span
from connectors.intake.rows import CsvRecords, Records, SheetRecords, Table
from connectors.intake.sheets import MOST_BYTES, STARTS, read_sheets
from connectors.intake.source import Source, find_source, read_start
from journal.errors import BadInput
from journal.offers.choices import Needed
from journal.quoting import quoted
from journal.tabular import unguarded

_LONGEST_HEADER: Final = 65_536
_HEADINGS_WITHIN: Final = 20  # rows: many files begin with a title
_MOST_IN_A_TITLE: Final = 3  # cells: a row with more is data, and may not be passed over
_SEPARATOR: Final = re.compile(r"\ufeff?\"?sep=(.)\"?[,;\t|]*", re.IGNORECASE)

Judge = Callable[[Sequence[str]], Match]
"""Says how well the cells of a row fit as headings."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that can be read as a table, in one or several ways."""

    name: str
    size: int
    ways: tuple[Records, ...]
    notes: tuple[str, ...] = ()
    first_line: str = ""  # of a text
    source: Source | None = None  # of a text
    others: str = ""  # the workbook's other sheets


@dataclass(frozen=True, slots=True)
class Found:
    """The table of a file."""

    match: Match
    table: Table
    notes: tuple[str, ...] = ()


def open_file(path: Path, sheet: str = "") -> Opened:
    """Look at a file, text or workbook. `sheet` names that of a workbook; "": its first one.

    Raises:
        BadInput: there is no such file or sheet, or it is of another kind; says what to do.
    """
    if read_start(path).startswith(STARTS):
        return _opened_workbook(path, sheet)
    if sheet:
        raise BadInput(f"{path.name} is no workbook; leave out --sheet")
    source = find_source(path)
    line = first_line(source)
    separator = _SEPARATOR.fullmatch(line.strip(" \r\n"))
    delimiters = (separator[1],) if separator else DELIMITERS
    ways = tuple(CsvRecords(source, delimiter) for delimiter in delimiters)
    notes = (source.note,) if source.note else ()
    return Opened(path.name, source.size, ways, notes, line, source)


def _opened_workbook(path: Path, wanted: str) -> Opened:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadInput(f"it is larger than {MOST_BYTES // 1_000_000} MB; split it")  # noqa: TRY301
        with path.open("rb") as file:
            sheets = read_sheets(file, wanted)
    except OptionNeeded as error:
        raise OptionNeeded(error.needed, error.says, error.typed, named=path.name) from error
    except BadInput as error:
        raise BadInput(f"{path.name} cannot be read: {error}") from error
    if not sheets or not sheets[0].content:
        if wanted:
            raise OptionNeeded(Needed.SHEET, f"its sheet {wanted} is empty", "name another one")
        raise BadInput(f"{path.name} is empty")
    (sheet,) = sheets
    others = " or ".join([quoted(name) for name in sheet.others if name != sheet.name][:5])
    note = f"Read from the sheet {quoted(sheet.name)}; --sheet reads {others}."
    size, ways = len(sheet.content), (SheetRecords(sheet),)
    return Opened(path.name, size, ways, (note,) if others else (), others=others)


def first_line(source: Source) -> str:
    """Return the first line that is not empty. Raises BadInput when there is none."""
    with source.open(newline=None) as opened:
        while line := opened.text.readline(_LONGEST_HEADER):
            if line.strip(" \t\r\n,;"):
                return line
    raise BadInput(f"{source.path.name} is empty")


def find_table(opened: Opened, judge: Judge) -> Found:
    """Return the table of a file: its headings are the first row that `judge` finds complete.

    Rows above them may be a title. The delimiter is the one with which they fit.

    Raises:
        BadInput: no row fits; the text says which comes nearest and what it lacks.
    """
    best: Match | None = None
    for records in opened.ways:
        passed: list[Span] = []
        for lines, cells in _titles(records):
            match = judge(cells)
            if match.found and not match.missing:
                if match.problem:
                    raise BadInput(f"{opened.name} cannot be read: {match.problem}")
                table = Table(records, match.headings, lines.last)
                return Found(match, table, (*opened.notes, *_passed_over(passed, opened)))
            if best is None or _fit(match) > _fit(best):
                best = match
            passed.append(lines)
    why = best.complaint() if best and best.found else _no_headings(opened, best)
    if opened.others:
        says = f"{why} (other sheets: {opened.others})"
        typed = f"--sheet reads {opened.others}"
        raise OptionNeeded(Needed.SHEET, says, typed, named=opened.name)
    raise BadInput(f"{opened.name} cannot be read: {why}")


def judge_of(label: str, columns: tuple[Column, ...]) -> Judge:
    """Return the judge of a table with `columns`, each of them for itself."""
    return lambda texts: match_headings(texts, label, columns)


def _titles(records: Records) -> Iterator[tuple[Span, Sequence[str]]]:
    """Yield the rows that may be headings: the first, and those below rows like a title."""
    try:
        for lines, cells, _ in islice(records.each(), _HEADINGS_WITHIN):
            texts = [unguarded(str(cell)) for cell in cells]
            filled = sum(bool(text.strip()) for text in texts)
            if filled:
                yield lines, texts
            if filled > _MOST_IN_A_TITLE:
                return
    except BadInput:  # told when the rows are read, should the headings stand above it
        return


def _passed_over(passed: Sequence[Span], opened: Opened) -> tuple[str, ...]:
    if _SEPARATOR.fullmatch(opened.first_line.strip(" \r\n")):
        passed = passed[1:]
    if not passed:
        return ()
    lines = Span(passed[0].first, passed[-1].last, passed[0].what)
    were = "was" if lines.first == lines.last else "were"
    return (f"{str(lines).capitalize()} above the headings {were} passed over.",)


def _fit(match: Match) -> tuple[int, int]:
    # Fewest missing first; then most found, so that a table with few columns does not win by that.
    return -len(match.missing) if match.found else -99, match.found


def _no_headings(opened: Opened, best: Match | None) -> str:
    shown = f"its first line {quoted(opened.first_line.strip())}" if opened.source else "its sheet"
    return f"{shown} has no heading of {best.label if best else 'a table'}"
