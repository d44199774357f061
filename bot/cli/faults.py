"""What could not be taken from a file: the first few shown, all of it written when asked."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.cli.terminal import note
from connectors.intake.result import Span
from journal.errors import BadInput

SHOWN = 20
_FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(slots=True)
class Faults:
    """Counts faults and remembers the first; memory does not grow with their number."""

    writer: Any = None  # the csv writer of --faults
    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, cause: str, lines: Span | None = None, reference: str = "") -> None:
        """Count one fault, and write it when all are wanted; `lines` where it is known."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(f"{lines}: {cause}" if lines else cause)
        if self.writer:
            where = (lines.first, lines.last) if lines else ("", "")
            self.writer.writerow((*where, _as_text(reference), cause))

    def show(self) -> None:
        """Print the first faults, and how many more there are."""
        for line in self.first:
            note(f"  {line}")
        if rest := self.count - len(self.first):
            note(f"  … and {rest:,} more" + ("" if self.writer else "; --faults FILE keeps all"))


def _as_text(cell: str) -> str:
    # A spreadsheet would run such a cell as a formula.
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


@contextmanager
def collecting(path: Path | None) -> Iterator[Faults]:
    """Yield a collector that writes to `path`, if any. Raises BadInput: it cannot be written."""
    with ExitStack() as stack:
        faults = Faults()
        if path:
            try:
                file = stack.enter_context(path.open("w", encoding="utf-8-sig", newline=""))
            except OSError as error:
                raise BadInput(f"{path} cannot be written: {error.strerror}") from error
            faults.writer = csv.writer(file)
            faults.writer.writerow(("First line", "Last line", "Reference", "Cause"))
        yield faults
