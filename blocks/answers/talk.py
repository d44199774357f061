"""Short answers to what people write to jefail that is no command."""

from __future__ import annotations

from blocks.answers.status import notice
from blocks.kit import names
from blocks.kit.card import Card


def hint_card(nearest: str) -> Card:
    """Draw what jefail can be asked; `nearest`: the command that was meant, if any is near."""
    first = f"Did you mean `{nearest}`? " if nearest else ""
    return notice(
        f"{first}Write `status`, `list`, `show INC-7` or `help`, here or behind `{names.COMMAND}`."
        " To import entries, drop a CSV or XLSX file into the channel of their book."
    )


def elsewhere_card() -> Card:
    """Draw the word that the answer went to the person who asked, since others read along."""
    return notice("The answer is in your direct messages, since others read along here.")
