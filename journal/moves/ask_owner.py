"""Someone asks the owner of a lost connection to connect it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from journal.errors import IncidentError, TransitionRefused, Typed
from journal.incidents.incident import Incident, OwnerAsking
from journal.incidents.move import MoveName
from journal.incidents.notices import NewNotice, ToOwner
from journal.incidents.story.event import Event
from journal.incidents.story.people import ReconnectAsked, ReconnectReminded
from journal.moves.move import Making, Move, Nothing, Plan
from journal.moves.refusing import refuse_if_moved
from journal.ports import Store

A_DAY = timedelta(days=1)


class OwnerAsked(IncidentError):
    """The owner was asked within the last day; `asking` says by whom and when."""

    def __init__(self, asking: OwnerAsking) -> None:
        super().__init__(f"{asking.owner} was asked at {asking.told_at}")
        self.asking = asking


async def _plan(making: Making, incident: Incident, _given: Nothing) -> Plan[str]:
    refuse_if_moved(incident)
    asking = incident.asking
    if asking is not None and making.at - asking.told_at < A_DAY:
        raise OwnerAsked(asking)
    return Plan(await _owner(making.store, incident, making.by))


async def _do(making: Making, incident: Incident, owner: str) -> Incident:
    asking = OwnerAsking(owner, making.by, making.at, told_at=making.at)
    incident = replace(incident, asking=asking)
    await tell_owner(making.store, incident, ReconnectAsked(owner), making.at)
    return incident


ASK_OWNER = Move(MoveName.ASK_OWNER, Nothing, _plan, _do)
"""Owe the owner of the incident's connection a direct message.

Raises OwnerAsked: someone asked within a day. Refused where nobody is known as the owner, or it
is the person who clicks.
"""


async def _owner(store: Store, incident: Incident, actor: str) -> str:
    owner = (await store.books.connection(incident.connection_id)).owner
    if owner is None or owner == actor:
        because = (
            "You own this connection yourself: press Reconnect."
            if owner
            else "Nobody is known as the owner of this connection. The person who runs jefail sets"
            " one with {command}."
        )
        raise TransitionRefused(because, command=Typed.of("jefail connection owner"))
    return owner


async def tell_owner(
    store: Store, incident: Incident, turn: ReconnectAsked | ReconnectReminded, at: datetime
) -> None:
    """Keep that a connection's owner is asked (`incident.asking`), and owe them the message."""
    asking = incident.asking
    assert asking is not None
    await store.incidents.save(incident)
    actor = asking.by if isinstance(turn, ReconnectAsked) else None
    word = ToOwner(asking.owner, asking.reminded)
    await store.notices.tell(NewNotice(word, asking.owner, incident.id, asking.by), at)
    await store.incidents.tell(incident, Event(turn, actor), at)
    await store.incidents.owe_card(incident)
