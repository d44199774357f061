"""A page of help about one reason, of which only what concerns the card's platform is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slack_sdk.models.blocks import Block, PlainTextObject
from slack_sdk.models.views import View

from blocks.kit import limits, names
from blocks.kit.card import header, section, stamped
from blocks.kit.text import escape, in_code
from journal.books.book import Platform

_STEPS = "In "
_BOLD = re.compile(r"\*\*(.+?)\*\*")


def explain_modal(page: str, platform: Platform) -> View:
    """Draw `page` (Markdown, as in docs/reasons) with the steps of `platform` first and alone.

    Where the page has no steps for it, all are shown.
    """
    title, parts = _parts(page)
    own = f"{_STEPS}{platform.label}"
    has_own = any(heading == own for heading, _text in parts)
    ours = [
        part for part in parts if not (has_own and part[0].startswith(_STEPS) and part[0] != own)
    ]
    blocks: list[Block] = [header(title)]
    for heading, text in ours:
        blocks.append(section(f"*{escape(heading)}*\n{text}" if heading else text))
    return View(
        type="modal",
        callback_id=names.EXPLAIN_VIEW,
        title=PlainTextObject(text="What is this?"),
        close=PlainTextObject(text="Close"),
        blocks=stamped(blocks, "explain"),
    )


def _parts(page: str) -> tuple[str, Sequence[tuple[str, str]]]:
    """Return the title and, in order, each heading with its text as Slack marks it up."""
    first, *rest = re.split(r"^## ", page.strip(), flags=re.MULTILINE)
    title, _, opening = first.removeprefix("# ").partition("\n")
    parts = [("", _marked_up(opening))]
    for one in rest:
        heading, _, text = one.partition("\n")
        parts.append((heading.strip(), _marked_up(text)))
    return title.strip(), [part for part in parts if part[1]]


def _marked_up(text: str) -> str:
    """Return Markdown as Slack's own: lines of a paragraph joined, bold with one star."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        continues = lines and lines[-1] and line and not re.match(r"\d+\. |- ", line)
        if continues:
            lines[-1] += f" {line.strip()}"
        else:
            lines.append(line.strip())
    return _BOLD.sub(r"*\1*", in_code("\n".join(lines)))[: limits.SECTION_TEXT]
