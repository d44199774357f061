"""Somebody opens a closed incident again."""

from __future__ import annotations

from dataclasses import dataclass

from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import claimed
from journal.ports import Click, Clock, Event, OpenStore


@dataclass(frozen=True, slots=True)
class ReopenIncident:
    """Take back a closing by hand."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Open it again; entries that were skipped wait again. A click again changes nothing.

        Raises:
            TransitionRefused: it is not closed, or everything of it is in the books, or a newer
                incident has the same cause.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            incident, is_new = await claimed(store, incident_id, click, Move.REOPEN)
            if not is_new:
                return incident
            if incident.state is not IncidentState.RESOLVED:
                who = f"<@{incident.moved_by}>" if incident.moved_by else "jefail"
                raise TransitionRefused(
                    "reopen", incident.state.value, because=f"It is open already, since {who}."
                )
            if not await store.entries.unskip(incident.id):
                raise TransitionRefused(
                    "reopen",
                    "posted",
                    because="Every entry of it is in the books; there is nothing to open.",
                )
            incident = incident.after(Trigger.REOPEN, at=at, by=click.actor)
            await store.incidents.save(incident)
            await store.incidents.tell(incident, Event("reopened", actor=click.actor), at)
            await store.incidents.owe_card(incident)
        return incident
