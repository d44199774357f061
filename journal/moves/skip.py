"""Someone decides that entries of an incident are never to be posted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from journal.entries.entry import WAITING
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Incident, Tally
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.people import EntriesSkipped
from journal.incidents.story.values import Batch
from journal.moves.move import Making, Move, Plan
from journal.moves.refusing import refuse_if_moved, refuse_if_undecided
from journal.ports import Store


@dataclass(frozen=True, slots=True)
class Skipped:
    """One entry of an incident, or without an id all that wait; and why."""

    entry_id: int | None = None
    note: str = ""

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"entry_id": self.entry_id, "note": self.note}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(facts["entry_id"], facts["note"])

    @property
    def entries(self) -> Sequence[int] | None:
        """The ids, as a plan names them."""
        return None if self.entry_id is None else (self.entry_id,)


@dataclass(frozen=True, slots=True)
class _Skip:
    skipped: Skipped
    tally: Tally


async def _plan(making: Making, incident: Incident, skipped: Skipped) -> Plan[_Skip]:
    refuse_if_moved(incident)
    await refuse_if_undecided(making.store, incident)
    case = await making.store.incidents.case(incident.id)
    tally = await _tally(making.store, case, skipped.entry_id)
    making.note_rule.check(case.book, tally.amounts, skipped.note)
    return Plan(_Skip(skipped, tally), tally=tally, entries=skipped.entries)


async def _do(making: Making, incident: Incident, work: _Skip) -> Incident:
    store, note = making.store, work.skipped.note.strip()
    await store.entries.skip(incident.id, work.skipped.entry_id)
    turn = EntriesSkipped(Batch(work.tally.count, work.tally.amounts), note)
    await store.incidents.tell(incident, Event(turn, making.by), making.at)
    statuses = await store.incidents.statuses(incident.id)
    if not any(statuses.get(status) for status in WAITING):
        skipped = HowResolved.SKIPPED
        incident = incident.resolved_by_hand(skipped, note, at=making.at, by=making.by)
        await store.incidents.save(incident)
    await store.incidents.owe_card(incident)
    return incident


async def _tally(store: Store, case: Case, entry_id: int | None) -> Tally:
    """Return what would be skipped. Raises TransitionRefused: nothing."""
    if entry_id is None and case.summary.waiting:
        return case.summary.tally
    found = await store.entries.find(f"JF-{entry_id}") if entry_id is not None else ()
    for one in found:
        if one.incident_id == case.incident.id and one.status in WAITING:
            return Tally(1, (one.content.total,))
    raise TransitionRefused("No such entry waits on this card any more.")


SKIP = Move(MoveName.SKIP, Skipped, _plan, _do, changes_posting=True, closes=True)
"""Skip one entry of an incident, or all that wait; with the last of them the incident closes.

Reopen brings them back. Raises NoteNeeded where it is so much that a note is wanted.
"""
