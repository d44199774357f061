"""Ask the owner: the person who owns the connection is told that it has to be connected again."""

from __future__ import annotations

from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

ASK_OWNER_BUTTON = CaseButton(names.ASK_OWNER, "Ask the owner")
SHOWN_ASK_OWNER = ShownMove(
    MoveName.ASK_OWNER, "ask the owner of a connection", buttons=(ASK_OWNER_BUTTON.on,)
)
