"""The ways out of a closed period: which of them are open for a case is a rule."""

from __future__ import annotations

from enum import StrEnum

from journal.incidents.incident import Case


class WayOut(StrEnum):
    """What can be done about entries whose period is closed."""

    REDATE = "redate"
    DRAFT = "draft"
    AWAIT = "await"
    STOP = "stop"


def ways_out(case: Case) -> tuple[WayOut, ...]:
    """Return the ways that are open for `case`, best first; none where its days are not known."""
    waits = case.incident.awaited_by is not None
    is_open = {
        WayOut.REDATE: case.open_day is not None,
        WayOut.DRAFT: case.may_be_drafted,
        WayOut.STOP: waits,
        WayOut.AWAIT: case.is_shut and not waits,
    }
    return tuple(way for way, ways in is_open.items() if ways)
