"""Somebody asks to try an incident's entries again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from journal.detection import UNSETTLED
from journal.entry import PostingStatus
from journal.errors import TransitionRefused
from journal.incident import Incident, IncidentState, Trigger
from journal.ports import Click, Clock, Event, OpenStore


@dataclass(frozen=True, slots=True)
class RetryIncident:
    """Hand the entries of an incident back to the poster."""

    open_store: OpenStore
    now: Clock

    async def __call__(self, incident_id: int, click: Click) -> Incident:
        """Claim the incident and make its entries due.

        One transaction: click, state, entries, timeline and job stand or fall together, so a
        second click is refused and none is half done. A click delivered again changes nothing.

        Raises:
            TransitionRefused: it is not open (says who was first), or no entry of it waits.
            NotFound: there is no such incident.
        """
        at = self.now()
        async with self.open_store() as store:
            incident = await store.incidents.for_change(incident_id)
            if not await store.clicks.remember(click):
                return incident
            refuse_if_moved(incident, Trigger.RETRY)
            incident = incident.after(Trigger.RETRY, at=at, by=click.actor)
            await store.incidents.save(incident)
            count = await store.entries.release(incident.id, at)
            refuse_if_empty(incident, await store.incidents.statuses(incident.id))
            await store.incidents.tell(
                incident, Event("retry", actor=click.actor, facts={"count": count}), at
            )
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
            f"{who} was first and has it posted again already; the card shows what comes of it."
        ),
        IncidentState.RESOLVED: f"{who} was first: {incident.number} is closed.",
    }
    raise TransitionRefused(trigger.value, incident.state.value, because=told[incident.state])
