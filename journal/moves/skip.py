"""Somebody decides that entries of an incident are never to be posted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from journal.errors import TransitionRefused
from journal.incidents.detection import UNSETTLED
from journal.incidents.incident import Case, HowResolved, Incident, Tally, Trigger
from journal.incidents.move import Move
from journal.incidents.notes import NoteRule
from journal.moves.claiming import agreed, begun, refuse_if_moved
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, Event, OpenStore, Store


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
            claim = await begun(store, incident_id, click, Move.SKIP)
            if not claim.is_new:
                return claim.incident
            refuse_if_moved(claim.incident, Trigger.RESOLVE)
            case = await store.incidents.case(incident_id)
            tally = await _tally(store, case, entry_id)
            self.note_rule.check(case.book, tally.amounts, note)
            wish = Wish(at, {"entry_id": entry_id, "note": note}, tally)
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return incident
            await store.entries.skip(incident.id, entry_id)
            facts = {**tally.facts, "note": note.strip()}
            await store.incidents.tell(incident, Event("skipped", click.actor, facts), at)
            incident = await _closed_if_last(store, incident, click, note.strip(), at)
            await store.incidents.owe_card(incident)
        return incident


async def _tally(store: Store, case: Case, entry_id: int | None) -> Tally:
    """Return what would be skipped. Raises TransitionRefused: nothing."""
    if entry_id is None and case.summary.waiting:
        return case.summary.tally
    found = await store.entries.find(f"JF-{entry_id}") if entry_id is not None else ()
    for one in found:
        if one.incident_id == case.incident.id and one.status in UNSETTLED:
            return Tally(1, (one.content.total,))
    raise TransitionRefused(
        "skip", case.incident.state.value, because="No such entry waits on this card any more."
    )


async def _closed_if_last(
    store: Store, incident: Incident, click: Click, note: str, at: datetime
) -> Incident:
    statuses = await store.incidents.statuses(incident.id)
    if any(statuses.get(status) for status in UNSETTLED):
        return incident
    closed = incident.resolved_by_hand(HowResolved.SKIPPED, note, at=at, by=click.actor)
    await store.incidents.save(closed)
    return closed
