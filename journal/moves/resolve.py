"""Someone closes an incident by hand and says how; it is looked after when it can be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Incident
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.people import IncidentResolved
from journal.moves.move import Making, Move, Plan
from journal.moves.refusing import refuse_if_moved, refuse_if_undecided


@dataclass(frozen=True, slots=True)
class Closing:
    """What the person says of it."""

    how: HowResolved
    note: str = ""

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"how": self.how.value, "note": self.note}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(HowResolved(facts["how"]), facts["note"])


async def _plan(making: Making, incident: Incident, closing: Closing) -> Plan[Closing]:
    refuse_if_moved(incident)
    await refuse_if_undecided(making.store, incident)
    case = await making.store.incidents.case(incident.id)
    making.note_rule.check(case.book, case.summary.amounts, closing.note)
    # What is closed without having been posted is skipped, whatever the button says.
    return Plan(closing, also=None if closing.how.is_checked else MoveName.SKIP)


async def _do(making: Making, incident: Incident, closing: Closing) -> Incident:
    store, note = making.store, closing.note.strip()
    incident = incident.resolved_by_hand(closing.how, note, at=making.at, by=making.by)
    if closing.how.is_checked:
        await store.jobs.poll(incident.connection_id)
    else:
        await store.entries.skip(incident.id)
    resolved = IncidentResolved(closing.how, note)
    return await making.record(incident, Event(resolved, making.by))


RESOLVE = Move(MoveName.RESOLVE, Closing, _plan, _do, changes_posting=True, closes=True)
"""Close an incident by hand.

Said to be fixed in the platform: the entries stay failed and are looked up by the poll that is
made due here; still missing there, the incident opens again. Otherwise they are skipped and never
posted. Raises NoteNeeded where it is so much that a note is wanted.
"""
