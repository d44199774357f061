"""What kind of file it is, from its first line."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from typing import Final, TypeVar

from connectors.intake.columns import Column, Match, match_headings
from connectors.intake.csv_rows import DELIMITERS, CsvFile
from connectors.intake.source import Source
from journal.errors import BadInput
from journal.quoting import quoted

_LONGEST_HEADER: Final = 65_536

Of = TypeVar("Of")


def first_line(source: Source) -> str:
    """Return the first line that is not empty. Raises BadInput when there is none."""
    with source.open(newline=None) as opened:
        while line := opened.text.readline(_LONGEST_HEADER):
            if line.strip(" \t\r\n,;"):
                return line
    raise BadInput(f"{source.path.name} is empty")


def find_table(
    source: Source, line: str, tables: Sequence[tuple[str, tuple[Column, ...], Of]]
) -> tuple[Of, CsvFile]:
    """Return which of `tables` (label, columns, what it is) the headings in `line` fit, opened.

    Raises:
        BadInput: none fits; the text says which comes nearest and what it lacks.
    """
    best: tuple[Match, Of, str] | None = None
    for delimiter in DELIMITERS:
        headings = _headings(line, delimiter)
        for label, columns, of in tables:
            match = match_headings(headings, label, columns)
            if best is None or _fit(match) > _fit(best[0]):
                best = match, of, delimiter
    if best is None:
        raise AssertionError("there is always a table to compare with")
    match, of, delimiter = best
    if match.missing:
        raise BadInput(f"{source.path.name} cannot be read: {_why(match, tables, line)}")
    return of, CsvFile(source, delimiter, match.headings)


def _headings(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line.rstrip("\r\n")], delimiter=delimiter), [])


def _fit(match: Match) -> tuple[int, int]:
    # Fewest missing first; then most found, so that a table with few columns does not win by that.
    return -len(match.missing) if match.found else -99, match.found


def _why(match: Match, tables: Sequence[tuple[str, tuple[Column, ...], Of]], line: str) -> str:
    if match.found:
        return match.complaint()
    known = " or ".join(label for label, _, _ in tables)
    return f"its first line {quoted(line.strip())} has no heading of {known}"
