"""A correction meets what people did to the posted entry: one of the two has to count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from journal.amounts.money import Money
from journal.entries.entry import Entry, PostingStatus
from journal.entries.failure import Conflict, Obstacle
from journal.entries.numbering import day_name, within
from journal.errors import TransitionRefused
from journal.incidents.codec import to_json
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Incident, Mending
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import PostedApart, TheirsKept, TheirsOverwritten
from journal.moves.move import Making, Move, Plan
from journal.moves.post_again import post_again
from journal.moves.refusing import changed_meanwhile, entry_as_seen, refuse_if_moved
from journal.ports import Store


@dataclass(frozen=True, slots=True)
class Seen:
    """Our entry and what the ledger has in its place, as a person looked at them."""

    entry_id: int
    posting_revision: int
    ledger_id: str = ""  # empty: nothing is there any more
    version: str = ""

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {
            "entry_id": self.entry_id,
            "revision": self.posting_revision,
            "ledger_id": self.ledger_id,
            "version": self.version,
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(facts["entry_id"], facts["revision"], facts["ledger_id"], facts["version"])


@dataclass(frozen=True, slots=True)
class Kept:
    """The version of what the ledger has, as the card showed it."""

    version: str

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"version": self.version}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(facts["version"])


@dataclass(frozen=True, slots=True)
class Apart:
    """A version that reads as another entry, as a person saw it."""

    entry_id: int
    posting_revision: int

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"entry_id": self.entry_id, "revision": self.posting_revision, "apart": True}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(facts["entry_id"], facts["revision"])


@dataclass(frozen=True, slots=True)
class _Overwrite:
    entry: Entry
    seen: Seen
    told: TheirsOverwritten


async def _plan_overwrite(making: Making, incident: Incident, seen: Seen) -> Plan[_Overwrite]:
    store = making.store
    refuse_if_moved(incident)
    entry = await entry_as_seen(store, incident, seen.entry_id, seen.posting_revision)
    _refuse_if_foreign(incident, entry, seen.ledger_id)
    turn = TheirsOverwritten(
        number=entry.number,
        anew=entry.is_correction and not seen.ledger_id,
        restated=entry.restates is not None,
    )
    amounts = await _both(store, incident)
    return Plan(_Overwrite(entry, seen, turn), told=to_json(turn), amounts=amounts)


async def _overwrite(making: Making, incident: Incident, work: _Overwrite) -> Incident:
    store, by, at = making.store, making.by, making.at
    if not await _let_replace(store, work.entry, work.seen):
        raise changed_meanwhile(work.entry.id)
    mending = Mending(MoveName.OVERWRITE, by, at, work.told)
    event = Event(work.told, by)
    return await post_again(store, incident, event, at, mending=mending)


OVERWRITE = Move(MoveName.OVERWRITE, Seen, _plan_overwrite, _overwrite, changes_posting=True)
"""Ours replaces what the ledger has; where that was deleted, it is posted again.

Only what the person saw is written over: if it is changed once more before ours is sent, nothing
is written, and the card shows what is there then.
"""


@dataclass(frozen=True, slots=True)
class _Keep:
    entry: Entry
    met: Conflict


async def _plan_keep(making: Making, incident: Incident, kept: Kept) -> Plan[_Keep]:
    store = making.store
    refuse_if_moved(incident)
    met = _shown(incident, kept.version)
    entry = await _waiting(store, incident)
    _refuse_if_foreign(incident, entry, met.ledger_id or entry.replaces or "")
    amounts = await _both(store, incident)
    return Plan(_Keep(entry, met), told={"number": entry.number}, amounts=amounts)


async def _keep(making: Making, incident: Incident, work: _Keep) -> Incident:
    by, at, turn = making.by, making.at, TheirsKept(work.entry.number)
    if not await _let_count(making.store, work.entry, work.met, at):
        raise changed_meanwhile(work.entry.id)
    closed = incident.resolved_by_hand(HowResolved.KEPT, "", at=at, by=by)
    closed = replace(closed, mending=Mending(MoveName.KEEP_THEIRS, by, at, turn))
    return await making.record(closed, Event(turn, by))


KEEP_THEIRS = Move(MoveName.KEEP_THEIRS, Kept, _plan_keep, _keep, changes_posting=True, closes=True)
"""What the ledger has counts: the correction is not sent, and the incident closes.

