"""Snooze: a card is put off until a moment, and woken before it."""

from __future__ import annotations

from blocks.forms.snooze import snooze_modal
from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

SNOOZE_BUTTON = CaseButton(names.SNOOZE, "Snooze …")
WAKE_BUTTON = CaseButton(names.WAKE, "Wake")
SHOWN_SNOOZE = ShownMove(
    MoveName.SNOOZE,
    "snooze a card",
    buttons=(SNOOZE_BUTTON.on, WAKE_BUTTON.on),
    forms=(snooze_modal,),
)
