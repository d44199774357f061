"""JSON lines: one entry a line, in the words of `entry_json`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, Final, TextIO

from connectors.intake.entry_json import entry_of
from connectors.intake.exact_json import loads_exact
from connectors.intake.losses import losses
from connectors.intake.result import Fault, IntakeOptions, Span, Taken
from connectors.intake.source import Source
from journal.errors import BadInput

LABEL: Final = "JSON lines"
UNCARRIED: Final = frozenset(
    {"department", "tax_rate", "tax_type", "reversing_date", "tags", "dimensions", "cost_center"}
)
"""Fields that entries of other software have, and that are called otherwise here or not posted."""
_UNCARRIED: Final = re.compile(rf'"({"|".join(sorted(UNCARRIED))})"\s*:')
_ENTRY_LINE: Final = re.compile(r"(^|; )line (\d+)\b")
"""As a cause names a line of the entry; beside it stands the line of the file."""
LONGEST_LINE: Final = 2_000_000
"""Characters: well above an entry of the most lines, and what keeps memory bounded."""


def open_jsonl(
    source: Source, first_line: str, options: IntakeOptions
) -> tuple[str, tuple[str, ...], Callable[[], Iterator[Taken | Fault]]]:
    """Return what the format is called, notes, and how its entries are read.

    The file is gone through once if it seems to have fields that are not carried.

    Raises:
        BadInput: it is not one entry a line, or says more than can be posted.
    """
    check_jsonl(first_line, source.path.name)
    there = _uncarried(source)
    lost = {name: count for name, count in there.items() if count}
    found = losses(lost, "line", leave_out=options.leave_out)
    notes = (source.note,) if source.note else ()
    return LABEL, (*notes, *found), lambda: read_jsonl(source, options, strip=bool(there))


def check_jsonl(first_line: str, name: str) -> None:
    """Look whether a file that begins like JSON holds one entry a line.

    Raises:
        BadInput: it is one list, or an object written over several lines; says how to convert it.
    """
    begun = first_line.strip()
    if begun.startswith("["):
        raise BadInput(
            f"{name} is one JSON list; write each entry on a line of its own "
            f"(jq -c '.[]' {name} > entries.jsonl)"
        )
    if first_line.endswith("\n") and begun.endswith(("{", ",", "[")):
        raise BadInput(
            f"{name} has entries written over several lines; write each on one line "
            f"(jq -c . {name} > entries.jsonl)"
        )


def read_jsonl(
    source: Source, options: IntakeOptions, *, strip: bool = False
) -> Iterator[Taken | Fault]:
    """Read entries one by one; a line that is none is a fault and the others go on.

    `strip`: without the fields of `UNCARRIED`, which are empty or left out on purpose.
    """
    with source.open(newline=None) as opened:
        for number, line in enumerate(_lines(opened.text), start=1):
            if line is not None and not line.strip():
                continue
            yield _read(line, number, options.currency, opened.bytes_read, strip=strip)


def _read(
    line: str | None, number: int, currency: str, bytes_read: int, *, strip: bool
) -> Taken | Fault:
    span = Span(number, number)
    value: Any = None
    try:
        if line is None:
            raise BadInput(f"the line has more than {LONGEST_LINE} characters")  # noqa: TRY301
        value = loads_exact(line)
        if strip:
            value = _carried(value)
        return Taken(entry_of(value, currency), span, bytes_read)
    except BadInput as error:
        cause = _ENTRY_LINE.sub(r"\1line \2 of the entry", str(error))
        return Fault(span, cause, _reference(value), bytes_read)


def _uncarried(source: Source) -> Counter[str]:
    """Count where a field is filled that jefail does not carry; 0: it is there and empty."""
    found: Counter[str] = Counter()
    with source.open(newline=None) as opened:
        for line in _lines(opened.text):
            if line is None or not _UNCARRIED.search(line):
                continue
            try:
                value = loads_exact(line)
            except BadInput:  # told when it is read
                continue
            for part in _parts(value):
                for name in UNCARRIED & part.keys():
                    found[name] += bool(part[name])
    return found


def _parts(value: Any) -> list[dict[str, Any]]:
    """Return the entry and its lines, as far as they are objects."""
    if not isinstance(value, dict):
        return []
    lines = value.get("lines")
    return [value, *(one for one in (lines if isinstance(lines, list) else ()) if _is_object(one))]


def _is_object(value: Any) -> bool:
    return isinstance(value, dict)


def _carried(value: Any) -> Any:
    """Return the entry without the fields that are left out on purpose."""
    for part in _parts(value):
        for name in UNCARRIED & part.keys():
            del part[name]
    return value


def _reference(value: Any) -> str:
    reference = value.get("reference", "") if isinstance(value, dict) else ""
    return reference if isinstance(reference, str) else ""


def _lines(text: TextIO) -> Iterator[str | None]:
    """Give each line; None for one that is too long, which is never held whole."""
    while line := text.readline(LONGEST_LINE + 1):
        if len(line) <= LONGEST_LINE:
            yield line
            continue
        while line and not line.endswith("\n"):
            line = text.readline(LONGEST_LINE)
        yield None
