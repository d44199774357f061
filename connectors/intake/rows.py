"""The rows of a table beneath its headings, one at a time, wherever the table stands."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Protocol

from connectors.intake.cells import Cell, Figure
from connectors.intake.columns import Heading
from connectors.intake.csv_rows import csv_reader
from connectors.intake.journal_columns import FAULT
from connectors.intake.result import Span
from connectors.intake.sheets import Sheet
from connectors.intake.source import Source
from connectors.intake.text import plain
from journal.errors import BadInput
from journal.tabular import unguarded

Record = tuple[Span, Sequence[Cell], int]
"""Where it stands, its cells, and how many bytes of the file have been read with it."""


class Records(Protocol):
    """A file, read as records of cells."""

    def each(self) -> Iterator[Record]:
        """Read the records from the first on, as often as you like. Empty ones may be left out.

        Raises:
            BadInput: nothing after a certain line can be trusted.
        """
        ...


@dataclass(frozen=True, slots=True)
class CsvRecords:
    """A text file, read with one delimiter."""

    source: Source
    delimiter: str

    def each(self) -> Iterator[Record]:
        """Read the records. Raises BadInput: quotation marks do not match."""
        with self.source.open(newline="") as opened:
            for lines, cells in csv_reader(opened.text, self.delimiter):
                yield lines, cells, opened.bytes_read


@dataclass(frozen=True, slots=True)
class SheetRecords:
    """A sheet of a workbook, as it was read behind the fence."""

    sheet: Sheet

    def each(self) -> Iterator[Record]:
        """Read the rows in which something stands; their numbers are the workbook's."""
        read = 0
        for line in BytesIO(self.sheet.content):
            read += len(line)
            number, cells = json.loads(line)
            shown = [cell if isinstance(cell, str) else Figure(*cell) for cell in cells]
            yield Span(number, number, "row"), shown, read


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by our names of the columns. `problem`: why it cannot be used."""

    lines: Span
    cells: Mapping[str, str]
    left_out: tuple[str, ...] = ()  # headings of filled cells that would be lost
    problem: str = ""
    bytes_read: int = 0
    figures: frozenset[str] = frozenset()  # columns with a workbook's number: a point, no habit

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose headings are known; they end on the line `above`."""

    records: Records
    headings: tuple[Heading, ...]
    above: int
    is_guarded: bool = False  # written by us: a sign in a cell has an apostrophe before it

    def rows(self) -> Iterator[Row]:
        """Read the rows beneath the headings; empty ones, and the headings again, are passed over.

        Raises:
            BadInput: quotation marks do not match, so nothing after them can be trusted.
        """
        texts = [heading.text for heading in self.headings]
        places = _places(self.headings)
        is_guarded = self.is_guarded or FAULT in (place for place, _heading in places)
        for lines, cells, bytes_read in self.records.each():
            if lines.last <= self.above or not any(map(_is_filled, cells)):
                continue
            if is_guarded:
                cells = [unguarded(one) if isinstance(one, str) else one for one in cells]  # noqa: PLW2901  the same cells, as they were
            if cells[0] != texts[0] or [str(cell).strip() for cell in cells] != texts:
                yield _row(places, lines, cells, bytes_read)


_Place = tuple[str, Heading | None]
"""Our name of a cell's column ("": not read), and its heading where leaving it out may lose."""


def _places(headings: Sequence[Heading]) -> list[_Place]:
    """Return what is done with each cell of a row.

    Of two columns of one name the first counts, unless their texts are put together.
    """
    places: list[_Place] = []
    seen: set[str] = set()
    for heading in headings:
        column = heading.column
        name = column.name if column and (column.joins or column.name not in seen) else ""
        places.append((name, None if column and column.carried else heading))
        seen.add(name)
    return places


def _row(places: Sequence[_Place], lines: Span, cells: Sequence[Cell], bytes_read: int) -> Row:
    named: dict[str, str] = {}
    left_out: list[str] = []
    figures: list[str] = []
    problem = _overflow(cells, len(places)) if len(cells) > len(places) else ""
    for (name, heading), cell in zip(places, cells, strict=False):
        if not isinstance(cell, str):
            text = cell.text
            figures.append(name)
        elif cell.isprintable():  # nearly all
            text = cell.strip()
        else:
            try:
                text = plain(cell)
            except BadInput as error:
                problem, text = str(error), ""
        if heading is not None and text and heading.loses(text):
            left_out.append(heading.text or "(no heading)")
        if name:
            before = named.get(name)
            named[name] = "; ".join(filter(None, (before, text))) if before else text
    return Row(lines, named, tuple(left_out), problem, bytes_read, frozenset(figures))


def _is_filled(cell: Cell) -> bool:
    return not isinstance(cell, str) or bool(cell.strip())


def _overflow(cells: Sequence[Cell], headings: int) -> str:
    if any(map(_is_filled, cells[headings:])):
        return (
            f"has {len(cells)} cells under {headings} headings; a comma inside an amount or a text "
            "needs quotation marks around the cell"
        )
    return ""
