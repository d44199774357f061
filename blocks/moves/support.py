"""Support: those who help are sent what is known of a case."""

from __future__ import annotations

from blocks.forms.support import support_modal
from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

SUPPORT_BUTTON = CaseButton(names.SUPPORT, "Contact support")
SHOWN_SUPPORT = ShownMove(
    MoveName.SUPPORT, "contact support", buttons=(SUPPORT_BUTTON.on,), forms=(support_modal,)
)
