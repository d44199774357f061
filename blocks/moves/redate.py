"""Redate: entries of a closed period are posted on the first open day."""

from __future__ import annotations

from blocks.forms.period import period_form, redate_form
from blocks.kit import figures
from blocks.moves.shown import Again, ShownMove
from blocks.words.asks import Ask, Facts, entries_in, on_first_open_day
from journal.incidents.codec import from_json
from journal.incidents.incident import Case, Memory
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import EntriesRedated


def _ask(facts: Facts, case: Case) -> Ask:
    day = from_json(EntriesRedated, facts).day
    return Ask(f"post {entries_in(facts, case)} {on_first_open_day(day, case.book.locale)}")


def _fix(turn: Turn | None, locale: str) -> str:
    day = turn.day if isinstance(turn, EntriesRedated) else None
    return f"dated {figures.day(day, locale)}" if day else ""


def _label_again(case: Case, _memory: Memory) -> str:
    """Return "Post on Aug 1, 2026": the first open day now, which may be another than then."""
    return f"Post on {figures.day(case.open_day, case.book.locale)}" if case.open_day else ""


SHOWN_REDATE = ShownMove(
    MoveName.REDATE,
    "post entries on another day",
    ask=_ask,
    fix=_fix,
    again=Again(_label_again, lambda case, _memory: case.open_day is not None),
    forms=(period_form, redate_form),
)
