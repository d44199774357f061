"""Create account: one is made at the platform, and then mapped."""

from __future__ import annotations

from blocks.forms.create_account import create_account_modal
from blocks.kit import names
from blocks.kit.buttons import CaseButton
from blocks.moves.shown import ShownMove
from journal.incidents.move import MoveName

CREATE_ACCOUNT_BUTTON = CaseButton(names.CREATE_ACCOUNT, "Create account")
SHOWN_CREATE_ACCOUNT = ShownMove(
    MoveName.CREATE_ACCOUNT,
    "create accounts",
    buttons=(CREATE_ACCOUNT_BUTTON.on,),
    forms=(create_account_modal,),
)
