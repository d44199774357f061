"""Skip: entries are never to be posted."""

from __future__ import annotations

from blocks.forms.skip import skip_confirmation, skip_modal
from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.changed import REMOVED_BUTTON
from blocks.moves.resolve import ask_to_close
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

SKIP_BUTTON = CaseButton(names.SKIP, "Skip …")
SHOWN_SKIP = ShownMove(
    MoveName.SKIP,
    "skip entries",
    ask=ask_to_close,
    buttons=(SKIP_BUTTON.on, REMOVED_BUTTON.on),
    forms=(skip_modal, skip_confirmation),
)
