"""An entry's lines as a person corrects them: each names an account or a category by a text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Any, Self

from journal.amounts.money import Money
from journal.books.book import Account
from journal.entries.entry import Entry, Line, NewEntry, Side
from journal.entries.placing import Known, Lack, account_named
from journal.errors import BadInput

_OFFERED = 3
MOST_LINES = 20
"""An entry with more is corrected where it comes from."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line as it was typed. `place` is its place in the entry; new ones stand behind it."""

    place: int
    named: str
    side: Side
    amount: Money


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person wants the lines of one entry to be; what is left out is taken out."""

    entry_id: int
    posting_revision: int  # that the person saw
    rows: tuple[Row, ...]

    @property
    def debits(self) -> int:
        """What the lines that were typed come to, in the currency's smallest unit."""
        return sum(row.amount.minor for row in self.rows if row.side is Side.DEBIT)

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        rows = [
            [row.place, row.named, row.side.value, row.amount.minor, row.amount.currency]
            for row in self.rows
        ]
        return {"entry_id": self.entry_id, "revision": self.posting_revision, "rows": rows}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Correction:
        """Return what `facts` tell of."""
        rows = tuple(
            Row(place, named, Side(side), Money(minor, currency))
            for place, named, side, minor, currency in facts["rows"]
        )
        return cls(facts["entry_id"], facts["revision"], rows)


@dataclass(frozen=True, slots=True)
class LineTold:
    """One line as the story tells it."""

    side: Side
    amount: Money
    named: str  # what it calls its account

    @property
    def row(self) -> list[object]:
        """It as it is kept: a list, the amount in the currency's smallest unit."""
        return [self.side.value, self.amount.minor, self.amount.currency, self.named]

    @classmethod
    def of_row(cls, row: Sequence[Any]) -> Self:
        """Return what `row` made. Raises TypeError, ValueError: it is none."""
        side, minor, currency, named = row
        return cls(Side(side), Money(int(minor), str(currency)), str(named))


@dataclass(frozen=True, slots=True)
class LineChange:
    """One line as it was and as it is now."""

    line: int = 0  # counted from 1
    before: LineTold | None = None  # None: it is new, or has no amount of its own
    after: LineTold | None = None  # None: it was taken out, or has none


class NoSuchAccount(BadInput):
    """Neither an account nor a mapped category is called so, or more than one account is."""

    def __init__(self, place: int, named: str, fits: Sequence[Account] = ()) -> None:
        if len(fits) > 1:
            labels = ", ".join(f'"{one.label[:60]}"' for one in fits[:_OFFERED])
            told = f'"{named[:80]}" fits more than one account: {labels}.'
        else:
            told = f'There is no account and no mapped category called "{named[:80]}".'
        super().__init__(f"{told} Write the number or the whole name of an account.")
        self.place = place


def corrected(content: NewEntry, rows: Sequence[Row], known: Known) -> NewEntry:
    """Return the entry with its lines as typed. Lines without an amount of their own stay.

    Raises:
        NoSuchAccount: a line names nothing that is known.
        Unbalanced: debits and credits differ. BadInput: fewer than two lines are left.
    """
    typed = {row.place: row for row in rows}
    lines: list[Line] = []
    for place, line in enumerate(content.lines):
        if line.amount is None:
            lines.append(line)
        elif place in typed:
            lines.append(_line(line, typed[place], content.sales_channel, known))
    added = sorted(place for place in typed if place >= len(content.lines))
    blank = Line(Side.DEBIT)
    lines += [_line(blank, typed[place], content.sales_channel, known) for place in added]
    return replace(content, lines=tuple(lines)).checked()


def _line(line: Line, row: Row, channel: str, known: Known) -> Line:
    named = row.named.strip()
    line = replace(line, side=row.side, amount=row.amount)
    if named == name_of(line):
        return line
    place = account_named(named, known)
    if not isinstance(place, Lack) or len(place.fits) == 1:
        return replace(line, account=named, category=None)
    if (channel, named) in known.mappings or (channel, named) in known.unsettled:
        return replace(line, account=None, category=named)
    raise NoSuchAccount(row.place, named, place.fits)


def name_of(line: Line) -> str:
    """Return what a line calls its account."""
    return line.account or line.category or ""


def changes(before: Entry, after: NewEntry) -> tuple[LineChange, ...]:
    """Return what became of each line that is not as it was."""
    pairs = enumerate(zip_longest(before.content.lines, after.lines), start=1)
    return tuple(
        LineChange(number, _told(old), _told(now)) for number, (old, now) in pairs if old != now
    )


def _told(line: Line | None) -> LineTold | None:
    if line is None or line.amount is None:
        return None
    return LineTold(line.side, line.amount, name_of(line))
