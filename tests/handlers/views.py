"""Reads what is drawn by the names in it: which buttons, fields and options, however worded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.handlers.slack import Json

_FIGURE = re.compile(r"\d[\d.,]*")


def elements(drawn: Any) -> Iterator[Json]:
    """Yield everything in a view, a message or blocks that can be used, in reading order."""
    if isinstance(drawn, dict):
        if "action_id" in drawn:
            yield drawn
        for inner in drawn.values():
            yield from elements(inner)
    elif isinstance(drawn, list):
        for inner in drawn:
            yield from elements(inner)


def actions(drawn: Any) -> list[str]:
    """Return the action_id of everything that can be used."""
    return [one["action_id"] for one in elements(drawn)]


def element(drawn: Any, action_id: str) -> Json:
    """Return the one element of this name."""
    (found,) = (one for one in elements(drawn) if one["action_id"] == action_id)
    return found


def options(drawn: Any, action_id: str) -> list[str]:
    """Return the values that the one list of this name offers."""
    return [one["value"] for one in element(drawn, action_id)["options"]]


def fields(view: Json) -> list[str]:
    """Return the block_id of each field of a form."""
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def button_of(view: Json) -> str:
    """Return what the button that sends a form in says: look for figures in it, not for words."""
    said: str = view["submit"]["text"]
    return said


def figures(text: str) -> list[str]:
    """Return the numbers in a text, sorted: "3 of 1,200" holds "1,200" and "3"."""
    return sorted(one.rstrip(".,") for one in _FIGURE.findall(text))