The next correction is held against that: it asks again only where it was changed since.
"""


async def _plan_apart(making: Making, incident: Incident, apart: Apart) -> Plan[Entry]:
    refuse_if_moved(incident)
    seen = apart.entry_id, apart.posting_revision
    entry = await entry_as_seen(making.store, incident, *seen)
    if entry.restates is None:
        raise changed_meanwhile(entry.id)
    return Plan(entry)


async def _post_apart(making: Making, incident: Incident, entry: Entry) -> Incident:
    store, by, at = making.store, making.by, making.at
    parted = await _part(store, entry, at)
    turn = PostedApart(number=parted.number, before=entry.number, apart=True)
    mending = Mending(MoveName.POST_ANYWAY, by, at, turn)
    return await post_again(store, incident, Event(turn, by), at, mending=mending)


POST_APART = Move(
    MoveName.POST_ANYWAY, Apart, _plan_apart, _post_apart, changes_posting=True, mark="apart"
)
"""A version that reads as another entry is one: it gets a reference and a number of its own.

The one before stands as it stood: posted, or due where it was not.
"""


async def _part(store: Store, entry: Entry, at: datetime) -> Entry:
    """Return the new entry, under its day and its reference, with our number where that is taken.

    Raises:
        TransitionRefused: it was changed meanwhile.
    """
    number, day = entry.content.reference, entry.content.date
    beside = within(f"{day.isoformat()} {entry.number}.{entry.posting_revision}", number)
    for reference in (day_name(number, day), beside):
        if parted := await store.revisions.part(entry, reference, at):
            return parted
    raise changed_meanwhile(entry.id)


async def _let_replace(store: Store, entry: Entry, seen: Seen) -> bool:
    """Note what `entry` may replace; False when it is not any more as it was read."""
    if not seen.ledger_id and not entry.is_correction:
        return await store.revisions.settle_question(entry)
    return await store.revisions.overwrite(entry, seen.ledger_id, seen.version)


async def _let_count(store: Store, entry: Entry, met: Conflict, at: datetime) -> bool:
    """Let what is there count; False when the entry is not any more as it was read."""
    if entry.restates is not None:
        return await store.revisions.restore(entry, at, stays=True)
    ledger_id = met.ledger_id or entry.replaces or ""
    return await store.revisions.keep(entry, ledger_id, met.version)


async def _both(store: Store, incident: Incident) -> Sequence[Money]:
    """Return what rules look at: ours and theirs, lest one person writes over a large entry."""
    case = await store.incidents.case(incident.id)
    met = incident.failure.conflict
    theirs = [met.total] if met and met.total else []
    return [*case.summary.amounts, *theirs]


def _refuse_if_foreign(incident: Incident, entry: Entry, ledger_id: str) -> None:
    """Raise TransitionRefused where jefail did not post what stands there and nobody linked it.

    A card that was drawn by an older release may still offer it.
    """
    how = entry.posted_how
    is_known = how is not None and how.is_changeable and ledger_id == entry.replaces
    if ledger_id and not is_known:
        raise TransitionRefused(
            f"jefail did not post that entry, so nothing was done. Type"
            f" /jefail retry {incident.number} to compare the two first."
        )


def _shown(incident: Incident, version: str) -> Conflict:
    met = incident.failure.conflict
    nothing_is_there = met is None or met.obstacle is Obstacle.DELETED or _is_unposted(met)
    if met is None or nothing_is_there or met.version != version:
        raise TransitionRefused(
            "It has changed since in the accounting platform, so nothing was done."
            " The card shows what is there now."
        )
    return met


def _is_unposted(met: Conflict) -> bool:
    return met.obstacle is Obstacle.RESTATED and not met.ledger_id


async def _waiting(store: Store, incident: Incident) -> Entry:
    """Return the entry of a conflict, which has a card of its own."""
    (entry,) = await store.entries.of_incident(incident.id, 1)
    if entry.status is not PostingStatus.FAILED:
        raise changed_meanwhile(entry.id)
    return entry
