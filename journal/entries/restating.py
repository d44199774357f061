"""When a new version under a known reference is a correction, and when it reads as another entry.

Pure. Some software numbers its journals 1 to n in each file, so that another day comes under a
number that is known. Taken as a correction it would replace the first day in the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from journal.entries.entry import MAYBE_IN_BOOKS, Entry, Line, NewEntry, PostingStatus

_Place = tuple[str, str, str, str, str]


class Departure(StrEnum):
    """What makes a new version read as another entry. The values are part of the API."""

    DAY = "day"
    CHANNEL = "sales_channel"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Restated:
    """A version that reads as another entry, and what its reference stands for so far."""

    by: Departure
    number: str  # ours: "JF-1042"
    revision: int  # the newest that was taken
    status: PostingStatus
    was: NewEntry
    says: NewEntry
    is_replaceable: bool = True  # False: it is on its way, or nobody can change what is posted

    @property
    def sentence(self) -> str:
        """Both in one line, in plain text: days as 2026-07-31, sums with their currency."""
        return (
            f"was handed in as {self.number} for {_told(self.was, self.by)}"
            f" and {_STANDS.get(self.status, 'is not posted yet')}."
            f" This version says {_told(self.says, self.by)}{_LINES[self.by is Departure.LINES]}"
        )


_STANDS = {
    PostingStatus.POSTED: "is posted",
    PostingStatus.POSTING: "is being posted",
    PostingStatus.UNCERTAIN: "may be posted",
    PostingStatus.SKIPPED: "was closed without posting",
}
_LINES = {True: ", with most lines on other accounts.", False: "."}


def _told(content: NewEntry, by: Departure) -> str:
    """Return "2026-07-14 (350.58 USD)", with the sales channel where that is what differs."""
    has_amounts = any(line.amount for line in content.lines)
    total = str(content.total) if has_amounts else f"{len(content.lines)} lines without amounts"
    channel = f"{content.sales_channel}, " if by is Departure.CHANNEL else ""
    return f"{channel}{content.date.isoformat()} ({total})"


def departure_of(before: NewEntry, after: NewEntry, *, in_ledger: bool) -> Departure | None:
    """Return how `after` departs from `before`; None: it is a usual correction of it.

    Another day or another sales channel makes another entry. So do other lines, where `before`
    is or may be in the ledger: a line has a counterpart if the other version has one on the same
    side of the same account or category, in the same currency and of the same SKU. Amounts and
    texts do not matter, nor how many such lines there are, and lines of zero are passed over.
    Where more than half of the lines of either version have no counterpart, it is another entry.
    """
    if before.date != after.date:
        return Departure.DAY
    if before.sales_channel.casefold() != after.sales_channel.casefold():
        return Departure.CHANNEL
    if in_ledger and _are_other_lines(before, after):
        return Departure.LINES
    return None


def may_be_in_ledger(entry: Entry) -> bool:
    """Whether some version of `entry` is in the ledger, or may be."""
    return entry.is_correction or entry.status in MAYBE_IN_BOOKS


def _are_other_lines(before: NewEntry, after: NewEntry) -> bool:
    old = [_place(line, before.currency) for line in before.lines if _says_something(line)]
    new = [_place(line, after.currency) for line in after.lines if _says_something(line)]
    return _most_are_missing(old, {*new}) or _most_are_missing(new, {*old})


def _most_are_missing(places: list[_Place], among: Iterable[_Place]) -> bool:
    return 2 * sum(place not in among for place in places) > len(places)


def _says_something(line: Line) -> bool:
    return line.amount is None or line.amount.minor != 0


def _place(line: Line, currency: str) -> _Place:
    """Return where a line lands: names are compared as people read them."""
    account, category = (" ".join((one or "").casefold().split()) for one in _names(line))
    return line.side.value, account, category, currency, line.sku or ""


def _names(line: Line) -> tuple[str | None, str | None]:
    return line.account, line.category
