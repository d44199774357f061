"""How every click on an incident begins: its row is locked, and the click counts once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from journal.detection import UNSETTLED
from journal.entry import PostingStatus
from journal.errors import TransitionRefused
from journal.incident import Incident, IncidentState, Mending, Trigger
from journal.moves import Move
from journal.ports import Click, Event, Store


async def claimed(
    store: Store, incident_id: int, click: Click, move: Move
) -> tuple[Incident, bool]:
    """Return the incident, locked for this unit of work, and whether the click is a new one.

    A click that Slack delivers again is not new: nothing may be done for it once more.

    Raises:
        NotFound: there is no such incident.
    """
    del move  # everybody may
    incident = await store.incidents.for_change(incident_id)
    return incident, await store.clicks.remember(click)


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
    refuse_if_moved(incident, Trigger.RETRY)
    incident = incident.after(Trigger.RETRY, at=at, by=event.actor)
    incident = replace(incident, mending=mending or incident.mending)
    await store.incidents.save(incident)
    count = await store.entries.release(incident.id, at, as_draft=as_draft)
    refuse_if_empty(incident, await store.incidents.statuses(incident.id))
    told = replace(event, facts={**(event.facts or {}), "count": count})
    await store.incidents.tell(incident, told, at)
    await store.incidents.owe_card(incident)
    await store.jobs.post_entries(incident.connection_id)
    return incident


def refuse_if_empty(incident: Incident, statuses: Mapping[PostingStatus, int]) -> None:
    """Raise TransitionRefused when nothing waits: no answer would ever end the retry."""
    if not any(statuses.get(status) for status in UNSETTLED):
        raise TransitionRefused(
            Trigger.RETRY.value,
            incident.state.value,
            because=f"No entry waits on {incident.number}, so there is nothing to post again.",
        )


def refuse_if_moved(incident: Incident, trigger: Trigger) -> None:
    """Raise TransitionRefused with who was first, when the incident is not open any more."""
    if incident.state is IncidentState.OPEN:
        return
    who = f"<@{incident.moved_by}>" if incident.moved_by else "jefail"
    told = {
        IncidentState.RETRYING: (
            f"{who} was first and has {incident.number} posted again already;"
            " the card shows what comes of it."
        ),
        IncidentState.RESOLVED: f"{who} was first: {incident.number} is closed.",
    }
    raise TransitionRefused(trigger.value, incident.state.value, because=told[incident.state])
