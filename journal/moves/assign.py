"""Somebody takes an incident, gives it to another, or lets it go."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState
from journal.incidents.move import Move
from journal.moves.claiming import claimed
from journal.ports import Click, Clock, Event, NewNotice, NoticeKind, OpenStore, Store


@dataclass(frozen=True, slots=True)
class AssignIncident:
    """Say whose an incident is."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, person: str | None) -> Incident:
        """Make it `person`'s (Slack user id), or nobody's; whoever is given it is told so.

        Raises:
            TransitionRefused: it is closed, or is theirs already.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            incident, is_new = await claimed(store, incident_id, click, Move.ASSIGN)
            if not is_new:
                return incident
            _refuse_if_idle(incident, person)
            incident = incident.assigned_to(person, at=at)
            await store.incidents.save(incident)
            kind = "assigned" if person else "unassigned"
            facts = {"to": person} if person else {}
            await store.incidents.tell(incident, Event(kind, click.actor, facts), at)
            await store.incidents.owe_card(incident)
            await _tell_them(store, incident, click.actor, at)
        return incident


def _refuse_if_idle(incident: Incident, person: str | None) -> None:
    refused = ""
    if incident.state is IncidentState.RESOLVED:
        refused = f"{incident.number} is closed, so nobody has to see to it."
    elif person == incident.assignee:
        has_it = f"<@{person}> has {incident.number} already."
        refused = has_it if person else f"{incident.number} is nobody's already."
    if refused:
        raise TransitionRefused("assign", incident.state.value, because=refused)


async def _tell_them(store: Store, incident: Incident, actor: str, at: datetime) -> None:
    """Owe the assignee a direct message, unless they took it themselves."""
    if incident.assignee and incident.assignee != actor:
        new = NewNotice(NoticeKind.ASSIGNED, incident.assignee, incident.id, actor)
        await store.notices.tell(new, at)
