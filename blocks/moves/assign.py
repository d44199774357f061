"""Assign: a case is given to someone, or taken."""

from __future__ import annotations

from blocks.forms.assign import assign_modal
from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

ASSIGN_BUTTON = CaseButton(names.ASSIGN, "Assign to …")
TAKE_BUTTON = CaseButton(names.TAKE, "I take it")
SHOWN_ASSIGN = ShownMove(
    MoveName.ASSIGN,
    "assign a card",
    buttons=(ASSIGN_BUTTON.on, TAKE_BUTTON.on),
    forms=(assign_modal,),
)
