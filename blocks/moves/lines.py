"""Edit lines: accounts and amounts of one entry are corrected by hand."""

from __future__ import annotations

from blocks.forms.lines import lines_form, which_form
from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from blocks.words.asks import Ask, Facts, number_in, posts_in
from blocks.words.changed_lines import line_changed
from journal.incidents.codec import from_json
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.story.event import Turn
from journal.incidents.story.mending import LinesEdited


def _ask(facts: Facts, case: Case) -> Ask:
    told = [line_changed(one, case.book.locale) for one in from_json(LinesEdited, facts).changes]
    return Ask(f"edit {number_in(facts)}", told, posts_in(facts, case))


def _fix(turn: Turn | None, _locale: str) -> str:
    return f"lines of {turn.number} edited" if isinstance(turn, LinesEdited) else ""


LINES_BUTTON = CaseButton(names.EDIT_LINES, "Edit lines")
SHOWN_LINES = ShownMove(
    MoveName.EDIT,
    "edit the lines of entries",
    ask=_ask,
    fix=_fix,
    buttons=(LINES_BUTTON.on,),
    forms=(which_form, lines_form),
)
