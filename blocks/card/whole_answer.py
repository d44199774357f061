"""A platform's whole answer, for those who look closely: laid out, in letters of one width."""

from __future__ import annotations

import json

from slack_sdk.models.blocks import (
    Block,
    RichTextBlock,
    RichTextElementParts,
    RichTextPreformattedElement,
)

from blocks.kit import figures, limits
from blocks.kit.card import context, section
from blocks.kit.text import clean

_LEAST = 200
"""Less than so many characters of an answer help nobody."""


def whole_answer(title: str, answer: str, room: int, locale: str) -> list[Block]:
    """Draw `answer` below `title` (marked up), as far as `room` characters allow."""
    text = clean(laid_out(answer))
    most = min(room, limits.SECTION_TEXT)
    if not text or most < _LEAST:
        return []
    shown = RichTextElementParts.Text(text=text[:most])
    preformatted = RichTextPreformattedElement(elements=[shown])
    drawn = [section(title), RichTextBlock(elements=[preformatted])]
    return [*drawn, *did_not_fit(len(text) - most, locale)]


def did_not_fit(left: int, locale: str) -> list[Block]:
    """Say how many characters are left out, if any are."""
    if left <= 0:
        return []
    return [context(f"{figures.number(left, locale)} more characters did not fit here")]


def laid_out(answer: str) -> str:
    """Return JSON with a line for each of its parts, and anything else as it is."""
    try:
        return json.dumps(json.loads(answer), indent=1, ensure_ascii=False)
    except (ValueError, RecursionError):
        return answer
