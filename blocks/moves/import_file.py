"""Import: a file that was dropped into Slack is taken into a book."""

from __future__ import annotations

from blocks.forms.offer import offer_modal
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

SHOWN_IMPORT = ShownMove(MoveName.IMPORT, "import files", forms=(offer_modal,))
