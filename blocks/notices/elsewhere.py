"""What stays of a card in a channel whose book is told of in another channel now."""

from __future__ import annotations

from blocks.kit.card import Card, context, stamped


def elsewhere_notice(channel_id: str) -> Card:
    """Draw one quiet line that leads to the channel of the book."""
    text = f"➡️ This card is in <#{channel_id}> now."
    return Card(text, stamped([context(text)], "elsewhere"))
