"""Someone opens a closed incident again."""

from __future__ import annotations

from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState, Trigger
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.people import IncidentReopened
from journal.moves.move import Making, Move, Nothing, Plan


async def _plan(_making: Making, incident: Incident, _given: Nothing) -> Plan[None]:
    if incident.state is not IncidentState.RESOLVED:
        raise TransitionRefused("It is open already, since {who}.", who=incident.moved_by)
    return Plan(None)


async def _do(making: Making, incident: Incident, _work: None) -> Incident:
    if not await making.store.entries.unskip(incident.id):
        raise TransitionRefused("Every entry of it is in the books; there is nothing to open.")
    incident = incident.after(Trigger.REOPEN, at=making.at, by=making.by)
    return await making.record(incident, Event(IncidentReopened(), making.by))


REOPEN = Move(MoveName.REOPEN, Nothing, _plan, _do)
"""Take back a closing by hand; entries that were skipped wait again.

Refused where a newer incident has the same cause.
"""
