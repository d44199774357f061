"""How every click on an incident begins: its row is locked, and the click counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from journal.amounts.money import Money
from journal.entries.entry import Entry, PostingStatus
from journal.errors import TransitionRefused
from journal.incidents.detection import UNSETTLED
from journal.incidents.incident import Incident, IncidentState, Mending, Trigger
from journal.incidents.move import Move
from journal.moves.allowing import allowed
from journal.moves.second_person import Wish, approved, asked
from journal.ports import Click, Event, Store
from journal.rights import wants_second


@dataclass(frozen=True, slots=True)
class Claim:
    """A click on an incident, which is locked for this unit of work."""

    incident: Incident
    click: Click
    move: Move
    is_new: bool  # False: Slack delivers it again, and nothing is to be done
    wants_second: bool = False  # one person is not enough for this much


async def begun(
    store: Store,
    incident_id: int,
    click: Click,
    move: Move,
    *,
    also: Move | None = None,
    amounts: Sequence[Money] | None = None,
) -> Claim:
    """Return the click as it counts; whoever goes on with it asks `agreed` first.

    What would be refused all the same is refused between the two, so that nobody is asked to
    approve what cannot be done.

    Args:
        also: another move that this one comes to, whose rule holds as well.
        amounts: what it is about, where that is not what waits of the incident.

    Raises:
        NotFound: there is no such incident.
        NotAllowed: the person may not; says why and who could.
    """
    incident = await store.incidents.for_change(incident_id)
    if not await store.clicks.remember(click):
        return Claim(incident, click, move, is_new=False)
    asks = [
        await allowed(store, incident, click, one, amounts=amounts)
        for one in (move, also)
        if one is not None
    ]
    wants = any(wants_second(ask.rule, ask.stake) for ask in asks)
    return Claim(incident, click, move, is_new=True, wants_second=wants)


async def agreed(store: Store, claim: Claim, wish: Wish) -> tuple[Incident, bool]:
    """Return the incident, and whether the caller is to go on.

    What a second person has to approve first is written down here, and the caller is called
    again by whoever approves it.

    Raises:
        TransitionRefused: it is asked for already, or is not what was asked for any more.
    """
    if claim.click.second is not None:
        return await approved(store, claim.incident, claim.click, claim.move, wish)
    if claim.wants_second:
        refuse_if_moved(claim.incident, Trigger.RETRY)
        return await asked(store, claim.incident, claim.click, claim.move, wish), False
    return replace(claim.incident, approved_by=None), True


async def claimed(
    store: Store, incident_id: int, click: Click, move: Move
) -> tuple[Incident, bool]:
    """Return the incident, locked, and whether the caller is to go on: one person is enough.

    Nothing may be done for a click that Slack delivers again. Raises as `begun`.
    """
    claim = await begun(store, incident_id, click, move)
    if not claim.is_new:
        return claim.incident, False
    return replace(claim.incident, approved_by=None), True


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
