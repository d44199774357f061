"""Can Bolt read a body without harm? Asked of what is signed already."""

from __future__ import annotations

import json
from typing import Any, Final
from urllib.parse import parse_qsl

MOST_PARTS: Final = 100_000
"""What Slack sends has a few thousand. Reading many holds up everything else meanwhile."""
MOST_FIELDS: Final = 100
_MARKS: Final = (b"[", b"{", b",", b"%5B", b"%7B", b"%2C", b"%5b", b"%7b", b"%2c")


def is_readable(body: bytes, media_type: str) -> bool:
    """Whether `body` is a form or JSON as Slack sends it: UTF-8, an object, of a depth to read."""
    if has_many_parts(body):
        return False
    try:
        text = body.decode("utf-8")
        if media_type.partition(";")[0].strip().casefold() == "application/json":
            return _is_object(text)
        fields = parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except (ValueError, RecursionError):
        return False
    names = [name for name, _ in fields]
    if len(set(names)) < len(names):  # which of two counts is read differently by two readers
        return False
    return all(_is_object(value) for name, value in fields if name == "payload")


def has_many_parts(body: bytes) -> bool:
    """Whether a body of JSON, or a form with JSON in it, has more parts than anyone sends."""
    return sum(map(body.count, _MARKS)) > MOST_PARTS


def _is_object(text: str) -> bool:
    try:
        value: Any = json.loads(text)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict)
