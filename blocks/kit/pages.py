"""Long lists: as many lines in a section as Slack takes, and the buttons that turn the page."""

from __future__ import annotations

from collections.abc import Sequence

from slack_sdk.models.blocks import ActionsBlock, Block, InteractiveElement

from blocks.kit import limits
from blocks.kit.buttons import button
from blocks.kit.card import section


def paragraphs(lines: Sequence[str], between: str = "\n") -> list[Block]:
    """Draw lines in as few sections as Slack's limit allows."""
    drawn: list[str] = []
    for line in lines:
        if drawn and len(drawn[-1]) + len(between) + len(line) <= limits.SECTION_TEXT:
            drawn[-1] += f"{between}{line}"
        else:
            drawn.append(line)
    return [section(text) for text in drawn]


def page_buttons(
    page: int, back: str, onward: str, *, has_more: bool, before: str = ""
) -> list[Block]:
    """Draw the buttons to the pages before and after; none when there is only one page.

    A button's value is the page, after `before` (for details the incident and a colon).
    """
    shown = turning_buttons(page, back, onward, has_more=has_more, before=before)
    return [ActionsBlock(elements=shown)] if shown else []


def turning_buttons(
    page: int, back: str, onward: str, *, has_more: bool, before: str = ""
) -> list[InteractiveElement]:
    """Draw the same as elements, for a row that has other buttons as well."""
    shown: list[InteractiveElement] = []
    if page > 0:
        shown.append(button("‹ Back", back, f"{before}{page - 1}"))
    if has_more:
        shown.append(button("More ›", onward, f"{before}{page + 1}"))
    return shown
