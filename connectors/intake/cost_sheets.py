"""A sheet of unit costs as bookkeepers keep one: CSV, or a workbook of any spreadsheet program."""

from __future__ import annotations

import codecs
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

from connectors.intake.columns import Column, Match, bare, match_headings
from connectors.intake.csv_rows import DELIMITERS, csv_reader
from journal.errors import BadInput
from journal.quoting import quoted

MOST_BYTES = 2_000_000
_MOST_UNPACKED = 100_000_000
_MOST_ROWS = 50_000
_HEADINGS_WITHIN = 20
"""Rows in which the headings are looked for: many sheets begin with a title."""
_PLACES = 6
"""More are noise of a calculation, since a spreadsheet counts in binary."""
_ZIP, _OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

COLUMNS: Final = (
    Column("sku", "SKU", also=("Variant SKU", "Item SKU", "Item code", "Product code", "Code")),
    Column("cost", "Cost", also=("Unit cost", "Cost per item", "Cost price", "Purchase price")),
    Column("currency", "Currency", required=False),
)
Cells = Sequence[Any]


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row, counted as the spreadsheet program counts it. `cost` is as it stands there."""

    number: int
    sku: str
    cost: str
    currency: str
    is_number: bool = False  # a workbook's number, written here with a decimal point


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
        found: dict[str, Any] = {}
        for heading, cell in zip(match.headings, cells, strict=False):
            if heading.column is not None:
                found[heading.column.name] = cell
        cost = found.get("cost", "")
        yield SheetRow(
            number,
            _text(found.get("sku", "")),
            _text(cost),
            _text(found.get("currency", "")).upper(),
            is_number=isinstance(cost, int | float) and not isinstance(cost, bool),
        )


def _text(cell: Any) -> str:
    """Return a cell as it would be typed: 12345.0 is the SKU 12345, and no apostrophe guards it."""
    if isinstance(cell, float):
        cell = f"{Decimal(repr(round(cell, _PLACES))).normalize():f}"
    text = " ".join(str(cell).split())
    return text[1:] if text[:1] == "'" else text


def _tables(name: str, content: bytes) -> Iterator[Iterable[tuple[int, Cells]]]:
    """Yield every way to read the file as a table."""
    if content.startswith((_ZIP, _OLD)):
        yield from _sheets(content)
        return
    text = _decoded(name, content)
    for delimiter in DELIMITERS:
        yield (
            (span.first, cells)
            for span, cells in csv_reader(io.StringIO(text, newline=""), delimiter)
        )


def _sheets(content: bytes) -> Iterator[Iterable[tuple[int, Cells]]]:
    _check_unpacked(content)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for sheet in workbook.sheet_names:
            yield enumerate(workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False), 1)
    except PasswordError as error:
        raise BadInput("it is locked with a password; save it without one") from error
    except CalamineError as error:
        raise BadInput("it cannot be read as a spreadsheet; save it as XLSX or CSV") from error


def _check_unpacked(content: bytes) -> None:
    """Refuse what unpacks to far more than a sheet of costs can be."""
    if not content.startswith(_ZIP):
        return
    try:
        size = sum(part.file_size for part in zipfile.ZipFile(io.BytesIO(content)).infolist())
    except zipfile.BadZipFile as error:
        raise BadInput("it is damaged; save it once more as XLSX or CSV") from error
    if size > _MOST_UNPACKED:
        raise BadInput(
            "it holds far more than a sheet of costs; send the columns SKU and Cost alone"
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
