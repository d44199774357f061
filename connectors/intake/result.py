"""What reading a file gives: entries taken, faults told, and what the reader was told before."""

from __future__ import annotations

from dataclasses import dataclass

from connectors.intake.dates import DateOrder
from journal.amounts import DecimalMark
from journal.entry import EntryKind, NewEntry


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a file something stands: lines counted from 1, both ends belong to it."""

    first: int
    last: int

    def __str__(self) -> str:
        if self.first == self.last:
            return f"line {self.first}"
        return f"lines {self.first}-{self.last}"


@dataclass(frozen=True, slots=True)
class Taken:
    """An entry that was read whole and checked. `bytes_read` is for a progress bar."""

    entry: NewEntry
    lines: Span
    bytes_read: int = 0


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry, or a row of a table, that cannot be taken, and why in a sentence."""

    lines: Span
    cause: str
    reference: str = ""  # as far as it could be read
    bytes_read: int = 0

    def __str__(self) -> str:
        return f"{self.lines}: {self.cause}"


@dataclass(frozen=True, slots=True)
class IntakeOptions:
    """What the person who imports says about the file, where the file itself does not."""

    currency: str  # the book's; for entries that name none
    sales_channel: str = ""  # for entries of templates that name no known one
    kind: EntryKind | None = None  # for templates; None: found in their words
    dates: DateOrder | None = None  # None: found out from the file
    decimals: DecimalMark | None = None  # None: found out from the file
    leave_out: bool = False  # import although filled columns would not be carried
    prepared_by: str = ""  # for entries that do not say it themselves
    by_day: bool = False  # a number that comes again on another day is another entry
