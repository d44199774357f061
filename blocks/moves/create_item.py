"""Create a class, a customer, a tracking option: it is made at the platform, and then chosen."""

from __future__ import annotations

from blocks.forms.create_item import create_item_modal
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

SHOWN_CREATE_ITEM = ShownMove(
    MoveName.CREATE_ITEM, "create classes, customers or other choices", forms=(create_item_modal,)
)
