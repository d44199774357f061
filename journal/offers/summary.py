"""What is in a file of entries, by what is known of its book: counted, never the entries. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from journal.amounts.money import Money
from journal.entries.entry import NewEntry
from journal.entries.handing_in import Fate

MOST_WRONG = 20
"""How many faults are told one by one; the file that is sent along has them all."""
MOST_CHANNELS = 40


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something in a file that is not taken: the lines it stands on, and why in a sentence."""

    first: int = 0  # 0: it is not of a line
    last: int = 0
    what: str = "line"  # or "row", of a workbook
    reference: str = ""
    cause: str = ""


@dataclass(frozen=True, slots=True)
class FileSummary:
    """What importing a file would do, or did."""

    label: str = ""  # the format, as people call it
    taken: int = 0  # entries: new ones, corrections, and those that are asked about
    corrections: int = 0
    asked: int = 0  # of those taken: a card asks what they are
    known: int = 0  # here already
    faults: int = 0
    changed: int = 0  # of the faults: known with other content
    restated: int = 0  # of the faults: known, and they read as other entries
    lines: int = 0  # of what is taken
    days: int = 0
    first: date | None = None
    last: date | None = None
    sales_channels: tuple[str, ...] = ()
    amounts: tuple[Money, ...] = ()  # the debits of what is taken, by currency
    unpriced: int = 0  # entries of it whose costs are known only when they are posted
    wrong: tuple[Wrong, ...] = ()  # the first of the faults
    notes: tuple[str, ...] = ()  # what had to be assumed

    @property
    def total(self) -> int:
        """Return how many entries the file has, good and bad."""
        return self.taken + self.known + self.faults


@dataclass(slots=True)
class Counting:
    """Adds up a `FileSummary`; memory grows with days and sales channels, not with entries."""

    label: str = ""
    notes: tuple[str, ...] = ()
    counts: dict[str, int] = field(default_factory=dict)
    _days: set[date] = field(default_factory=set)
    _channels: dict[str, None] = field(default_factory=dict)
    _minor: dict[str, int] = field(default_factory=dict)
    _wrong: list[Wrong] = field(default_factory=list)

    def take(self, entry: NewEntry, fate: Fate) -> None:
        """Count an entry that is taken."""
        self._count("taken")
        self._count("lines", len(entry.lines))
        self._count("corrections", int(fate is Fate.CORRECTION))
        self._count("asked", int(fate is Fate.ASKED))
        self._count("unpriced", int(any(line.amount is None for line in entry.lines)))
        self._days.add(entry.date)
        if len(self._channels) < MOST_CHANNELS:
            self._channels.setdefault(entry.sales_channel)
        total = entry.total
        self._minor[total.currency] = self._minor.get(total.currency, 0) + total.minor

    def know(self) -> None:
        """Count an entry that is here already."""
        self._count("known")

    def fault(self, wrong: Wrong, *, changed: bool = False, restated: bool = False) -> None:
        """Count something that is not taken."""
        self._count("faults")
        self._count("changed", int(changed))
        self._count("restated", int(restated))
        if len(self._wrong) < MOST_WRONG:
            self._wrong.append(wrong)

    def summary(self) -> FileSummary:
        """Return what was counted."""
        return FileSummary(
            label=self.label,
            days=len(self._days),
            first=min(self._days, default=None),
            last=max(self._days, default=None),
            sales_channels=tuple(self._channels),
            amounts=tuple(_sums(self._minor.items())),
            wrong=tuple(self._wrong),
            notes=self.notes,
            **self.counts,
        )

    def _count(self, name: str, by: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + by


def _sums(minor: Iterable[tuple[str, int]]) -> Iterable[Money]:
    return (Money(total, currency) for currency, total in sorted(minor))
