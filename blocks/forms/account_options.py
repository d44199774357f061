"""Accounts of a chart, as the options of a list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Option, PlainTextObject

from blocks.forms.item_options import named_option
from blocks.kit import limits
from blocks.kit.text import one_line
from blocks.kit.validate import without_codes
from journal.books.book import Account

USUAL, OTHERS = "Usual for such a line", "Other accounts"


def account_option(account: Account) -> Option:
    """Draw one account: its number and name, and what kind it is."""
    kind = one_line(account.kind.replace("_", " "), limits.OPTION_TEXT)
    return Option(
        value=account.external_id,
        text=named_option(account.label, account.external_id),
        description=PlainTextObject(text=kind) if kind else None,
    )


def account_groups(usual: Sequence[Account], others: Sequence[Account]) -> dict[str, Any]:
    """Return what a list is answered with: those that fit first, as many as Slack takes."""
    usual = [one for one in usual if _fits(one)][: limits.OPTIONS]
    others = [one for one in others if _fits(one)][: limits.OPTIONS - len(usual)]
    groups = [
        {
            "label": PlainTextObject(text=label).to_dict(),
            "options": [account_option(one).to_dict() for one in accounts],
        }
        for label, accounts in ((USUAL, usual), (OTHERS, others))
        if accounts
    ]
    return {"option_groups": without_codes(groups)} if groups else {"options": []}


def _fits(account: Account) -> bool:
    return bool(account.label) and 0 < len(account.external_id) <= limits.OPTION_VALUE
