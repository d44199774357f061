"""Someone takes an incident, gives it to another, or lets it go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState
from journal.incidents.move import MoveName
from journal.incidents.notices import NewNotice, ToAssignee
from journal.incidents.story.event import Event
from journal.incidents.story.people import IncidentAssigned, IncidentUnassigned
from journal.moves.move import Making, Move, Plan
from journal.seeing import Viewer


@dataclass(frozen=True, slots=True)
class Assigned:
    """Whose it is to be; None: unassigned."""

    person: str | None  # Slack user id

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"to": self.person} if self.person else {}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(facts.get("to"))


async def _plan(making: Making, incident: Incident, to: Assigned) -> Plan[Assigned]:
    refused = ""
    if incident.state is IncidentState.RESOLVED:
        refused = f"{incident.number} is closed, so nobody has to see to it."
    elif to.person == incident.assignee:
        has_it = f"{{person}} has {incident.number} already."
        refused = has_it if to.person else f"{incident.number} is nobody's already."
    elif to.person is not None:
        sees = await making.store.rights.sees(Viewer(to.person))
        if not sees.has(incident.book_id):
            refused = f"{{person}} is not in the channel of {incident.number}. Add them first."
    if refused:
        raise TransitionRefused(refused, person=to.person)
    return Plan(to)


async def _do(making: Making, incident: Incident, to: Assigned) -> Incident:
    incident = incident.assigned_to(to.person, at=making.at)
    turn = IncidentAssigned(to.person) if to.person else IncidentUnassigned()
    await making.record(incident, Event(turn, making.by))
    if to.person and to.person != making.by:
        new = NewNotice(ToAssignee(), to.person, incident.id, making.by)
        await making.store.notices.tell(new, making.at)
    return incident


ASSIGN = Move(MoveName.ASSIGN, Assigned, _plan, _do)
"""Say whose an incident is; who is given it by another is told so in a direct message."""
