"""The App Home tab: how the books stand and what is open, to look at over coffee."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock
from slack_sdk.models.views import View

from blocks.answers.lines import case_lines
from blocks.answers.status import status_lines
from blocks.kit import names
from blocks.kit.buttons import button
from blocks.kit.card import context, header, section, stamped
from blocks.kit.pages import paragraphs
from blocks.kit.text import when
from journal.incidents.incident import Case
from journal.ports import BookStatus


def home_view(statuses: Sequence[BookStatus], cases: Sequence[Case], now: datetime) -> View:
    """Draw the tab: every book in a line, then the open cases (a page of them at most)."""
    drawn: list[Block] = [
        header("Your books"),
        *paragraphs(status_lines(statuses, now)),
        DividerBlock(),
        header("Open cases"),
        *_cases(cases),
        ActionsBlock(elements=[button("Refresh", names.HOME_REFRESH, "home")]),
        context(f"As of {when(now)}", f"all open cases: `{names.COMMAND} list`"),
    ]
    return View(type="home", callback_id=names.HOME_VIEW, blocks=stamped(drawn, "home"))


def waiting_view(sentence: str, now: datetime) -> View:
    """Draw the tab as long as it is not known which books concern the person."""
    drawn: list[Block] = [
        header("Your books"),
        section(sentence),
        ActionsBlock(elements=[button("Refresh", names.HOME_REFRESH, "home")]),
        context(f"As of {when(now)}"),
    ]
    return View(type="home", callback_id=names.HOME_VIEW, blocks=stamped(drawn, "home"))


def _cases(cases: Sequence[Case]) -> list[Block]:
    if not cases:
        return [section("✅ None. What came in for your books is posted or on its way.")]
    return [case_lines(case) for case in cases]
