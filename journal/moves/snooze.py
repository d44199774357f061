"""An incident is put off until a moment, or woken before it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from journal.errors import BadInput, TransitionRefused
from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.people import IncidentSnoozed, IncidentWoken
from journal.moves.move import Making, Move, Nothing, Plan
from journal.moves.refusing import refuse_if_moved


@dataclass(frozen=True, slots=True)
class Until:
    """The moment it is put off to."""

    at: datetime  # aware

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"until": self.at.isoformat()}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(datetime.fromisoformat(facts["until"]))


async def _plan(making: Making, incident: Incident, until: Until) -> Plan[Until]:
    if until.at <= making.at:
        raise BadInput("That moment has passed. Choose a later one.")
    refuse_if_moved(incident)
    return Plan(until)


async def _do(making: Making, incident: Incident, until: Until) -> Incident:
    incident = incident.snoozed(until.at, by=making.by)
    return await making.record(incident, Event(IncidentSnoozed(until.at), making.by))


SNOOZE = Move(MoveName.SNOOZE, Until, _plan, _do)
"""Put an open incident off; one that is put off already gets the new moment.

What fails meanwhile for the same cause joins it quietly. Raises BadInput: that moment has passed.
"""


async def _plan_to_wake(_making: Making, incident: Incident, _given: Nothing) -> Plan[None]:
    if incident.snoozed_until is None:
        raise TransitionRefused(f"{incident.number} is awake already.")
    return Plan(None)


async def _wake(making: Making, incident: Incident, _work: None) -> Incident:
    return await making.record(incident.snoozed(None, by=None), Event(IncidentWoken(), making.by))


WAKE = Move(MoveName.SNOOZE, Nothing, _plan_to_wake, _wake)
"""End a snooze before its time."""
