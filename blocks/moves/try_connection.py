"""Test connection: the platform is asked whether jefail has access."""

from __future__ import annotations

from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

TEST_BUTTON = CaseButton(names.TEST, "Test connection")
SHOWN_TEST = ShownMove(MoveName.TEST, "test a connection", buttons=(TEST_BUTTON.on,))
