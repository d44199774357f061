"""What waits for a second person, as the card and its thread tell it."""

from __future__ import annotations

from slack_sdk.models.blocks import SectionBlock

from blocks import figures
from blocks.card import section
from blocks.headline import how_said
from blocks.text import mention, when
from journal.incident import Case, HowResolved, Request
from journal.moves import Move


def request_section(case: Case) -> SectionBlock | None:
    """Say who asks for what and what can be done; None when nothing waits."""
    request = case.request
    if request is None:
        return None
    return section(
        f"👀 *{mention(request.by)} asks to {_what(request, case)}*\n"
        f"Asked {when(request.at)}. It takes a second person: press Approve or Decline."
        f" {mention(request.by)} takes it back with Decline."
    )


def asks_to(move: str, how: HowResolved | None, platform: str) -> str:
    """Return what is asked for, with {entries} to be filled in."""
    if move == Move.DRAFT.value:
        return f"leave {{entries}} in {platform} as drafts"
    if move == Move.REDATE.value:
        return "post {entries} on the first open day"
    if move == Move.RETRY.value:
        return "post {entries} again"
    if how is not None and how.is_checked:
        return f"close {{entries}} as {how_said(how, platform)}"
    said = f" ({how_said(how, platform)})" if how else ""
    return f"skip {{entries}}{said}"


def _what(request: Request, case: Case) -> str:
    locale = case.book.locale
    how = HowResolved(request.facts["how"]) if "how" in request.facts else None
    money = figures.amounts(request.amounts, locale)
    entries = figures.entries(request.count, locale)
    if request.facts.get("entry_id"):
        return f"skip JF-{request.facts['entry_id']}"
    named = f"{entries} ({money})" if money else entries
    return asks_to(request.move.value, how, case.connection.platform.label).format(entries=named)
