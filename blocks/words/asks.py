"""What someone asks for, as it goes on after "asks to": for the card, its thread, and messages.

The sentence of each move stands in `blocks/moves`; here is what several of them are made of.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from blocks.kit import figures, limits
from blocks.kit.text import outside
from journal.incidents.codec import from_json
from journal.incidents.incident import Case
from journal.incidents.story.values import Batch

_IN_A_LINE = 6


@dataclass(frozen=True, slots=True)
class Ask:
    """One thing that is asked for, marked up."""

    what: str  # "map 2 categories"
    items: Sequence[str] = ()  # each of them
    then: str = ""  # what comes of it: "that posts 3 entries ($4,812.40)"

    @property
    def in_a_line(self) -> str:
        """It as part of a sentence; of many items the first few."""
        left = len(self.items) - _IN_A_LINE
        shown = [*self.items[:_IN_A_LINE], *([f"{left} more"] if left > 0 else [])]
        return f"{self.what}: {', '.join(shown)}" if shown else self.what

    @property
    def whole(self) -> str:
        """The same, with what comes of it."""
        return f"{self.in_a_line}; {self.then}" if self.then else self.in_a_line


Facts = Mapping[str, Any]
"""As `facts_of` in `journal/moves/second_person.py` gives them."""


def on_first_open_day(day: date | None, locale: str) -> str:
    """Return "on Aug 1, 2026, the first open day", as far as the day is known."""
    named = f"{figures.day(day, locale)}, " if day else ""
    return f"on {named}the first open day"


def number_in(facts: Facts) -> str:
    """Return the number of the entry that the facts name."""
    return number_said(str(facts.get("number", "")))


def number_said(number: str) -> str:
    """Return the number of an entry, marked up; "the entry" where it is not known."""
    return outside(number or "the entry", limits.NAME_SHOWN)


def entries_in(facts: Facts, case: Case) -> str:
    """Return "3 entries ($4,812.40)" as the facts count them; "the entries" where they do not."""
    return figures.batch(from_json(Batch, facts), case.book.locale)


def posts_in(facts: Facts, case: Case) -> str:
    """Return what comes of it where it completes entries: "that posts 3 entries ($4,812.40)"."""
    if facts.get("count") == 0:
        return "no entry is complete with that yet"
    return f"that posts {entries_in(facts, case)}"


def note_in(facts: Facts) -> str:
    """Return what was noted, as it goes on after the rest; empty when nothing was."""
    note = outside(str(facts.get("note", "")), limits.QUOTE)
    return f": “{note}”" if note else ""
