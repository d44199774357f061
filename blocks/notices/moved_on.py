"""What stays of a message of ours that another one stands for, where it cannot be deleted."""

from __future__ import annotations

from blocks.kit.card import Card, context, stamped

MOVED_ON = "A newer message stands for this one."


def moved_on() -> Card:
    """Draw one quiet line without buttons."""
    return Card(MOVED_ON, stamped([context(MOVED_ON)], "moved-on"))
