"""Someone asks to post an incident's entries on the first open day, since theirs are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from journal.errors import TransitionRefused
from journal.incidents.codec import to_json
from journal.incidents.incident import Case, Incident, Mending
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.mending import EntriesRedated
from journal.moves.move import Making, Move, Plan
from journal.moves.post_again import post_again
from journal.moves.refusing import refuse_if_moved


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the person was shown and said yes to."""

    day: date
    count: int  # of entries

    @property
    def facts(self) -> Mapping[str, Any]:
        """It as plain JSON values."""
        return {"day": self.day.isoformat(), "count": self.count}

    @classmethod
    def of(cls, facts: Mapping[str, Any]) -> Self:
        """Return what `facts` tell of."""
        return cls(date.fromisoformat(facts["day"]), facts["count"])


async def _plan(making: Making, incident: Incident, shown: Agreed) -> Plan[EntriesRedated]:
    refuse_if_moved(incident)
    case = await making.store.incidents.case(incident.id)
    _refuse_if_changed(case, shown)
    redated = _redated(case, shown.day)
    return Plan(redated, told=to_json(redated))


async def _do(making: Making, incident: Incident, redated: EntriesRedated) -> Incident:
    store, at = making.store, making.at
    assert redated.day is not None
    await store.revisions.redate(incident.id, redated.day)
    mending = Mending(MoveName.REDATE, making.by, at, redated)
    event = Event(redated, making.by)
    return await post_again(store, incident, event, at, mending=mending)


def _redated(case: Case, day: date) -> EntriesRedated:
    """Return the turn, with what is told of the months: first and last old day, and the kinds."""
    first, last = case.summary.first_date, case.summary.last_date
    if first is None or last is None:
        return EntriesRedated(day=day)
    return EntriesRedated(day=day, before=(first, last), kinds=case.summary.kinds)


def _refuse_if_changed(case: Case, shown: Agreed) -> None:
    if case.open_day == shown.day and case.summary.waiting == shown.count:
        return
    raise TransitionRefused(
        "Meanwhile the closed days or the entries that wait have changed, so nothing was"
        " posted. Press the button on the card once more and look at the figures again."
    )


REDATE = Move(MoveName.REDATE, Agreed, _plan, _do, changes_posting=True)
"""Date the entries of an incident again and post them.

Each is another posting revision, so another request to the platform. Its old date stands in its
description and in the note that the ledger shows, and the ledger is asked for it under both days
before it is sent. Its caller may still hand in a newer revision, which wins.
"""
