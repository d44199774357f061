"""How an expected error is told in Slack."""

from __future__ import annotations

from blocks.kit.text import code, mention
from journal.errors import JefailError


def sentence_of(error: JefailError) -> str:
    """Return what the person who asked is told: people are mentioned, what to type is code."""
    return error.said(mention, code)
