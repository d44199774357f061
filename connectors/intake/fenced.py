"""Spreadsheets read behind a fence: a child process with limits of memory, time and rows.

The parser of a spreadsheet lays out every cell between the first and the last one, so 1.5 KB with
two cells far apart ask for 550 GB. The child may die of that; the one who asked is told a sentence.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO, Any, Final

from connectors.intake.result import OptionNeeded
from journal.errors import BadInput
from journal.offers.choices import Needed
from journal.quoting import quoted

MOST_BYTES: Final = 30_000_000
WALL_SECONDS: Final = 60
STARTS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How workbooks begin: XLSX, XLSM, XLSB and ODS are archives, XLS is older."""
_CHILD: Final = Path(__file__).with_name("sheet_child.py")
_KEPT_ENVIRONMENT: Final = ("PYTHONPATH", "PYTHONHOME", "LD_LIBRARY_PATH", "TMPDIR")
_SAVE = "save it as XLSX or CSV"
_COPY = "copy the rows you need into a new workbook, or save it as CSV"
_TOO_MUCH: Final = 75  # as sheet_child.py has it
_OUT_OF_MEMORY: Final = {-signal.SIGABRT, -signal.SIGKILL, -signal.SIGSEGV, -signal.SIGBUS}
_WHY: Final = {
    "locked": "it is locked with a password; save it without one",
    "unreadable": f"it cannot be read as a spreadsheet; {_SAVE}",
    "damaged": f"it is damaged; {_SAVE} again",
    "unpacked": "it holds far more than it seems; copy the rows you need into a new workbook",
    "far": "its cells lie too far apart ({cells}); copy the rows you need into a new workbook",
    "rows": "it has more than {most:,} rows; split it",
    "memory": f"it needs too much memory; {_COPY}",
    "time": f"reading it takes too long; {_COPY}",
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a workbook holds it, in plain figures: "482.1"."""

    text: str

    def __str__(self) -> str:
        return self.text


Cell = str | Figure


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet. `rows` are those in which something stands, numbered as the program does."""

    name: str
    others: tuple[str, ...]  # the names of the workbook's sheets that are shown, with this one
    content: bytes  # JSON lines

    def rows(self) -> Iterator[tuple[int, list[Cell]]]:
        """Read the rows from the first on, as often as you like."""
        for line in BytesIO(self.content):
            number, cells = json.loads(line)
            yield number, [cell if isinstance(cell, str) else Figure(*cell) for cell in cells]


def read_sheets(file: IO[bytes] | bytes, wanted: str | None = None) -> list[Sheet]:
    """Return the sheet called `wanted` of a workbook; "": the first one, None: each.

    Raises:
        BadInput: it cannot be read; the text begins with "it" and says what would be right.
    """
    with tempfile.TemporaryFile() as written:
        ended = _run(file, wanted, written)
        written.seek(0)
        return list(_sheets(written, ended))


def _run(file: IO[bytes] | bytes, wanted: str | None, written: IO[bytes]) -> int:
    """Start the child and wait for its end; return its exit code, minus a signal's number."""
    given: dict[str, Any] = {"input": file} if isinstance(file, bytes) else {"stdin": file}
    asked = ["all"] if wanted is None else ["one", wanted]
    try:
        ended = subprocess.run(  # noqa: S603  our own program, and no shell
            [sys.executable, "-P", str(_CHILD), *asked],
            **given,
            stdout=written,
            stderr=subprocess.DEVNULL,
            timeout=WALL_SECONDS,
            check=False,  # what it wrote tells whether it came to its end
            env={name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ},
            start_new_session=True,  # Ctrl-C is for us alone
        )
    except subprocess.TimeoutExpired as error:
        raise BadInput(_WHY["time"]) from error
    return ended.returncode


def _sheets(written: IO[bytes], ended: int) -> Iterator[Sheet]:
    """Yield what the child wrote. Raises BadInput: it refused, or did not come to its end."""
    head: dict[str, Any] = {}
    rows: list[bytes] = []
    for line in written:
        if not line.endswith(b"\n"):
            break
        if line.startswith(b"["):
            rows.append(line)
            continue
        if head:
            yield Sheet(head["sheet"], tuple(head["sheets"]), b"".join(rows))
        head, rows = _told(line), []
        if "end" in head:
            return
    raise BadInput(_WHY[_stopped_by(ended)])


def _stopped_by(ended: int) -> str:
    if ended == -signal.SIGXCPU:
        return "time"
    return "memory" if ended in {*_OUT_OF_MEMORY, _TOO_MUCH} else "unreadable"


def _told(line: bytes) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(line)
    if told.get("error") == "no_sheet":
        says = f"it has no such sheet; it has {', '.join(map(quoted, told['sheets']))}"
        raise OptionNeeded(Needed.SHEET, says, "name one of these with --sheet")
    if "error" in told:
        raise BadInput(_WHY[told["error"]].format(**told))
    return told
