"""Somebody stops a retry: what is not sent yet is left, what is on its way is waited for."""

from __future__ import annotations

from dataclasses import dataclass

from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import claimed
from journal.ports import Click, Clock, Event, OpenStore


@dataclass(frozen=True, slots=True)
class StopIncident:
    """Take back what a retry has not sent yet."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Open the incident again, in one transaction with its entries.

        An entry that has been sent may be in the ledger, so it stays on its way until its answer
        comes. The posting job asks before each sending whether it is still wanted.

        Raises:
            TransitionRefused: it is not being posted. NotAllowed, NotFound: as `claimed`.
        """
        at = self.now()
        async with self.open_store() as store:
            incident, goes_on = await claimed(store, incident_id, click, Move.STOP)
            if not goes_on:
                return incident
            _refuse_if_over(incident)
            incident = incident.after(Trigger.STOP, at=at, by=click.actor)
            left = await store.postings.stop(incident.id)
            await store.incidents.save(incident)
            told = Event("stopped", click.actor, {"count": left})
            await store.incidents.tell(incident, told, at)
            await store.incidents.owe_card(incident)
        return incident


def _refuse_if_over(incident: Incident) -> None:
    if incident.state is not IncidentState.RETRYING:
        raise TransitionRefused(
            Trigger.STOP.value,
            incident.state.value,
            because=f"{incident.number} is not being posted any more; the card shows what came"
            " of it.",
        )
