"""An incident is put off until a moment, and wakes by itself or is woken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal.errors import BadInput, TransitionRefused
from journal.incidents.incident import Incident, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import claimed, refuse_if_moved
from journal.ports import Click, Clock, Event, OpenStore


@dataclass(frozen=True, slots=True)
class SnoozeIncident:
    """Put an open incident off. What fails meanwhile for the same cause joins it quietly."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, until: datetime) -> Incident:
        """Put it off until a moment (aware); one that is put off already gets the new moment.

        Raises:
            BadInput: that moment has passed.
            TransitionRefused: it is not open; says who was first.
            NotFound: there is no such incident.
        """
        at = self.now()
        if until <= at:
            raise BadInput("That moment has passed. Choose a later one.")
        async with self.open_store() as store:
            incident, is_new = await claimed(store, incident_id, click, Move.SNOOZE)
            if not is_new:
                return incident
            refuse_if_moved(incident, Trigger.RESOLVE)
            incident = incident.snoozed(until, by=click.actor)
            await store.incidents.save(incident)
            facts = {"until": until.isoformat()}
            await store.incidents.tell(incident, Event("snoozed", click.actor, facts), at)
            await store.incidents.owe_card(incident)
        return incident


@dataclass(frozen=True, slots=True)
class WakeIncident:
    """End a snooze before its time."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Wake it, by a person.

        Raises:
            TransitionRefused: it is awake.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            incident, is_new = await claimed(store, incident_id, click, Move.SNOOZE)
            if not is_new:
                return incident
            if incident.snoozed_until is None:
                raise TransitionRefused(
                    "wake", incident.state.value, because=f"{incident.number} is awake already."
                )
            incident = incident.snoozed(None, by=None)
            await store.incidents.save(incident)
            await store.incidents.tell(incident, Event("woken", click.actor), at)
            await store.incidents.owe_card(incident)
        return incident


@dataclass(frozen=True, slots=True)
class WakeSnoozed:
    """Wake whatever has slept long enough."""

    open_store: OpenStore
    now: Clock

    async def __call__(self) -> int:
        """End the snoozes that are over, each told once in the card and thread; return how many."""
        at = self.now()
        async with self.open_store() as store:
            woken = await store.incidents.claim_wakes(at)
            for before, incident in woken:
                facts = {"by": before.snoozed_by}
                await store.incidents.tell(incident, Event("woken", facts=facts), at)
                await store.incidents.owe_card(incident)
        return len(woken)
