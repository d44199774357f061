"""Which files may hold entries, by how their names end. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import Final

SHEETS: Final = frozenset({".csv", ".tsv", ".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
LINES: Final = frozenset({".jsonl", ".ndjson", ".json"})
"""Entries as `jefail import` reads them, beside sheets."""
NOT_READ: Final = frozenset({".numbers", ".gsheet"})
"""Sheets all the same, so that someone who drops one waits for an answer."""
PLAIN_TEXT: Final = frozenset({".txt", ".text"})
"""Read where it is handed to jefail alone: in a channel it may be anything."""


def endings_of(name: str, kind: str) -> tuple[str, str]:
    """Return what tells the kind of a file: the ending of its name, and Slack's own word."""
    return PurePosixPath(name).suffix.casefold(), f".{kind}".casefold()


def is_answered(endings: Iterable[str]) -> bool:
    """Whether a file of these endings is read, or told why it is not, wherever it is dropped."""
    return any(one in SHEETS | LINES | NOT_READ for one in endings)
