"""The first line of a card, for each of its faces: plain text, an emoji and words that agree."""

from __future__ import annotations

from collections.abc import Mapping

from blocks.card.face import Face, face_of
from blocks.kit import figures
from blocks.kit.limits import NAME_SHOWN
from blocks.kit.text import one_line
from blocks.moves import mending_said
from blocks.words.cause import cause_of
from blocks.words.changed import is_changed
from blocks.words.outcomes import how_said
from blocks.words.unchecked import check_said
from journal.entries.failure import FailureReason, Obstacle
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Trigger

People = Mapping[str, str]
"""Slack user id -> name, for the places where a mention cannot stand."""


def headline(case: Case, people: People) -> str:
    """Return the first line, e.g. "🔴 Gift cards has no account in QuickBooks"."""
    face = face_of(case)
    if face is Face.RETRYING:
        return _retrying(case, people)
    if face is Face.MISSING:
        missing = "otherwise" if case.is_correction else "missing"
        return f"🔴 Still {missing} in {case.connection.platform.label}"
    if face.is_closed:
        return _CLOSED[face](case, people)
    mark = _MARKS.get(face, _change_mark(case) or "🔴")
    return f"{mark} {cause_of(case).header}"


def _change_mark(case: Case) -> str:
    """Return the mark of a changed cost, where nothing went wrong; empty for any other cause."""
    if case.incident.failure.reason is not FailureReason.COST_CHANGED:
        return ""
    return "👀" if case.request else "🏷️"


_MARKS = {Face.UNCERTAIN: "🟠", Face.CANDIDATE: "🟡", Face.SNOOZED: "💤"}


def _retrying(case: Case, people: People) -> str:
    entries, incident = _entries(case, waiting=True), case.incident
    name = name_of(incident.moved_by, people)
    if incident.last_trigger is Trigger.CONNECT:
        platform = case.connection.platform.label
        who = f"{name} connected {platform} again" if name else f"{platform} is connected again"
        return f"⏳ {who}; posting {entries}"
    asked = f", asked by {name}" if name else ""
    if incident.failure.reason is FailureReason.COST_CHANGED:
        return f"⏳ Correcting {entries}{asked}"
    return f"⏳ Posting {entries} again{asked}"


def _posted(case: Case, people: People) -> str:
    amounts = figures.amounts(case.summary.amounts, case.book.locale)
    is_change = case.incident.failure.reason is FailureReason.COST_CHANGED
    done = "✅ Corrected" if is_change else "✅ Posted"
    if is_changed(case) and case.incident.mending is None:
        done = "✅ As posted again"
    posted = f"{done}: {_entries(case)}" if case.summary.total else done
    parts = (posted, amounts, _mended(case, people))
    return " · ".join(part for part in parts if part)


def _mended(case: Case, people: People) -> str:
    """Return "mapped to 4100 Sales by Ana"."""
    mending = case.incident.mending
    said = mending_said(mending, case.book.locale)
    name = name_of(mending.by, people) if mending and said else ""
    return f"{said} by {name}" if name else said


def _restored(case: Case, people: People) -> str:
    name, platform = name_of(case.incident.moved_by, people), case.connection.platform.label
    return f"✅ {name} connected {platform} again" if name else f"✅ {platform} lets us in again"


def _moved(case: Case, _people: People) -> str:
    return f"➡️ {moved_said(case)}"


def moved_said(case: Case) -> str:
    """Return where its entries went: "4 entries moved to INC-6: June is closed"; plain text."""
    to = case.moved_to
    if not to:  # told by a release that did not keep where
        return "On another card now, for another reason"
    entries = figures.entries(sum(one.count for one in to), case.book.locale)
    numbers = [one.case.incident.number for one in to[:_MOST_NAMED]]
    left = len(to) - len(numbers)
    named = " and ".join([*numbers, *([f"{left} more"] if left else [])])
    cause = f": {cause_of(to[0].case).header}" if len(to) == 1 else ""
    return f"{entries} moved to {named}{cause}"


def _unchecked(case: Case, people: People) -> str:
    name = name_of(case.incident.moved_by, people)
    said = f"{name} says it's fixed" if name else "Said to be fixed"
    return f"☑️ {said} · {check_said(case)}"


_MOST_NAMED = 3


def _by_hand(case: Case, people: People) -> str:
    incident = case.incident
    who = name_of(incident.moved_by, people) or "hand"
    if incident.how is HowResolved.SKIPPED and is_changed(case):
        removed = figures.entries(case.summary.skipped, case.book.locale)
        return f"☑️ Removed on purpose, says {who}: {removed}"
    if incident.how is HowResolved.SKIPPED:
        return f"☑️ Skipped by {who}: {figures.entries(case.summary.skipped, case.book.locale)}"
    met = incident.failure.conflict
    if incident.how is HowResolved.KEPT and met and met.obstacle is Obstacle.RESTATED:
        return f"☑️ Closed by {who}: the old version kept"
    return f"☑️ Closed by {who}: {how_said(incident.how, case.connection.platform.label)}"


_CLOSED = {
    Face.POSTED: _posted,
    Face.RESTORED: _restored,
    Face.MOVED: _moved,
    Face.BY_HAND: _by_hand,
    Face.UNCHECKED: _unchecked,
}


def name_of(user_id: str | None, people: People) -> str:
    """Return the name for plain text; empty when nobody did it or the name is not known."""
    return one_line(people.get(user_id, ""), NAME_SHOWN) if user_id else ""


def _entries(case: Case, *, waiting: bool = False) -> str:
    summary = case.summary
    count = summary.waiting if waiting else summary.posted or summary.total
    return figures.entries(count, case.book.locale)
