"""JSON lines: one entry a line, in the words of `entry_json`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final, TextIO

from connectors.intake.entry_json import entry_of
from connectors.intake.exact_json import loads_exact
from connectors.intake.result import Fault, Span, Taken
from connectors.intake.source import Source
from journal.errors import BadInput

LABEL: Final = "JSON lines"
_ENTRY_LINE: Final = re.compile(r"(^|; )line (\d+)\b")
"""As a cause names a line of the entry; beside it stands the line of the file."""
LONGEST_LINE: Final = 2_000_000
"""Characters: well above an entry of the most lines, and what keeps memory bounded."""


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


def read_jsonl(source: Source, default_currency: str) -> Iterator[Taken | Fault]:
    """Read entries one by one; a line that is none is a fault and the others go on."""
    with source.open(newline=None) as opened:
        for number, line in enumerate(_lines(opened.text), start=1):
            if line is not None and not line.strip():
                continue
            yield _read(line, number, default_currency, opened.bytes_read)


def _read(line: str | None, number: int, currency: str, bytes_read: int) -> Taken | Fault:
    span = Span(number, number)
    value: Any = None
    try:
        if line is None:
            raise BadInput(f"the line has more than {LONGEST_LINE} characters")  # noqa: TRY301
        value = loads_exact(line)
        return Taken(entry_of(value, currency), span, bytes_read)
    except BadInput as error:
        cause = _ENTRY_LINE.sub(r"\1line \2 of the entry", str(error))
        return Fault(span, cause, _reference(value), bytes_read)


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
