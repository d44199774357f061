"""Reopen: a closing by hand is taken back."""

from __future__ import annotations

from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

REOPEN_BUTTON = CaseButton(names.REOPEN, "Reopen")
SHOWN_REOPEN = ShownMove(MoveName.REOPEN, "reopen a card", buttons=(REOPEN_BUTTON.on,))
