"""Someone stops a retry: what is not sent yet is left, what is on its way is waited for."""

from __future__ import annotations

from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState, Trigger
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.people import RetryStopped
from journal.incidents.story.values import Batch
from journal.moves.move import Making, Move, Nothing, Plan


async def _plan(_making: Making, incident: Incident, _given: Nothing) -> Plan[None]:
    if incident.state is not IncidentState.RETRYING:
        raise TransitionRefused(
            f"{incident.number} is not being posted any more; the card shows what came of it."
        )
    return Plan(None)


async def _do(making: Making, incident: Incident, _work: None) -> Incident:
    incident = incident.after(Trigger.STOP, at=making.at, by=making.by)
    left = await making.store.postings.stop(incident.id)
    return await making.record(incident, Event(RetryStopped(Batch(left)), making.by))


STOP = Move(MoveName.STOP, Nothing, _plan, _do)
"""Open the incident again with what a retry has not sent yet.

An entry that has been sent may be in the ledger, so it stays on its way until its answer comes.
The posting job asks before each sending whether it is still wanted.
"""
