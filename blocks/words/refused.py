"""How an expected error is told in Slack."""

from __future__ import annotations

from blocks.kit.text import code, escape, mention
from journal.errors import JefailError


def sentence_of(error: JefailError) -> str:
    """Return what the person who asked is told: people are mentioned, what to type is code.

    Anything else in it may be someone's words, so nothing of it is marked up, unless it was drawn
    for Slack where it was raised.
    """
    return error.said(mention, code, words=str if error.is_drawn else escape)
