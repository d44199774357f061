"""People changed or deleted posted entries in the books: ours goes there again, or theirs counts.

That they were removed on purpose is the move `SKIP`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Self

from journal.amounts.money import Money
from journal.entries.entry import Entry
from journal.entries.failure import GONE_FROM_BOOKS, Conflict, Obstacle
from journal.errors import TransitionRefused
from journal.incidents.codec import to_json
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Incident, Mending, Tally, Trigger
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import OursPutBack, TheirsKept
from journal.incidents.story.values import Batch
from journal.moves.move import Making, Move, Plan
from journal.moves.refusing import changed_meanwhile, refuse_if_moved
from journal.ports import Store

TWICE = (
    "The books have it twice, so nothing more is sent. Delete one of the two there; the card then"
    " closes automatically."
)
MOST = 1000
"""Entries of one card that one click decides on."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The entry that a person looked at, and what the ledger showed of it.

    `all_like_it`: the others of the card are decided alike, as the card was told of them.
    """

    entry_id: int
    posting_revision: int
    ledger_id: str = ""  # empty: it is not there any more
    version: str = ""
    mark: str = ""  # of what it said there
    day: date | None = None
    total: Money | None = None  # None: not shown there
    all_like_it: bool = False

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {
            "put_back": 1,  # tells it from the moves of a correction, which have the same names
            "entry_id": self.entry_id,
            "revision": self.posting_revision,
            "ledger_id": self.ledger_id,
            "version": self.version,
            "mark": self.mark,
            "day": self.day.isoformat() if self.day else None,
            "total": [self.total.minor, self.total.currency] if self.total else None,
            "all": self.all_like_it,
        }

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(
            facts["entry_id"],
            facts["revision"],
            facts["ledger_id"],
            facts["version"],
            facts["mark"],
            date.fromisoformat(facts["day"]) if facts["day"] else None,
            Money(*facts["total"]) if facts["total"] else None,
            facts["all"],
        )


@dataclass(frozen=True, slots=True)
class _Work:
    """Each entry that is decided on, with what was seen of it in the ledger."""

    decided: Sequence[tuple[Entry, Conflict]]

    @property
    def tally(self) -> Tally:
        """How many these are, and what ours come to."""
        return Tally(len(self.decided), _sums([one.total for one, _met in self.decided]))

    @property
    def batch(self) -> Batch:
        """The same as a turn of the story names it."""
        numbers = tuple(one.number for one, _met in self.decided[:3])
        return Batch(self.tally.count, self.tally.amounts, numbers)


async def _plan(making: Making, incident: Incident, given: Decided) -> _Work:
    """Return what is decided on. Raises TransitionRefused: it moved on since it was seen."""
    refuse_if_moved(incident)
    waiting = await making.store.watch.undecided(incident.id, MOST)
    seen = next((one for one in waiting if one.id == given.entry_id), None)
    known = seen.changed if seen else None
    if seen is None or known is None or seen.posting_revision != given.posting_revision:
        raise changed_meanwhile(given.entry_id)
    if known.obstacle is Obstacle.DOUBLED:
        raise TransitionRefused(TWICE)
    others = [one for one in waiting if given.all_like_it and one.id != seen.id and one.changed]
    told = [(one, one.changed) for one in others if one.changed is not None]
    return _Work([(seen, _as_seen(known, given)), *told])


def _as_seen(known: Conflict, given: Decided) -> Conflict:
    """Return what a person saw in the ledger, which may be newer than what the card was told."""
    is_gone = not given.ledger_id
    if is_gone or known.obstacle is Obstacle.UNBOOKED:
        return replace(known, obstacle=Obstacle.DELETED) if is_gone else known
    seen = replace(known, obstacle=Obstacle.EDITED, ledger_id=given.ledger_id)
    shown = (given.version, given.mark, given.day, given.total)
    return replace(seen, version=shown[0], mark=shown[1], date=shown[2], total=shown[3])


async def _plan_put_back(making: Making, incident: Incident, given: Decided) -> Plan[_Work]:
    work = await _plan(making, incident, given)
    gone = any(met.obstacle is Obstacle.DELETED for _one, met in work.decided)
    turn = OursPutBack(work.batch, work.tally.count, work.decided[0][0].number, gone or None)
    told = {**to_json(turn), "number": turn.number}
    return _planned(work, told)


async def _put_back(making: Making, incident: Incident, work: _Work) -> Incident:
    store, by, at = making.store, making.by, making.at
    incident = incident.after(Trigger.RETRY, at=at, by=by)
    for one, met in work.decided:
        if not await store.watch.put_back(one, met, at):
            raise changed_meanwhile(one.id)
    gone = any(met.obstacle is Obstacle.DELETED for _one, met in work.decided)
    turn = OursPutBack(work.batch, work.tally.count, work.decided[0][0].number, gone or None)
    incident = replace(incident, mending=Mending(MoveName.OVERWRITE, by, at, turn))
    await store.jobs.post_entries(incident.connection_id)
    return await making.record(incident, Event(turn, by))


PUT_BACK = Move(
    MoveName.OVERWRITE, Decided, _plan_put_back, _put_back, changes_posting=True, mark="put_back"
)
"""Ours replaces what the books have, or is posted again where it was deleted.

Only what a person saw is written over: changed once more before ours is sent, nothing is written,
and the card asks again.
"""


async def _plan_keep(making: Making, incident: Incident, given: Decided) -> Plan[_Work]:
    work = await _plan(making, incident, given)
    if any(met.obstacle in GONE_FROM_BOOKS for _one, met in work.decided):
        raise TransitionRefused(
            "The books have nothing of it any more, so nothing was kept. Say that it was removed"
            " on purpose, or put ours back."
        )
    return _planned(work, {"number": work.decided[0][0].number})


async def _keep(making: Making, incident: Incident, work: _Work) -> Incident:
    store, by, at = making.store, making.by, making.at
    for one, met in work.decided:
        if not await store.watch.keep(one, met, at):
            raise changed_meanwhile(one.id)
    turn = TheirsKept(work.decided[0][0].number, changed=work.tally.count)
    incident = replace(incident, mending=Mending(MoveName.KEEP_THEIRS, by, at, turn))
    if not await _is_left(store, incident):
        mending = incident.mending
        incident = incident.resolved_by_hand(HowResolved.KEPT, "", at=at, by=by)
        incident = replace(incident, mending=mending)
    return await making.record(incident, Event(turn, by))


KEEP_CHANGED = Move(
    MoveName.KEEP_THEIRS,
    Decided,
    _plan_keep,
    _keep,
    changes_posting=True,
    closes=True,
    mark="put_back",
)
"""What the books have counts as what is posted; with the last entry of the card it closes.

The next change there is held against that.
"""


def _planned(work: _Work, told: Mapping[str, Any]) -> Plan[_Work]:
    """Return the plan, with both sums for rules: ours and theirs, lest one hides the other."""
    theirs = [met.total for _one, met in work.decided if met.total]
    return Plan(
        work,
        told=told,
        tally=work.tally,
        entries=[one.id for one, _met in work.decided],
        amounts=[*work.tally.amounts, *_sums(theirs)],
    )


async def _is_left(store: Store, incident: Incident) -> bool:
    return bool(await store.watch.undecided(incident.id, 1))


def _sums(amounts: Sequence[Money]) -> tuple[Money, ...]:
    sums: dict[str, int] = {}
    for one in amounts:
        sums[one.currency] = sums.get(one.currency, 0) + one.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
