"""Choices of the platform's lists, as the options of a field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import Option, PlainTextObject

from blocks.forms.map_draft import item_value
from blocks.kit import limits
from blocks.kit.text import one_line
from blocks.kit.validate import without_codes
from journal.books.lists import ListItem

CLOSEST, ALL = "Closest", "All"


def item_option(item: ListItem, *, has_twin: bool = False) -> Option:
    """Draw one choice: its name, and whose it is or what its rate is.

    `has_twin`: another one of the list looks the same, so that only its id tells them apart.
    """
    more = item.kind.capitalize() if item.rate is None else f"{item.rate.normalize():f}%"
    told = " · ".join(part for part in (more, f"id {item.key}" if has_twin else "") if part)
    return Option(
        value=item_value(item),
        text=named_option(item.label, item.key),
        description=named_option(told) if told else None,
    )


def named_option(name: str, other: str = "") -> PlainTextObject:
    """Return a name from outside as the text of an option: ":star:" in it is no picture.

    `other`: what stands there if nothing of the name can be seen.
    """
    text = one_line(name, limits.OPTION_TEXT) or one_line(other, limits.OPTION_TEXT)
    return PlainTextObject(text=text, emoji=False)


def item_groups(closest: Sequence[ListItem], others: Sequence[ListItem]) -> dict[str, Any]:
    """Return what a list is answered with: the closest first, as many as Slack takes."""
    closest = [one for one in closest if _fits(one)][: limits.OPTIONS]
    others = [one for one in others if _fits(one) and one not in closest]
    others = others[: limits.OPTIONS - len(closest)]
    seen = Counter(map(_looks, (*closest, *others)))
    groups = [
        {
            "label": PlainTextObject(text=label).to_dict(),
            "options": [
                item_option(one, has_twin=seen[_looks(one)] > 1).to_dict() for one in items
            ],
        }
        for label, items in ((CLOSEST, closest), (ALL, others))
        if items
    ]
    return {"option_groups": without_codes(groups)} if groups else {"options": []}


def _looks(item: ListItem) -> tuple[str, str]:
    """Return what people see of it in a list."""
    return one_line(item.label, limits.OPTION_TEXT), item.kind


def _fits(item: ListItem) -> bool:
    return bool(item.label) and len(item_value(item)) <= limits.OPTION_VALUE
