"""Choices of the platform's lists, as the options of a field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Option, PlainTextObject

from blocks.forms.map_draft import item_value
from blocks.kit import limits
from blocks.kit.text import one_line
from journal.books.lists import ListItem

CLOSEST, ALL = "Closest", "All"


def item_option(item: ListItem) -> Option:
    """Draw one choice: its name, and whose it is or what its rate is."""
    more = item.kind.capitalize() if item.rate is None else f"{item.rate.normalize():f}%"
    return Option(
        value=item_value(item),
        text=PlainTextObject(text=one_line(item.label, limits.OPTION_TEXT)),
        description=PlainTextObject(text=one_line(more, limits.OPTION_TEXT)) if more else None,
    )


def item_groups(closest: Sequence[ListItem], others: Sequence[ListItem]) -> dict[str, Any]:
    """Return what a list is answered with: the closest first, as many as Slack takes."""
    closest = [one for one in closest if _fits(one)][: limits.OPTIONS]
    others = [one for one in others if _fits(one) and one not in closest]
    others = others[: limits.OPTIONS - len(closest)]
    groups = [
        {
            "label": PlainTextObject(text=label).to_dict(),
            "options": [item_option(one).to_dict() for one in items],
        }
        for label, items in ((CLOSEST, closest), (ALL, others))
        if items
    ]
    return {"option_groups": groups} if groups else {"options": []}


def _fits(item: ListItem) -> bool:
    return bool(item.label) and len(item_value(item)) <= limits.OPTION_VALUE
