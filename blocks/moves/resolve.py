"""Resolve: a card is closed by hand, with how it was settled."""

from __future__ import annotations

from slack_sdk.models.blocks import ConfirmObject

from blocks.forms.resolve import resolve_modal
from blocks.kit import figures, limits, names
from blocks.kit.buttons import CaseButton, question
from blocks.kit.text import one_line, outside
from blocks.moves.shown import Again, ShownMove
from blocks.words.asks import Ask, Facts, entries_in, note_in
from blocks.words.outcomes import how_said
from journal.incidents.codec import from_json
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Memory
from journal.incidents.move import MoveName
from journal.incidents.story.people import IncidentResolved
from journal.incidents.story.values import Batch


def how_before(memory: Memory) -> HowResolved:
    """Return what was said of it when it was closed by hand."""
    return _closing(memory).how or HowResolved.OTHER


def note_before(memory: Memory) -> str:
    """Return the note with which it was closed by hand."""
    return _closing(memory).note


def _closing(memory: Memory) -> IncidentResolved:
    told = memory.mending.turn
    return told if isinstance(told, IncidentResolved) else IncidentResolved()


def ask_to_close(facts: Facts, case: Case) -> Ask:
    """Return what is asked for: to close what is fixed there, or to leave entries unposted."""
    how = HowResolved(facts["how"]) if facts.get("how") else None
    said = how_said(how, case.connection.platform.label)
    what = entries_in(facts, case)
    if how is not None and how.is_checked:
        return Ask(f"close {what} as {said}{note_in(facts)}")
    if entry_id := facts.get("entry_id"):
        amounts = from_json(Batch, facts).amounts
        what = figures.with_amounts(f"JF-{entry_id}", amounts, case.book.locale)
    why = f" ({said})" if how else ""
    return Ask(f"skip {what}{why}{note_in(facts)}")


def _memory(case: Case, memory: Memory, by: str) -> str:
    how = how_said(how_before(memory), case.connection.platform.label)
    note = outside(note_before(memory), limits.QUOTE)
    return f"closed{by}, {how}{f', “{note}”' if note else ''}"


def _label_again(case: Case, memory: Memory) -> str:
    how = how_said(how_before(memory), case.connection.platform.label)
    return one_line(f"Close again: {how}", limits.BUTTON_TEXT)


def _question_again(case: Case, label: str) -> ConfirmObject:
    counted = figures.entries(case.summary.waiting, case.book.locale)
    money = figures.amounts(case.summary.amounts, case.book.locale)
    text = f"{label}: {counted}{f', {money}' if money else ''}."
    return question("Close the card?", text, "Close", "Cancel")


RESOLVE_BUTTON = CaseButton(names.RESOLVE, "Resolve")
SHOWN_RESOLVE = ShownMove(
    MoveName.RESOLVE,
    "close a card by hand",
    ask=ask_to_close,
    memory=_memory,
    again=Again(_label_again, asks=_question_again),
    buttons=(RESOLVE_BUTTON.on,),
    forms=(resolve_modal,),
)
