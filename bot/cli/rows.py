"""Tables as files: taken in batch by batch, and written to a file or to stdout."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TextIO, TypeVar

from bot.cli.faults import Faults
from bot.cli.terminal import counted, note, say
from connectors.intake.result import Fault
from journal.errors import BadInput

BATCH = 500
Row = TypeVar("Row")


async def keep_rows(
    items: Iterator[Row | Fault],
    keep: Callable[[Sequence[Row], Faults], Awaitable[int]],
    faults: Faults,
) -> int:
    """Hand the rows of a file to `keep`, which returns how many it kept; return their sum.

    What the reader could not take goes to `faults`; so may what `keep` refuses.
    """
    kept = 0
    while batch := await asyncio.to_thread(lambda: list(islice(items, BATCH))):
        rows: list[Row] = []
        for one in batch:
            if isinstance(one, Fault):
                faults.add(one.cause, one.lines)
            else:
                rows.append(one)
        kept += await keep(rows, faults)
    return kept


def tell_kept(count: int, what: str, faults: Faults) -> int:
    """Say what became of a table; return the exit code."""
    refused = f", {faults.count:,} not taken:" if faults.count else "."
    say(f"{counted(count, what)} kept{refused}")
    faults.show()
    return 1 if faults.count else 0


def write_table(path: Path | None, write: Callable[[TextIO], None]) -> None:
    """Have `write` write to `path`, or to stdout. Raises BadInput: it cannot be written."""
    if path is None:
        write(sys.stdout)
        return
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write(file)
    except OSError as error:
        raise BadInput(f"{path} cannot be written: {error.strerror}") from error
    note(f"Written to {path}.")
