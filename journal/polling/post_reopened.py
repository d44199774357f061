"""What was to be posted once its period is open again is posted."""

from __future__ import annotations

from datetime import datetime

from journal.books.book import Connection
from journal.books.closed_days import ClosedDays
from journal.incidents.incident import IncidentState, Mending
from journal.incidents.move import MoveName
from journal.incidents.story.event import Event
from journal.incidents.story.posting import PeriodReopened
from journal.moves.post_again import post_again
from journal.ports import OpenStore


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
            mending = Mending(MoveName.WAIT_FOR_REOPENING, asked_by, at)
            event = Event(PeriodReopened(asked_by=asked_by))
            await post_again(store, incident, event, at, mending=mending)
