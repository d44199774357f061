"""Which of its faces a card shows: read once from the case, so that no two drawings differ."""

from __future__ import annotations

from enum import Enum, auto

from journal.entries.failure import CONNECTION_WIDE, FailureReason, Kin
from journal.incidents.incident import Case, IncidentState, Trigger


class Face(Enum):
    """What people see of an incident; finer than its state."""

    OPEN = auto()
    PARTLY = auto()  # some entries of it are posted
    UNCERTAIN = auto()  # sent, and no answer came
    CANDIDATE = auto()  # the platform has what may be it: a person says
    REOPENED = auto()  # by a person
    MISSING = auto()  # closed by a person, and the platform does not show it
    SNOOZED = auto()
    RETRYING = auto()
    POSTED = auto()
    RESTORED = auto()  # jefail has access again, and nothing had waited for it
    MOVED = auto()
    BY_HAND = auto()
    UNCHECKED = auto()  # said to be fixed in the platform, which has not shown it yet

    @property
    def is_closed(self) -> bool:
        """Whether the card shrinks to what became of it."""
        return self in _SHRUNK


def face_of(case: Case) -> Face:
    """Return the face of `case`."""
    incident = case.incident
    if incident.state is IncidentState.RETRYING:
        return Face.RETRYING
    if incident.state is IncidentState.RESOLVED:
        # Without entries, where those of another cause went on to be corrected since.
        is_wide = incident.failure.reason in CONNECTION_WIDE
        posted = Face.RESTORED if is_wide and not case.summary.total else Face.POSTED
        if case.is_unchecked:
            return Face.UNCHECKED
        if case.has_moved_on or case.is_corrected_elsewhere:
            return Face.MOVED
        return _CLOSED.get(incident.last_trigger, posted)
    return Face.SNOOZED if incident.snoozed_until is not None else _awake(case)


def _awake(case: Case) -> Face:
    incident = case.incident
    if incident.failure.reason is FailureReason.UNCERTAIN:
        return Face.UNCERTAIN
    like = incident.failure.likeness
    if like is not None and like.kin is Kin.CANDIDATE and case.summary.waiting:
        return Face.CANDIDATE
    if incident.last_trigger is Trigger.MISSING:
        return Face.MISSING
    if case.summary.posted and case.summary.waiting:
        return Face.PARTLY
    return Face.REOPENED if incident.last_trigger is Trigger.REOPEN else Face.OPEN


_SHRUNK = frozenset({Face.POSTED, Face.RESTORED, Face.MOVED, Face.BY_HAND, Face.UNCHECKED})
_CLOSED: dict[Trigger | None, Face] = {Trigger.RESOLVE: Face.BY_HAND, Trigger.MOVED: Face.MOVED}
