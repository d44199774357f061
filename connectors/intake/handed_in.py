"""Files that people hand in, read behind the fence: the only way in which the program reads them.

Each function is what the one of its name is in `files`, `tables`, `cost_sheets` and `faulty_rows`,
in a process of its own (`fenced.py`). They wait for it: call them in a thread.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from connectors.intake.cost_rows import SheetRow
from connectors.intake.fenced import Fenced, Limits, Message
from connectors.intake.result import EntryFile, Fault, IntakeOptions, Span, Taken
from connectors.intake.table_rows import CostRow, MappingRow
from journal.errors import BadInput

MOST_FAULTS: Final = 20_000
"""That are kept for the file of faults; more than that nobody reads."""
_MOST_WRITTEN: Final = 20_000_000
"""Characters of the rows that are sent back: more than that nobody opens."""
Of = TypeVar("Of")
_FAULT: Final = msgspec.json.Decoder(Fault)
_HEAD: Final = msgspec.json.Decoder(tuple[str, int, tuple[str, ...]])


def open_entries(path: Path, options: IntakeOptions) -> EntryFile:
    """Find out what a file is; its entries are read as they are asked for.

    Raises:
        BadInput: it cannot be read. OptionNeeded: it leaves something open.
    """
    asked = {"options": options}
    head, items = _read("entries", path, asked, Taken)
    label, size, notes = _decoded(head, _HEAD, path)
    begun = [items]  # the first to go through it goes on where the head was read

    def read() -> Iterator[Taken | Fault]:
        return begun.pop() if begun else _read("entries", path, asked, Taken)[1]

    return EntryFile(label, size, notes, read)


def read_mapping(path: Path) -> Iterator[MappingRow | Fault]:
    """Read a mapping. Raises BadInput: the file as a whole cannot be read."""
    return _read("mapping", path, {}, MappingRow)[1]


def read_costs(path: Path, options: IntakeOptions) -> Iterator[CostRow | Fault]:
    """Read unit costs. Raises BadInput: as a whole it cannot be read; OptionNeeded."""
    return _read("costs", path, {"options": options}, CostRow)[1]


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
    asked = {"sheet": sheet, "faults": faults}
    written: list[str] = []
    _head, pieces = _read("faulty_rows", path, asked, str)
    for piece in pieces:
        assert isinstance(piece, str)
        written.append(piece)
        if sum(map(len, written)) > _MOST_WRITTEN:
            raise BadInput(f"{path.name} cannot be read: its rows are too long; split it")
    return "".join(written)


def _read(
    task: str, path: Path, asked: Mapping[str, Any], kind: type[Of]
) -> tuple[msgspec.Raw, Iterator[Of | Fault]]:
    """Start reading; return what the head says, and the items that follow."""
    messages = Fenced(task, path, asked, Limits.of(path)).messages()
    what, head = next(messages, ("", msgspec.Raw()))
    if what != "head":
        raise BadInput(f"{path.name} cannot be read")
    return head, _items(messages, msgspec.json.Decoder(kind), path)


def _items(
    messages: Iterator[Message], decoder: msgspec.json.Decoder[Of], path: Path
) -> Iterator[Of | Fault]:
    for what, told in messages:
        if what == "fault":
            yield _decoded(told, _FAULT, path)
        else:
            yield _decoded(told, decoder, path)


def _decoded(told: msgspec.Raw, decoder: msgspec.json.Decoder[Of], path: Path) -> Of:
    try:
        return decoder.decode(told)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{path.name} cannot be read") from error
