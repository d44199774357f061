"""What waits of an open incident is made due, and the incident goes to retrying."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from journal.incidents.incident import Incident, Mending, Trigger
from journal.incidents.story.event import Event
from journal.moves.refusing import refuse_if_empty, refuse_if_moved
from journal.ports import Store


async def post_again(
    store: Store,
    incident: Incident,
    event: Event,
    at: datetime,
    *,
    mending: Mending | None = None,
    as_draft: bool = False,
) -> Incident:
    """Make what waits of an open incident due, and move it to retrying, by the event's actor.

    State, entries, the turn of the story (with the count of entries), the owed card and the job
    stand or fall with the caller's transaction. `mending`: what was done about the cause.

    Raises:
        TransitionRefused: it is not open (says who was first), or no entry of it waits.
    """
    refuse_if_moved(incident)
    incident = incident.after(Trigger.RETRY, at=at, by=event.actor)
    incident = replace(incident, mending=mending or incident.mending)
    await store.incidents.save(incident)
    count = await store.postings.release(incident.id, at, as_draft=as_draft)
    refuse_if_empty(incident, await store.incidents.statuses(incident.id))
    await store.incidents.tell(incident, event.counting(count), at)
    await store.incidents.owe_card(incident)
    await store.jobs.post_entries(incident.connection_id)
    return incident
