"""Incidents whose snooze is over wake."""

from __future__ import annotations

from dataclasses import dataclass

from journal.incidents.story.event import Event
from journal.incidents.story.people import IncidentWoken
from journal.ports import Clock, OpenStore


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
                turn = IncidentWoken(before.snoozed_by)
                await store.incidents.tell(incident, Event(turn), at)
                await store.incidents.owe_card(incident)
        return len(woken)
