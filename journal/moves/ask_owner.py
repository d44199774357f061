"""The owner of a lost connection is asked to connect it again, and reminded of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from journal.errors import IncidentError, TransitionRefused
from journal.incidents.incident import Asking, Incident, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import claimed, refuse_if_moved
from journal.ports import Click, Clock, Event, NewNotice, NoticeKind, OpenStore, Store

A_DAY = timedelta(days=1)
REMINDERS = 3


class OwnerAsked(IncidentError):
    """The owner was asked within the last day; `asking` says by whom and when."""

    def __init__(self, asking: Asking) -> None:
        super().__init__(f"{asking.owner} was asked at {asking.told_at}")
        self.asking = asking


@dataclass(frozen=True, slots=True)
class AskOwner:
    """Ask whoever owns the connection of an incident, in a direct message."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Owe the message with everything else, so that it is neither lost nor doubled.

        Raises:
            OwnerAsked: somebody asked within a day.
            TransitionRefused: it is not open, nobody is known as the owner, or it is oneself.
        """
        at = self.now()
        async with self.open_store() as store:
            incident, goes_on = await claimed(store, incident_id, click, Move.ASK_OWNER)
            if not goes_on:
                return incident
            refuse_if_moved(incident, Trigger.RETRY)
            if incident.asking is not None and at - incident.asking.told_at < A_DAY:
                raise OwnerAsked(incident.asking)
            owner = await _owner(store, incident, click.actor)
            asking = Asking(owner, click.actor, at, told_at=at)
            return await _told(store, replace(incident, asking=asking), "owner_asked", at)


@dataclass(frozen=True, slots=True)
class RemindOwners:
    """Remind owners a day after they were told last, at most three times."""

    open_store: OpenStore
    now: Clock

    async def __call__(self) -> int:
        """Remind everybody who is due, each once; return how many."""
        at = self.now()
        async with self.open_store() as store:
            due = await store.incidents.claim_reminders(at - A_DAY, REMINDERS)
            for one in due:
                if one.asking is not None:
                    asking = replace(one.asking, told_at=at, reminded=one.asking.reminded + 1)
                    await _told(store, replace(one, asking=asking), "owner_reminded", at)
        return len(due)


async def _owner(store: Store, incident: Incident, actor: str) -> str:
    owner = (await store.books.connection(incident.connection_id)).owner
    if owner is None or owner == actor:
        because = (
            "You own this connection yourself: press Reconnect."
            if owner
            else "Nobody is known as the owner of this connection. The person who runs jefail sets"
            " one with `jefail connection owner`."
        )
        raise TransitionRefused(Move.ASK_OWNER.value, incident.state.value, because=because)
    return owner


async def _told(store: Store, incident: Incident, kind: str, at: datetime) -> Incident:
    asking = incident.asking
    assert asking is not None
    await store.incidents.save(incident)
    actor = asking.by if kind == "owner_asked" else None
    facts = {"to": asking.owner, "reminder": asking.reminded}
    new = NewNotice(NoticeKind.OWNER, asking.owner, incident.id, asking.by, facts)
    await store.notices.tell(new, at)
    await store.incidents.tell(incident, Event(kind, actor, facts), at)
    await store.incidents.owe_card(incident)
    return incident
