"""How every click on an incident begins: its row is locked, and the click counts once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from journal.detection import UNSETTLED
from journal.entry import Entry, PostingStatus
from journal.errors import TransitionRefused
from journal.incident import Incident, IncidentState, Mending, Trigger
from journal.moves import Move
from journal.ports import Click, Event, Store
from journal.rights import wants_second
from journal.services.allowing import allowed
from journal.services.second_person import Wish, approved, asked


async def claimed(
    store: Store,
    incident_id: int,
    click: Click,
    move: Move,
    *,
    also: Move | None = None,
    wish: Wish | None = None,
) -> tuple[Incident, bool]:
    """Return the incident, locked for this unit of work, and whether the caller is to go on.

    Nothing may be done for a click that Slack delivers again, nor for one that a second person
    has to approve first: that is written down here, and the caller is called again by whoever
    approves it.

    Args:
        also: another move that this one comes to, whose rule holds as well.
        wish: what it takes to call the caller again; without it, one person is enough.

    Raises:
        NotFound: there is no such incident.
        NotAllowed: the person may not; says why and who could.
        TransitionRefused: it is asked for already, or is not what was asked for any more.
    """
    incident = await store.incidents.for_change(incident_id)
    if not await store.clicks.remember(click):
        return incident, False
    asks = [await allowed(store, incident, click, one) for one in (move, also) if one]
    if click.second is not None and wish is not None:
        return await approved(store, incident, click, move, wish.at), True
    limits = [ask.rule.second_above for ask in asks if wants_second(ask.rule, ask.stake)]
    if wish is not None and limits:
        refuse_if_moved(incident, Trigger.RETRY)
        return await asked(store, incident, click, move, wish), False
    return replace(incident, approved_by=None), True


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
    count = await store.postings.release(incident.id, at, as_draft=as_draft)
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


async def entry_as_seen(
    store: Store, incident: Incident, entry_id: int, posting_revision: int
) -> Entry:
    """Return an entry of the incident that is refused still, as a person saw it in a form.

    Raises:
        TransitionRefused: it was changed, posted or handed in anew meanwhile.
    """
    for entry in await store.entries.find(f"JF-{entry_id}"):
        is_seen = entry.posting_revision == posting_revision
        if is_seen and entry.incident_id == incident.id and entry.status is PostingStatus.FAILED:
            return entry
    raise changed_meanwhile(incident, entry_id)


def changed_meanwhile(incident: Incident, entry_id: int) -> TransitionRefused:
    """Return what is raised when an entry is not any more as a person saw it in a form."""
    return TransitionRefused(
        Trigger.RETRY.value,
        incident.state.value,
        because=(
            f"JF-{entry_id} was changed meanwhile, so nothing was done. Open the form once more"
            " to see it as it is now."
        ),
    )
