"""Somebody asks to try an incident's entries again."""

from __future__ import annotations

from dataclasses import dataclass

from journal.incidents.incident import Incident
from journal.incidents.move import Move
from journal.moves.claiming import agreed, begun, post_again
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, Event, OpenStore


@dataclass(frozen=True, slots=True)
class RetryIncident:
    """Hand the entries of an incident back to the poster."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Claim the incident and make its entries due.

        One transaction: click, state, entries, timeline and job stand or fall together, so a
        second click is refused and none is half done. A click delivered again changes nothing.

        Raises:
            TransitionRefused: it is not open (says who was first), or no entry of it waits.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            claim = await begun(store, incident_id, click, Move.RETRY)
            if not claim.is_new:
                return claim.incident
            incident, goes_on = await agreed(store, claim, Wish(at))
            if not goes_on:
                return incident
            return await post_again(store, incident, Event("retry", click.actor), at)
