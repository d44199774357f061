"""A program of its own that reads one spreadsheet and writes its rows as JSON lines.

Started by `fenced.py`, never imported by it: it imports nothing of jefail, so that it starts fast
and holds no secret. It reads the file from its input and sets its own limits before it looks at
it. What people drop may be made to hurt: the memory asked for is a cell's place, not its worth.

Written are `{"sheet": name, "sheets": [...]}` before each sheet, `[row, [cell, ...]]` for each row
in which something stands, and `{"end": true}` or `{"error": word, ...}`. A cell is text, or
`["482.1"]` for a number.
"""

from __future__ import annotations

import contextlib
import datetime
import io
import json
import os
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

MEMORY_BYTES: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 30
_OUTPUT_BYTES: Final = 64 * 1024 * 1024
_MOST_UNPACKED: Final = 100_000_000
_MOST_CELLS_DECLARED: Final = 50_000_000  # not even empty ones fit into the memory
MOST_ROWS: Final = 200_000
MOST_CELLS: Final = 4_000_000
_FIGURES: Final = 12  # that count: a spreadsheet counts in binary, and more are its noise
_PLACES: Final = 3  # that no currency goes beyond
_DIMENSION: Final = re.compile(rb'<dimension\s+ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
TOO_MUCH: Final = 75
"""The exit code where more would be written than may be."""
_CONTAINER: Final = b"\xd0\xcf\x11\xe0"
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
"""A stream of this name holds a workbook behind a password ([MS-OFFCRYPTO], 2.3.4.4)."""
_MIDNIGHT: Final = datetime.time()
_DAMAGED: Final = (
    *(zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error, NotImplementedError),
    *(EOFError, OSError, RuntimeError, ValueError),
)


class Refused(Exception):
    """The file is not read; `word` says why, as `fenced.py` knows it."""

    def __init__(self, word: str, **more: object) -> None:
        super().__init__(word)
        self.told = {"error": word, **more}


def main() -> None:
    """Read the file from the input: "all" sheets, or "one", named by the second argument."""
    _set_limits()
    wanted = None if sys.argv[1] == "all" else sys.argv[2]
    try:
        for line in lines_of(sys.stdin.buffer.read(), wanted):
            print(json.dumps(line))
        print(json.dumps({"end": True}), flush=True)
    except Refused as refusal:
        print(json.dumps(refusal.told))
    except MemoryError:
        print(json.dumps({"error": "memory"}))
    except OSError:  # it may not write more
        os._exit(TOO_MUCH)


def lines_of(content: bytes, wanted: str | None) -> Iterator[Any]:
    """Yield what is written about the sheet `wanted`; "": the first one, None: each.

    Raises:
        Refused: no spreadsheet, locked, damaged, or too large.
    """
    _check_unpacked(content)
    if content.startswith(_CONTAINER) and _ENCRYPTED in content:
        raise Refused("locked")
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = [one.name for one in workbook.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        shown = _shown(workbook, names)
        for name in _chosen(shown, names, wanted):
            yield {"sheet": name, "sheets": shown}
            yield from _rows(workbook.get_sheet_by_name(name))
    except PasswordError as error:
        raise Refused("locked") from error
    except (CalamineError, ValueError, OverflowError) as error:
        raise Refused("unreadable") from error


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
        raise Refused("no_sheet", sheets=shown)
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
                raise Refused("rows", most=MOST_ROWS)
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
    """Refuse what says of itself that it is far larger than it looks."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise Refused("unpacked")
            for part in parts:
                if part.filename.startswith("xl/worksheets/"):
                    _check_declared(packed, part)
    except _DAMAGED as error:
        raise Refused("damaged") from error


def _check_declared(packed: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    with packed.open(part) as sheet:
        found = _DIMENSION.search(sheet.read(4096))
    if found is None:
        return
    left, top, right, bottom = found.groups()
    area = (_column(right) - _column(left) + 1) * (int(bottom) - int(top) + 1)
    if area > _MOST_CELLS_DECLARED:
        raise Refused("far", cells=(left + top + b":" + right + bottom).decode())


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number


def _set_limits() -> None:
    limits: Iterable[tuple[int, int]] = (
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, _OUTPUT_BYTES),
        (resource.RLIMIT_CORE, 0),
    )
    for kind, most in limits:
        with contextlib.suppress(ValueError, OSError):  # macOS does not limit memory
            resource.setrlimit(kind, (most, most))


if __name__ == "__main__":
    main()
