"""Records of a CSV file, each with the lines it stands on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Final

from connectors.intake.result import Span
from journal.errors import BadInput

DELIMITERS: Final = (",", ";", "\t", "|")
MOST_ROWS: Final = 2_000_000
"""Of a file; empty ones count, for they take time as well."""


def csv_reader(text: Iterator[str], delimiter: str) -> Iterator[tuple[Span, list[str]]]:
    """Read records from `text` with the lines they stand on.

    A space behind a delimiter belongs to no cell, so that a quotation mark behind it counts.

    Raises:
        BadInput: quotation marks do not match, or there are too many rows.
    """
    reader = csv.reader(text, delimiter=delimiter, strict=True, skipinitialspace=True)
    first, read = 1, 0
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise BadInput(
                f"the quotation marks do not match from line {first} on ({error}); "
                'a quotation mark inside a quoted cell is written twice: ""'
            ) from error
        read += 1
        if read > MOST_ROWS:
            raise BadInput(f"it has more than {MOST_ROWS:,} rows; split it")
        yield Span(first, reader.line_num), cells
        first = reader.line_num + 1
