"""A sheet of unit costs as bookkeepers keep one: CSV, or a workbook of any spreadsheet program."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from connectors.intake.cells import Cell, Figure
from connectors.intake.columns import Column, Match, bare, match_headings
from connectors.intake.cost_rows import MOST_BYTES, SheetRow
from connectors.intake.csv_rows import DELIMITERS, csv_reader
from connectors.intake.sheets import STARTS, read_sheets
from journal.errors import BadInput
from journal.quoting import quoted
from journal.tabular import unguarded

_MOST_ROWS = 50_000
_HEADINGS_WITHIN = 20
"""Rows in which the headings are looked for: many sheets begin with a title."""

COLUMNS: Final = (
    Column("sku", "SKU", also=("Variant SKU", "Item SKU", "Item code", "Product code", "Code")),
    Column("cost", "Cost", also=("Unit cost", "Cost per item", "Cost price", "Purchase price")),
    Column("currency", "Currency", required=False),
)
Cells = Sequence[Cell]


def read_cost_sheet(name: str, content: bytes) -> Sequence[SheetRow]:
    """Return the rows of a file that is called `name`; those without a SKU are left out.

    Raises:
        BadInput: it is no such sheet, or too large; says what would be right.
    """
    if len(content) > MOST_BYTES:
        raise BadInput(
            f"it is larger than {MOST_BYTES // 1_000_000} MB; send the columns SKU and Cost alone"
        )
    best: Match | None = None
    for table in _tables(name, content):
        rows = list(_cut(table))
        for place, (_number, cells) in enumerate(rows[:_HEADINGS_WITHIN]):
            match = _match(cells)
            if match.problem:
                raise BadInput(match.problem)
            if not match.missing:
                return [row for row in _rows(match, rows[place + 1 :]) if row.sku]
            best = match if match.found > (best.found if best else 0) else best
    if best is not None:
        raise BadInput(best.complaint())
    raise BadInput("it has no row with the headings SKU and Cost")


def _match(cells: Cells) -> Match:
    texts = [str(cell) for cell in cells]
    known = frozenset().union(*(column.keys for column in COLUMNS))
    # Of headings that nobody asks for there may be two alike.
    kept = [text if bare(text) in known else "" for text in texts]
    return match_headings(kept, "a sheet of costs", COLUMNS)


def _rows(match: Match, rows: Iterable[tuple[int, Cells]]) -> Iterator[SheetRow]:
    for number, cells in rows:
        found: dict[str, Cell] = {}
        for heading, cell in zip(match.headings, cells, strict=False):
            if heading.column is not None:
                found[heading.column.name] = cell
        cost = found.get("cost", "")
        yield SheetRow(
            number,
            _text(found.get("sku", "")),
            _text(cost),
            _text(found.get("currency", "")).upper(),
            is_number=isinstance(cost, Figure),
        )


def _text(cell: Cell) -> str:
    """Return a cell as it would be typed: no apostrophe guards it."""
    text = " ".join(unguarded(str(cell)).split())
    return text[1:] if text[:1] == "'" else text


def _tables(name: str, content: bytes) -> Iterator[Iterable[tuple[int, Cells]]]:
    """Yield every way to read the file as a table."""
    if content.startswith(STARTS):
        for sheet in read_sheets(content):
            yield sheet.rows()
        return
    text = _decoded(name, content)
    for delimiter in DELIMITERS:
        yield (
            (span.first, cells)
            for span, cells in csv_reader(io.StringIO(text, newline=""), delimiter)
        )


def _cut(table: Iterable[tuple[int, Cells]]) -> Iterator[tuple[int, Cells]]:
    """Yield the rows in which something stands. Raises BadInput: there are too many."""
    count = 0
    for number, cells in table:
        if any(str(cell).strip() for cell in cells):
            count += 1
            if count > _MOST_ROWS:
                raise BadInput(f"it has more than {_MOST_ROWS:,} rows; send those that are needed")
            yield number, cells


def _decoded(name: str, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text and not text.lstrip().startswith(("%PDF", "<")):
            return text
    raise BadInput(f"{quoted(name)} is neither CSV nor a spreadsheet; save it as XLSX or CSV")
