"""References made of numbers that start again in each file: the day or the file goes before them.

Pure. The same file has to be known again however it is imported: with the option or without, by
day or by file. So each entry is looked for under all the names that it could have been given.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from hashlib import sha256

from journal.entries.entry import MAX_REFERENCE, NewEntry


class Restart(StrEnum):
    """Within what the numbers of a file are counted."""

    DATE = "date"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Names:
    """Under which other references an entry may be known."""

    others: tuple[str, ...] = ()
    number: str = ""  # where another file's name may stand before it: its number alone

    def beside(self, more: Names | None) -> Names:
        """Return these and `more`, of another version with the same reference."""
        return replace(self, others=(*self.others, *more.others)) if more else self


@dataclass(frozen=True, slots=True)
class Numbering:
    """How the numbers in a file become references."""

    file: str  # its name without the ending
    restart: Restart | None = None  # None: the numbers are the references

    def name(self, entry: NewEntry) -> tuple[NewEntry, Names]:
        """Return `entry`, which has its number for a reference, under its own, and the others."""
        number = entry.reference
        by_day, by_file = day_name(number, entry.date), within(self.file, number)
        chosen = {None: number, Restart.DATE: by_day, Restart.FILE: by_file}[self.restart]
        others = dict.fromkeys((number, by_day, by_file))
        others.pop(chosen, None)
        alone = number if self.restart is Restart.FILE else ""
        return replace(entry, reference=chosen), Names(tuple(others), alone)


def day_name(number: str, day: date) -> str:
    """Return "2026-07-15 1": `number` within its day. One that begins with its day stays."""
    return number if number.startswith(day.isoformat()) else within(day.isoformat(), number)


def within(scope: str, number: str) -> str:
    """Return `scope` and `number` as a reference; a longer one is cut and ends in its hash."""
    whole = f"{scope} {number}"
    if len(whole) <= MAX_REFERENCE:
        return whole
    mark = sha256(whole.encode()).hexdigest()[:12]
    return f"{whole[: MAX_REFERENCE - len(mark) - 2].rstrip()}… {mark}"
