"""Somebody decides that entries of an incident are never to be posted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from journal.detection import UNSETTLED
from journal.errors import TransitionRefused
from journal.incident import HowResolved, Incident, Trigger
from journal.moves import Move
from journal.notes import NoteRule
from journal.ports import Click, Clock, Event, OpenStore, Store
from journal.services.claiming import claimed, refuse_if_moved
from journal.services.second_person import Wish


@dataclass(frozen=True, slots=True)
class SkipEntries:
    """Skip one entry of an incident, or all that wait. Reopen brings them back."""

    open_store: OpenStore
    now: Clock
    note_rule: NoteRule

    async def __call__(
        self, incident_id: int, click: Click, entry_id: int | None = None, note: str = ""
    ) -> Incident:
        """Skip one entry, or without `entry_id` all; with the last of them the incident closes.

        Raises:
            NoteNeeded: it is so much that a note is wanted.
            TransitionRefused: it is not open (says who was first), or nothing was there to skip.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            wish = Wish(at, {"entry_id": entry_id, "note": note})
            incident, goes_on = await claimed(store, incident_id, click, Move.SKIP, wish=wish)
            if not goes_on:
                return incident
            refuse_if_moved(incident, Trigger.RESOLVE)
            facts = {**await self._skip(store, incident, entry_id, note), "note": note.strip()}
            await store.incidents.tell(incident, Event("skipped", click.actor, facts), at)
            incident = await _closed_if_last(store, incident, click, note.strip(), at)
            await store.incidents.owe_card(incident)
        return incident

    async def _skip(
        self, store: Store, incident: Incident, entry_id: int | None, note: str
    ) -> Mapping[str, Any]:
        """Skip, and return the facts of it: how many, and what they come to."""
        before = (await store.incidents.case(incident.id)).summary
        count = await store.entries.skip(incident.id, entry_id)
        if not count:
            raise TransitionRefused(
                "skip", incident.state.value, because="No such entry waits on this card any more."
            )
        after = (await store.incidents.case(incident.id)).summary
        kept = {one.currency: one.minor for one in after.amounts} if after.waiting else {}
        amounts = [(one.minor - kept.get(one.currency, 0), one.currency) for one in before.amounts]
        self.note_rule.check(amounts, note)
        return {"count": count, "amounts": [[minor, code] for minor, code in amounts if minor]}


async def _closed_if_last(
    store: Store, incident: Incident, click: Click, note: str, at: datetime
) -> Incident:
    statuses = await store.incidents.statuses(incident.id)
    if any(statuses.get(status) for status in UNSETTLED):
        return incident
    closed = incident.resolved_by_hand(HowResolved.SKIPPED, note, at=at, by=click.actor)
    await store.incidents.save(closed)
    return closed
