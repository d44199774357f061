"""What the heads of entries say beside day, sum and reference: number, rate, memo, reversal ..."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from slack_sdk.models.blocks import Block

from blocks.kit.pages import paragraphs
from blocks.kit.text import outside
from blocks.words.extras import head_extras
from journal.entries.entry import Entry

_MEMO = 80


def entry_heads(
    entries: Sequence[Entry], heads: Mapping[int, Sequence[tuple[str, str]]], locale: str
) -> list[Block]:
    """Draw a line for each entry whose head says anything, by their ids; else nothing."""
    told = [(one, _told(one, heads.get(one.id, ()), locale)) for one in entries]
    lines = [f"{one.number}: {text}" for one, text in told if text]
    return paragraphs(["*Beside*", *lines]) if lines else []


def _told(entry: Entry, head: Sequence[tuple[str, str]], locale: str) -> str:
    memo = outside(entry.content.description, _MEMO)
    parts = [head_extras(head, (), locale), f"“{memo}”" if memo else ""]
    return " · ".join(part for part in parts if part)
