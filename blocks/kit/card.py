"""What one message shows: its blocks, and the text that reads whole without them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    Block,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    SectionBlock,
)

from blocks.kit import limits
from blocks.kit.text import fit, one_line


@dataclass(frozen=True, slots=True)
class Card:
    """A message. `text` is what notifications and screen readers say, escaped for Slack."""

    text: str
    blocks: tuple[Block, ...]


def header(text: str) -> HeaderBlock:
    """Draw the first line; plain text, so nothing in it is parsed."""
    return HeaderBlock(text=PlainTextObject(text=one_line(text, limits.HEADER_TEXT)))


def mrkdwn(text: str, limit: int = limits.SECTION_TEXT) -> MarkdownTextObject:
    """Return marked-up text in which Slack finds no links or names by itself."""
    return MarkdownTextObject(text=fit(text, limit), verbatim=True)


def section(text: str) -> SectionBlock:
    """Draw a paragraph. It is shown whole, never behind "see more"."""
    return SectionBlock(text=mrkdwn(text), expand=True)


def context(*texts: str) -> ContextBlock:
    """Draw one quiet line, its parts set apart by dots."""
    return ContextBlock(elements=[mrkdwn(" · ".join(text for text in texts if text), 2000)])


def stamped(blocks: Sequence[Block], seed: str) -> tuple[Block, ...]:
    """Return the blocks, each with a block_id that is new whenever anything on the card is.

    Slack wants new ids when a message is updated. Made from the content, the same card drawn
    twice is equal, so an update that would change nothing can be seen and left out.
    """
    drawn = json.dumps([block.to_dict() for block in blocks], sort_keys=True)
    version = hashlib.blake2s(f"{seed}{drawn}".encode(), digest_size=5).hexdigest()
    for place, block in enumerate(blocks):
        block.block_id = f"{version}.{place}"
    return tuple(blocks)
