"""The sheets of a workbook, read: XLSX, XLSM, XLSB, XLS, ODS.

Only the process behind the fence does this (`fenced.py`): the parser lays out every cell between
the first and the last one, and may die of what it is asked for.
"""

from __future__ import annotations

import datetime
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO, Any, Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from connectors.intake.cells import Cell, Figure
from connectors.intake.result import OptionNeeded
from journal.errors import BadInput
from journal.offers.choices import Needed
from journal.quoting import quoted

MOST_BYTES: Final = 30_000_000
STARTS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin: XLSX, XLSM, XLSB and ODS are archives, XLS is older."""
_MOST_WRITTEN: Final = 64 * 1024 * 1024  # bytes of the rows of one sheet
_MOST_PARTS: Final = 10_000
_MOST_UNPACKED: Final = 100_000_000
_MOST_CELLS_DECLARED: Final = 50_000_000  # not even empty ones fit into the memory
MOST_ROWS: Final = 200_000
MOST_CELLS: Final = 4_000_000
_FIGURES: Final = 12  # that count: a spreadsheet counts in binary, and more are its noise
_PLACES: Final = 3  # that no currency goes beyond
_DIMENSION: Final = re.compile(rb'<dimension\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
_CONTAINER: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
"""A stream of this name holds a workbook behind a password ([MS-OFFCRYPTO], 2.3.4.4)."""
_MIDNIGHT: Final = datetime.time()
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""What a workbook may be packed by (ECMA-376, part 2, annex B; ODF 1.3, part 2, 3.1)."""
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error),
    *(EOFError, OSError, RuntimeError, ValueError),
)
_NOT_ONE: Final = (CalamineError, ValueError, OverflowError, OSError)


_SAVE = "save it as XLSX or CSV"
_COPY = "copy the rows you need into a new workbook"
_LOCKED = "it is locked with a password; save it without one"
_UNREADABLE = f"it cannot be read as a spreadsheet; {_SAVE}"
_DAMAGED_SAYS = f"it is damaged; {_SAVE} again"
_UNPACKED = f"it holds far more than it seems; {_COPY}"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` are those in which something stands, numbered as the program does."""

    name: str
    others: tuple[str, ...]  # the names of the workbook's sheets that are shown, with this one
    content: bytes  # JSON lines, which take a tenth of the room that the cells would

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Read the rows from the first on, as often as you like."""
        for line in io.BytesIO(self.content):
            number, cells = json.loads(line)
            yield number, [cell if isinstance(cell, str) else Figure(*cell) for cell in cells]


def read_sheets(file: IO[bytes] | bytes, wanted: str | None = None) -> Sequence[Sheet]:
    """Return the sheet called `wanted` of a workbook; "": the first one, None: each.

    Raises:
        BadInput: no spreadsheet, locked, damaged, or too large; the text begins with "it" and says
            what would be right.
        MemoryError: it asks for more than there is; the parser may also end the process.
    """
    content = file if isinstance(file, bytes) else file.read()
    _check_unpacked(content)
    if content.startswith(_CONTAINER) and _ENCRYPTED in content:
        raise BadInput(_LOCKED)
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [one.name for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        shown = _shown(workbook, names)
        return [
            Sheet(name, tuple(shown), _written(workbook.get_sheet_by_name(name)))
            for name in _chosen(shown, names, wanted)
        ]
    except PasswordError as error:
        raise BadInput(_LOCKED) from error
    except BadInput:
        raise
    except _NOT_ONE as error:
        raise BadInput(_UNREADABLE) from error


def _written(sheet: CalamineSheet) -> bytes:
    written = io.BytesIO()
    for row in _rows(sheet):
        written.write(json.dumps(row).encode() + b"\n")
        if written.tell() > _MOST_WRITTEN:
            raise BadInput(f"it needs too much memory; {_COPY}, or save it as CSV")
    return written.getvalue()


def _shown(workbook: CalamineWorkbook, names: list[str]) -> list[str]:
    hidden = {
        one.name for one in workbook.sheets_metadata if one.visible != SheetVisibleEnum.Visible
    }
    return [name for name in names if name not in hidden] or names


def _chosen(shown: list[str], names: list[str], wanted: str | None) -> list[str]:
    if wanted is None:
        return names
    if not wanted:
        return shown[:1]
    alike = [name for name in names if name.strip().casefold() == wanted.strip().casefold()]
    if not alike:
        says = f"it has no such sheet; it has {', '.join(map(quoted, shown))}"
        raise OptionNeeded(Needed.SHEET, says, "name one of these with --sheet")
    return [wanted] if wanted in alike else alike[:1]


def _rows(sheet: CalamineSheet) -> Iterator[Any]:
    rows = cells = 0
    for number, row in enumerate(sheet.iter_rows(), start=1):
        shown = [_cell(cell) for cell in row]
        while shown and shown[-1] == "":
            shown.pop()
        if shown:
            rows, cells = rows + 1, cells + len(shown)
            if rows > MOST_ROWS or cells > MOST_CELLS:
                raise BadInput(f"it has more than {MOST_ROWS:,} rows; split it")
            yield [number, shown]


def _cell(cell: Any) -> str | list[str]:
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, bool):
        return str(cell).upper()
    if isinstance(cell, int | float):
        return [_figures(cell)]
    if isinstance(cell, datetime.datetime) and cell.time() == _MIDNIGHT:
        return cell.date().isoformat()
    return str(cell)


def _figures(number: float) -> str:
    """Return a number in plain figures: 482.1, 1310, 0.3 for 0.1 + 0.2."""
    if isinstance(number, int) or number.is_integer():
        return str(int(number))
    whole = len(str(abs(int(number))))
    return f"{number:.{max(_PLACES, _FIGURES - whole)}f}".rstrip("0").rstrip(".")


def _check_unpacked(content: bytes) -> None:
    """Refuse an archive that says of itself what no workbook is."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            _check_parts(packed.infolist(), len(content))
            for part in packed.infolist():
                if "worksheets/" in part.filename:
                    _check_declared(packed, part)
    except _DAMAGED as error:
        raise BadInput(_DAMAGED_SAYS) from error


def _check_parts(parts: Sequence[zipfile.ZipInfo], size: int) -> None:
    """Refuse what unpacks to far more than it looks, is locked, or packs the same bytes twice."""
    if sum(part.file_size for part in parts) > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
        raise BadInput(_UNPACKED)
    if any(part.flag_bits & 1 for part in parts):
        raise BadInput(_LOCKED)
    if any(part.compress_type not in _METHODS for part in parts):
        raise BadInput(_DAMAGED_SAYS)
    names = {part.filename.casefold() for part in parts}
    # Of parts that overlap, or that two readers would read differently.
    if sum(part.compress_size for part in parts) > size or len(names) < len(parts):
        raise BadInput(_DAMAGED_SAYS)


def _check_declared(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with packed.open(part) as sheet:
        found = _DIMENSION.search(sheet.read(4096))
    if found is None:
        return
    left, top, right, bottom = found.groups()
    area = (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)
    if area > _MOST_CELLS_DECLARED:
        cells = (left + top + b":" + right + bottom).decode()
        raise BadInput(f"its cells lie too far apart ({cells}); {_COPY}")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number
