"""Somebody asks that entries are posted by themselves once their period is open again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from journal.books.book import Connection
from journal.books.closed_days import ClosedDays
from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState, Mending, Trigger
from journal.incidents.move import Move
from journal.moves.claiming import agreed, begun, post_again, refuse_if_moved
from journal.moves.second_person import Wish
from journal.ports import Click, Clock, Event, OpenStore


@dataclass(frozen=True, slots=True)
class AwaitPeriod:
    """Note that the poll which sees the period open posts what waits for it, or that it does not.

    docs/decisions/0006-lost-connections-heal.md: no other cause is retried without a click. This
    is that click, made beforehand; it counts once.
    """

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click, *, stop: bool = False) -> Incident:
        """Note it in one transaction; `stop` takes it back.

        Raises:
            TransitionRefused: the incident is not open (says who was first), its period is not
                known to be closed, or it is waited for already.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            claim = await begun(store, incident_id, click, Move.WAIT_FOR_REOPENING)
            if not claim.is_new:
                return claim.incident
            incident, goes_on = claim.incident, True
            refuse_if_moved(incident, Trigger.RETRY)
            if not stop:
                case = await store.incidents.case(incident_id)
                _refuse_if_pointless(incident, is_closed=case.is_shut)
                incident, goes_on = await agreed(store, claim, Wish(at))
            if not goes_on:
                return incident
            incident = replace(incident, awaited_by=None if stop else click.actor)
            await store.incidents.save(incident)
            kind = "not_awaited" if stop else "awaited"
            await store.incidents.tell(incident, Event(kind, click.actor), at)
            await store.incidents.owe_card(incident)
            await store.jobs.poll(incident.connection_id)
        return incident


def _refuse_if_pointless(incident: Incident, *, is_closed: bool) -> None:
    because = ""
    if incident.awaited_by:
        because = f"<@{incident.awaited_by}> asked for that already; the card says so."
    elif not is_closed:
        because = "Its days are open as far as is known. Press Retry on the card."
    if because:
        raise TransitionRefused(Trigger.RETRY.value, incident.state.value, because=because)


async def post_reopened(
    open_store: OpenStore,
    connection: Connection,
    closed: ClosedDays,
    looked_at: datetime,
    at: datetime,
) -> None:
    """Post what was asked to be posted once its days are open, now that `closed` was read.

    A unit of work for each incident, so that no two rows of incidents are held at once.
    """
    async with open_store() as store:
        waiting = await store.incidents.awaiting_period(connection.id)
    for incident_id in waiting:
        async with open_store() as store:
            incident = await store.incidents.for_change(incident_id)
            asked_by = incident.awaited_by
            if incident.state is not IncidentState.OPEN or asked_by is None:
                continue
            days = await store.revisions.waiting_days(incident_id)
            if incident.moved_at > looked_at or not days or any(map(closed.covers, days)):
                continue
            mending = Mending(Move.WAIT_FOR_REOPENING, asked_by, at)
            event = Event("period_open", facts={"asked_by": asked_by})
            await post_again(store, incident, event, at, mending=mending)
