"""Rows of a CSV file, one at a time, each with the lines it stands on."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from connectors.intake.columns import Heading
from connectors.intake.result import Span
from connectors.intake.source import Source
from connectors.intake.text import plain
from journal.errors import BadInput

DELIMITERS: Final = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells by our names of the columns. `problem`: why it cannot be used."""

    lines: Span
    cells: Mapping[str, str]
    left_out: tuple[str, ...] = ()  # headings of filled cells that would be lost
    problem: str = ""
    bytes_read: int = 0

    def __getitem__(self, column: str) -> str:
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class CsvFile:
    """A CSV file whose delimiter and headings are known."""

    source: Source
    delimiter: str
    headings: tuple[Heading, ...]

    def rows(self) -> Iterator[Row]:
        """Read the rows beneath the headings; empty ones are passed over.

        Raises:
            BadInput: quotation marks do not match, so nothing after them can be trusted.
        """
        with self.source.open(newline="") as opened:
            for lines, cells in _records(csv_reader(opened.text, self.delimiter), skip=1):
                yield self._row(lines, cells, opened.bytes_read)

    def _row(self, lines: Span, cells: list[str], bytes_read: int) -> Row:
        named: dict[str, str] = {}
        left_out: list[str] = []
        problem = _overflow(cells, len(self.headings))
        for heading, cell in zip(self.headings, cells, strict=False):
            try:
                text = plain(cell)
            except BadInput as error:
                problem, text = str(error), ""
            if heading.loses(text):
                left_out.append(heading.text or "(no heading)")
            if heading.column is not None:
                named[heading.column.name] = text
        return Row(lines, named, tuple(left_out), problem, bytes_read)


def csv_reader(text: Iterator[str], delimiter: str) -> Iterator[tuple[Span, list[str]]]:
    """Read records from `text` with the lines they stand on.

    Raises:
        BadInput: quotation marks do not match.
    """
    reader = csv.reader(text, delimiter=delimiter, strict=True)
    first = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadInput(
                f"the quotation marks do not match from line {first} on ({error}); "
                'a quotation mark inside a quoted cell is written twice: ""'
            ) from error
        yield Span(first, reader.line_num), cells
        first = reader.line_num + 1


def _records(
    records: Iterator[tuple[Span, list[str]]], *, skip: int
) -> Iterator[tuple[Span, list[str]]]:
    for lines, cells in records:
        if not any(cell.strip() for cell in cells):
            continue
        if skip:
            skip -= 1
        else:
            yield lines, cells


def _overflow(cells: list[str], headings: int) -> str:
    if any(cell.strip() for cell in cells[headings:]):
        return (
            f"has {len(cells)} cells under {headings} headings; a comma inside an amount or a text "
            "needs quotation marks around the cell"
        )
    return ""
