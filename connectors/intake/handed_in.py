"""Files that people hand in, read behind the fence: the only way in which the program reads them.

Each function is what the one of its name is in `files`, `tables`, `cost_sheets` and `faulty_rows`,
in a process of its own (`fenced.py`). They wait for it: call them in a thread.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from connectors.intake.cost_rows import SheetRow
from connectors.intake.fenced import Fenced, Limits
from connectors.intake.plain_values import NotSuch, of_plain, to_plain
from connectors.intake.result import EntryFile, Fault, IntakeOptions, Span, Taken
from connectors.intake.table_rows import CostRow, MappingRow
from journal.errors import BadInput

MOST_FAULTS: Final = 20_000
"""That are kept for the file of faults; more than that nobody reads."""
_MOST_WRITTEN: Final = 20_000_000
"""Characters of the rows that are sent back: more than that nobody opens."""
Of = TypeVar("Of")


def open_entries(path: Path, options: IntakeOptions) -> EntryFile:
    """Find out what a file is; its entries are read as they are asked for.

    Raises:
        BadInput: it cannot be read. OptionNeeded: it leaves something open.
    """
    asked = {"options": to_plain(options)}
    head, items = _read("entries", path, asked, Taken)
    label, size, notes = head
    begun = [items]  # the first to go through it goes on where the head was read

    def read() -> Iterator[Taken | Fault]:
        return begun.pop() if begun else _read("entries", path, asked, Taken)[1]

    return EntryFile(str(label), int(size), tuple(notes), read)


def read_mapping(path: Path) -> Iterator[MappingRow | Fault]:
    """Read a mapping. Raises BadInput: the file as a whole cannot be read."""
    return _read("mapping", path, {}, MappingRow)[1]


def read_costs(path: Path, options: IntakeOptions) -> Iterator[CostRow | Fault]:
    """Read unit costs. Raises BadInput: as a whole it cannot be read; OptionNeeded."""
    return _read("costs", path, {"options": to_plain(options)}, CostRow)[1]


def read_cost_sheet(name: str, content: bytes) -> Sequence[SheetRow]:
    """Return the rows of a sheet of costs that is called `name`.

    Raises:
        BadInput: it is none, or cannot be read; the sentence begins with "it".
    """
    with tempfile.TemporaryDirectory(prefix="jefail-costs-") as folder:
        path = Path(folder) / "sheet"
        path.write_bytes(content)
        try:
            _head, rows = _read("cost_sheet", path, {"name": name}, SheetRow)
            return [row for row in rows if isinstance(row, SheetRow)]
        except BadInput as error:
            raise BadInput(str(error).removeprefix("sheet cannot be read: ")) from error


def faulty_rows(path: Path, sheet: str, faults: Sequence[tuple[Span, str]]) -> str:
    """Return the rows of a file in which `faults` stand, as CSV, each with why.

    Raises:
        BadInput: the file cannot be read any more.
    """
    asked = {"sheet": sheet, "faults": to_plain(faults)}
    written: list[str] = []
    _head, pieces = _read("faulty_rows", path, asked, str)
    for piece in pieces:
        written.append(str(piece))
        if sum(map(len, written)) > _MOST_WRITTEN:
            raise BadInput(f"{path.name} cannot be read: its rows are too long; split it")
    return "".join(written)


def _read(
    task: str, path: Path, asked: Mapping[str, Any], kind: type[Of]
) -> tuple[list[Any], Iterator[Of | Fault]]:
    """Start reading; return what the head says, and the items that follow."""
    messages = Fenced(task, path, asked, Limits.of(path)).messages()
    first = next(messages, None)
    if first is None or first[0] != "head":
        raise BadInput(f"{path.name} cannot be read")
    return first[1:], _items(messages, kind, path.name)


def _items(messages: Iterator[list[Any]], kind: type[Of], name: str) -> Iterator[Of | Fault]:
    try:
        for what, plain in messages:
            yield of_plain(Fault, plain) if what == "fault" else of_plain(kind, plain)
    except NotSuch as error:
        raise BadInput(f"{name} cannot be read") from error
