"""Somebody asks to post an incident's entries on the first open day, since theirs are closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from journal.errors import TransitionRefused
from journal.incidents.incident import Case, Incident, Mending, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import agreed, begun, post_again, refuse_if_moved
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, Event, OpenStore


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
    def of(cls, facts: Mapping[str, Any]) -> Agreed:
        """Return what `facts` tell of."""
        return cls(date.fromisoformat(facts["day"]), facts["count"])


@dataclass(frozen=True, slots=True)
class RedateIncident:
    """Date the entries of an incident anew and post them.

    Each is another posting revision, so another request to the platform. Its old date stands in
    its description and in the note that the ledger shows, and the ledger is asked for it under
    both days before it is sent. Its caller may still hand in a newer revision, which wins.
    """

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, shown: Agreed) -> Incident:
        """Claim the incident, date its entries anew and make them due, in one transaction.

        Raises:
            TransitionRefused: it is not open (says who was first), or it is not any more what
                the person agreed to: another day is the first open one, more entries wait.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            claim = await begun(store, incident_id, click, Move.REDATE)
            if not claim.is_new:
                return claim.incident
            refuse_if_moved(claim.incident, Trigger.RETRY)
            case = await store.incidents.case(incident_id)
            _refuse_if_changed(case, shown)
            wish = Wish(at, {**shown.facts, **_days_before(case)})
            incident, goes_on = await agreed(store, claim, wish)
            if not goes_on:
                return incident
            await store.revisions.redate(incident_id, shown.day)
            facts = {"day": shown.day.isoformat(), **_days_before(case)}
            mending = Mending(Move.REDATE, click.actor, at, facts)
            asked = Event("redated", click.actor, facts)
            return await post_again(store, incident, asked, at, mending=mending)


def _days_before(case: Case) -> Mapping[str, Any]:
    """Return the first and the last old day and the kinds, for what is told of the months."""
    first, last = case.summary.first_date, case.summary.last_date
    if first is None or last is None:
        return {}
    days = [first.isoformat(), last.isoformat()]
    return {"before": days, "kinds": [kind.value for kind in case.summary.kinds]}


def _refuse_if_changed(case: Case, shown: Agreed) -> None:
    if case.open_day == shown.day and case.summary.waiting == shown.count:
        return
    raise TransitionRefused(
        Trigger.RETRY.value,
        case.incident.state.value,
        because=(
            "Meanwhile the closed days or the entries that wait have changed, so nothing was"
            " posted. Press the button on the card once more and look at the figures again."
        ),
    )
