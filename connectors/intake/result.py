"""What reading a file gives: entries taken, faults told, and what the reader was told before."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from connectors.intake.dates import DateOrder
from journal.amounts.reading import DecimalMark
from journal.entries.coding import TaxOn
from journal.entries.entry import EntryKind, NewEntry
from journal.errors import BadInput
from journal.offers.choices import Needed


class NumberBy(StrEnum):
    """What makes rows one entry in a file that does not number them."""

    DATE = "date"  # all rows of a day
    CHANNEL = "channel"  # the rows of a day that name the same sales channel
    DESCRIPTION = "description"  # the rows of a day that have the same description


class OptionNeeded(BadInput):
    """The file leaves something open that its reader has to say.

    `says`: what is open, for people who have no options to type. The text goes on with what to
    type, and begins with the file's name where `named` gives one.
    """

    def __init__(self, needed: Needed, says: str, typed: str, *, named: str = "") -> None:
        super().__init__(
            f"{named} cannot be read: {says}; {typed}" if named else f"{says}; {typed}"
        )
        self.needed = needed
        self.says = says
        self.typed = typed
        self.file = named


@dataclass(frozen=True, slots=True)
class Span:
    """Where in a file something stands: lines counted from 1, both ends belong to it."""

    first: int
    last: int
    what: str = "line"  # or "row", of a workbook

    def __str__(self) -> str:
        if self.first == self.last:
            return f"{self.what} {self.first}"
        return f"{self.what}s {self.first}-{self.last}"


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
    needed: Needed | None = None  # what its reader could say so that it is taken
    says: str = ""  # the cause without the option to type, where it names one

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
    locale: str = ""  # the book's, "de-DE": months are read in its language too
    sheet: str = ""  # of a workbook; "": its first one
    amounts: TaxOn | None = None  # how they go together with tax; None: found by the balance
    number_by: NumberBy | None = None  # what makes rows one entry, where they have no number


@dataclass(frozen=True, slots=True)
class EntryFile:
    """A file of entries, understood but not yet read. Iterate over it as often as you like.

    The only thing kept while reading is the reference of each entry and where it stood.
    """

    label: str  # the format, as people call it
    size: int  # bytes, for a progress bar
    notes: tuple[str, ...]  # what had to be assumed; to be shown once, before anything else
    _read: Callable[[], Iterator[Taken | Fault]] = field(repr=False)

    def __iter__(self) -> Iterator[Taken | Fault]:
        return self._read()
