"""Stop: what a retry has not sent yet is left."""

from __future__ import annotations

from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

STOP_BUTTON = CaseButton(names.STOP, "Stop")
SHOWN_STOP = ShownMove(MoveName.STOP, "stop a posting", buttons=(STOP_BUTTON.on,))
