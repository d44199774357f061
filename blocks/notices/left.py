"""What stays of a message to one person whose book does not concern them any more."""

from __future__ import annotations

from blocks.kit.card import Card, context, stamped

LEFT = "Not shown any more: you are not in the channel of its book."


def left_notice() -> Card:
    """Draw one quiet line that tells nothing of the book."""
    return Card(LEFT, stamped([context(LEFT)], "left"))
