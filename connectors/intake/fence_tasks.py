"""What the process that reads files can be asked for: each a generator of messages, head first."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from msgspec import convert

from connectors.intake.cost_sheets import read_cost_sheet
from connectors.intake.faulty_rows import write_faulty_rows
from connectors.intake.files import open_entries
from connectors.intake.result import Fault, IntakeOptions, Span
from connectors.intake.tables import read_costs, read_mapping

Message = tuple[str, Any]
_PIECE: Final = 100_000


def _entries(path: Path, asked: Mapping[str, Any]) -> Iterator[Message]:
    file = open_entries(path, convert(asked["options"], IntakeOptions))
    yield "head", (file.label, file.size, file.notes)
    yield from map(_message, file)


def _mapping(path: Path, _asked: Mapping[str, Any]) -> Iterator[Message]:
    rows = read_mapping(path)
    yield "head", None
    yield from map(_message, rows)


def _costs(path: Path, asked: Mapping[str, Any]) -> Iterator[Message]:
    rows = read_costs(path, convert(asked["options"], IntakeOptions))
    yield "head", None
    yield from map(_message, rows)


def _cost_sheet(path: Path, asked: Mapping[str, Any]) -> Iterator[Message]:
    rows = read_cost_sheet(asked["name"], path.read_bytes())
    yield "head", None
    yield from map(_message, rows)


def _faulty_rows(path: Path, asked: Mapping[str, Any]) -> Iterator[Message]:
    faults = convert(asked["faults"], list[tuple[Span, str]])
    written = io.StringIO(newline="")
    write_faulty_rows(path, asked["sheet"], faults, written)
    text = written.getvalue()
    yield "head", None
    for start in range(0, len(text), _PIECE):
        yield "item", text[start : start + _PIECE]


def _message(item: Any) -> Message:
    return "fault" if isinstance(item, Fault) else "item", item


TASKS: Final[Mapping[str, Callable[[Path, Mapping[str, Any]], Iterator[Message]]]] = {
    "entries": _entries,
    "mapping": _mapping,
    "costs": _costs,
    "cost_sheet": _cost_sheet,
    "faulty_rows": _faulty_rows,
}
