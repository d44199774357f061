"""Retry: what waits is posted again."""

from __future__ import annotations

from slack_sdk.models.blocks import ConfirmObject

from blocks.kit import figures, limits, names
from blocks.kit.buttons import CaseButton, question
from blocks.kit.text import one_line
from blocks.moves.shown import Again, ShownMove
from blocks.words.asks import Ask, entries_in
from journal.entries.failure import PASSING, FailureReason
from journal.incidents.incident import Case
from journal.incidents.move import MoveName


def _label(case: Case) -> str:
    reason = case.incident.failure.reason
    if reason is FailureReason.UNCERTAIN:
        return "Look again"
    return "Retry now" if reason in PASSING else "Retry"


def _question(case: Case) -> ConfirmObject | None:
    """Ask before many entries are posted: how many, how much, and that none goes twice."""
    summary, locale = case.summary, case.book.locale
    if summary.waiting <= 1:
        return None
    money = figures.amounts(summary.amounts, locale)
    name = one_line(case.book.name, limits.NAME_SHOWN)
    of = f"{money} of {name}" if money else f"All that waits of {name}"
    return question(
        f"Post {figures.entries(summary.waiting, locale)} again?",
        f"{of}. What {case.connection.platform.label} has already is not posted twice.",
        "Post them again",
    )


RETRY_BUTTON = CaseButton(names.RETRY, _label, _question)
SHOWN_RETRY = ShownMove(
    MoveName.RETRY,
    "post entries again",
    ask=lambda facts, case: Ask(f"post {entries_in(facts, case)} again"),
    memory=lambda _case, _memory, by: f"posted again{by}",
    again=Again(lambda _case, _memory: "Retry again"),
    buttons=(RETRY_BUTTON.on,),
)
