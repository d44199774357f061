"""Rows of journals whose numbers start again each day: a number and its day make one entry."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from connectors.intake.drafts import Draft, Reading, Template
from connectors.intake.rows import Row
from journal.entries.entry import NewEntry

_BETWEEN: Final = "\x1f"


def within_days(template: Template) -> Template:
    """Return `template` so that rows of one number on two days are two entries.

    A row that leaves the day empty belongs to the day above it, as long as its number is the same.
    """

    def read(draft: Draft, reading: Reading) -> NewEntry:
        return template.read(replace(draft, key=number_of(draft.key)), reading)

    return replace(template, key_of=_KeyOf(template), read=read)


def number_of(key: str) -> str:
    """Return the number in a draft's key, as the file has it."""
    return key.rpartition(_BETWEEN)[2]


@dataclass(slots=True)
class _KeyOf:
    """Gives each row the key of its entry; remembers the row above."""

    template: Template
    number: str = ""
    day: str = ""

    def __call__(self, row: Row) -> str:
        number = self.template.key_of(row)
        if not number:
            return ""
        kept = self.day if number == self.number else ""
        self.number, self.day = number, row[self.template.dates[0]] or kept
        return f"{self.day}{_BETWEEN}{number}"
