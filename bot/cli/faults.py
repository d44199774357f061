"""What could not be taken from a file: the first few shown, all of it written when asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.cli.terminal import note
from connectors.intake.result import Span
from journal.errors import BadInput
from journal.tabular import CsvWriter

SHOWN = 20


@dataclass(slots=True)
class Faults:
    """Counts faults and remembers the first; memory does not grow with their number."""

    writer: CsvWriter | None = None  # of --faults
    count: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, cause: str, lines: Span | None = None, reference: str = "") -> None:
        """Count one fault, and write it when all are wanted; `lines` where it is known."""
        self.count += 1
        if len(self.first) < SHOWN:
            self.first.append(f"{lines}: {cause}" if lines else cause)
        if self.writer:
            where = (lines.first, lines.last) if lines else ("", "")
            self.writer.row((*where, reference, cause))

    def show(self) -> None:
        """Print the first faults, and how many more there are."""
        for line in self.first:
            note(f"  {line}")
        if rest := self.count - len(self.first):
            note(f"  … and {rest:,} more" + ("" if self.writer else "; --faults FILE keeps all"))


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
            faults.writer = CsvWriter(file)
            faults.writer.row(("First line", "Last line", "Reference", "Cause"))
        yield faults
