"""What each line of an entry carries beside its account, and what it lacks there, to be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from journal.books.lists import Dimension, Field
from journal.entries.coding import Coded
from journal.entries.entry import Line, NewEntry
from journal.entries.placing import Known
from journal.entries.uncoded import LineState, states_of

Code = tuple[str, str]
"""A label and a value, as a ledger's extras have them: ("Class", "Retail:Online")."""


@dataclass(frozen=True, slots=True)
class LineCodes:
    """One line, where it goes, and what it carries. `lacks`: ("Class", "Onlin"); "" for no word."""

    line: Line
    account: str
    codes: tuple[Code, ...] = ()
    lacks: tuple[Code, ...] = ()


def codes_of(content: NewEntry, known: Known) -> Sequence[LineCodes]:
    """Return what each line carries as things stand; without an account, what it says itself."""
    states = states_of(content, known)
    return [_codes(line, one) for line, one in zip(content.lines, states, strict=True)]


def said_by(line: Line) -> tuple[Code, ...]:
    """Return what a line says itself beside its account, in its own words."""
    return tuple((_label(line, dimension), word) for dimension, word in line.coding.words())


def _codes(line: Line, state: LineState | None) -> LineCodes:
    if state is None:
        return LineCodes(line, line.account or line.category or "", said_by(line))
    lacks = tuple((_label(line, one.dimension), one.word) for one in state.lacks)
    return LineCodes(line, state.account.label, tuple(map(_shown, state.coded)), lacks)


def _shown(one: Coded) -> Code:
    return one.shown


def _label(line: Line, dimension: Dimension) -> str:
    kind = line.coding.name_kind
    is_known = dimension.field is Field.NAME and kind is not None
    return kind.value.capitalize() if is_known and kind else dimension.label
