"""Reads a card as a person does: its texts, its buttons, in order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from slack_sdk.models.blocks import Block

from blocks.kit.card import Card
from blocks.kit.validate import checked


def shown(card: Card) -> str:
    """Return all text of the card's blocks, a line each."""
    return "\n".join(texts(checked(card.blocks)))


def header(card: Card) -> str:
    """Return the first line."""
    drawn = checked(card.blocks)[0]
    text: str = drawn["text"]["text"]
    return text


def fields(card: Card) -> dict[str, str]:
    """Return the fields of the card by name, in order."""
    found: dict[str, str] = {}
    for block in checked(card.blocks):
        for field in block.get("fields", ()):
            name, _, text = field["text"].partition("\n")
            found[name.strip("*")] = text
    return found


def buttons(blocks: Sequence[Block]) -> list[str]:
    """Return the labels of all buttons; an overflow menu is its options in brackets."""
    return [_label(one) for one in usable(blocks)]


def usable(blocks: Sequence[Block]) -> list[dict[str, Any]]:
    """Return every element that can be clicked."""
    elements = []
    for block in checked(blocks, most=100):
        inside = [*block.get("elements", ()), block.get("accessory", {})]
        elements += [one for one in inside if one.get("type") in ("button", "overflow")]
    return elements


def texts(part: Any) -> Iterator[str]:
    """Yield every text in drawn blocks, in reading order."""
    if isinstance(part, dict):
        if isinstance(part.get("text"), str):
            yield part["text"]
        for inner in part.values():
            yield from texts(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from texts(inner)


def _label(element: dict[str, Any]) -> str:
    if element["type"] == "overflow":
        return str([option["text"]["text"] for option in element["options"]])
    label: str = element["text"]["text"]
    return label
