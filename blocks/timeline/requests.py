"""What people ask of each other, and what becomes of it."""

from __future__ import annotations

from blocks.kit import limits
from blocks.kit.text import mention, outside
from blocks.moves import ask_of
from blocks.timeline.mending import rows_not_taken
from blocks.timeline.parts import Lines, who
from journal.incidents.incident import Case
from journal.incidents.story.requests import (
    RequestApproved,
    RequestDeclined,
    RequestLapsed,
    RequestMade,
)


def _asked(turn: RequestMade, by: str | None, case: Case) -> str:
    what = ask_of(turn.asked, case).whole
    line = f"👀 {who(by)} asks to {what}. A second person has to approve it"
    return "\n".join([line, *rows_not_taken(turn.source, case.book.locale)])


def _declined(turn: RequestDeclined, by: str | None, case: Case) -> str:
    if by == turn.asked_by:
        return f"▫️ {who(by)} took back what was asked for"
    what = ask_of(turn.asked, case).in_a_line
    return f"❌ {who(by)} declined: {mention(turn.asked_by)} had asked to {what}"


def _lapsed(turn: RequestLapsed, _by: str | None, case: Case) -> str:
    what, why = ask_of(turn.asked, case).in_a_line, outside(turn.because, limits.QUOTE)
    return f"⚠️ {mention(turn.asked_by)} had asked to {what}. That is not done any more. {why}"


def _approved(turn: RequestApproved, by: str | None, _case: Case) -> str:
    return f"👍 {who(by)} approved what {mention(turn.asked_by)} asked for"


LINES: Lines = {
    RequestMade: _asked,
    RequestDeclined: _declined,
    RequestLapsed: _lapsed,
    RequestApproved: _approved,
}
