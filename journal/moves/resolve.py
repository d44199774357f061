"""Somebody closes an incident by hand and says how; it is looked after when it can be."""

from __future__ import annotations

from dataclasses import dataclass

from journal.incidents.incident import HowResolved, Incident, Trigger
from journal.incidents.move import Move
from journal.incidents.notes import NoteRule
from journal.moves.claiming import agreed, begun, refuse_if_moved
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, Event, OpenStore


@dataclass(frozen=True, slots=True)
class ResolveIncident:
    """Close an incident by hand."""

    open_store: OpenStore
    now: Clock
    note_rule: NoteRule

    async def __call__(
        self, incident_id: int, click: Click, how: HowResolved, note: str = ""
    ) -> Incident:
        """Close it in one transaction; a click delivered again changes nothing.

        Said to be fixed in the platform: the entries stay failed and are looked up by the poll
        that is made due here; still missing there, the incident opens again. Otherwise they are
        skipped and never posted.

        Raises:
            NoteNeeded: it is so much that a note is wanted.
            TransitionRefused: it is not open; says who was first.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            # What is closed without having been posted is skipped, whatever the button says.
            also = None if how.is_checked else Move.SKIP
            claim = await begun(store, incident_id, click, Move.RESOLVE, also=also)
            if not claim.is_new:
                return claim.incident
            refuse_if_moved(claim.incident, Trigger.RESOLVE)
            case = await store.incidents.case(incident_id)
            self.note_rule.check(case.book, case.summary.amounts, note)
            wish = Wish(at, {"how": how.value, "note": note})
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return incident
            incident = incident.resolved_by_hand(how, note.strip(), at=at, by=click.actor)
            await store.incidents.save(incident)
            if how.is_checked:
                await store.jobs.poll(incident.connection_id)
            else:
                await store.entries.skip(incident.id)
            facts = {"how": how.value, "note": incident.note}
            await store.incidents.tell(
                incident, Event("resolved", actor=click.actor, facts=facts), at
            )
            await store.incidents.owe_card(incident)
        return incident
