"""What one person asks for and another has to approve: filed, consumed, closed, lapsed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, Incident, IncidentState, Request, Trigger
from journal.incidents.move import MoveName
from journal.incidents.notices import NewNotice, ToAsker
from journal.incidents.story.event import Event
from journal.incidents.story.requests import (
    RequestApproved,
    RequestDeclined,
    RequestLapsed,
    RequestMade,
)
from journal.ports import Click, Store


async def file_request(store: Store, case: Case, request: Request) -> Incident:
    """Write a request down; the card shows it to those who can approve. Return the incident.

    Raises:
        TransitionRefused: someone's request waits already.
    """
    refuse_if_asked(case)
    incident = replace(case.incident, request=request)
    await store.incidents.save(incident)
    turn = RequestMade(facts_of(request))
    await store.incidents.tell(incident, Event(turn, request.by), request.at)
    await store.incidents.owe_card(incident)
    return incident


async def renew_request(store: Store, incident: Incident, request: Request) -> Incident:
    """Keep what a request would do by now; the card shows that, and it waits again."""
    incident = replace(incident, request=request)
    await store.incidents.save(incident)
    await store.incidents.owe_card(incident)
    return incident


async def consume_request(store: Store, incident: Incident, click: Click, at: datetime) -> Incident:
    """Take the request off an incident, since `click` approves it; return the incident."""
    incident = replace(incident, request=None, approved_by=click.second)
    await store.incidents.save(incident)
    told = Event(RequestApproved(click.actor), click.second)
    await store.incidents.tell(incident, told, at)
    return incident


async def close_request(
    store: Store,
    incident: Incident,
    turn: RequestDeclined | RequestLapsed,
    actor: str | None,
    at: datetime,
) -> Incident:
    """Forget a request, and tell why in the thread and to the person who asked."""
    incident = _left_by(incident, actor, at)
    await store.incidents.save(incident)
    await store.incidents.tell(incident, Event(turn, actor), at)
    await store.incidents.owe_card(incident)
    if actor != turn.asked_by:
        because = turn.because if isinstance(turn, RequestLapsed) else ""
        word = ToAsker(turn.asked, turn.asked_by, because, turn.kind)
        await store.notices.tell(NewNotice(word, turn.asked_by, incident.id, actor), at)
    return incident


def _left_by(incident: Incident, actor: str | None, at: datetime) -> Incident:
    """Return the incident without its request, closed where it was opened for that alone."""
    request = incident.request
    without = replace(incident, request=None)
    is_all = request is not None and request.move is MoveName.CHANGE_COST
    if not is_all or incident.state is not IncidentState.OPEN:
        return without
    closed = without.after(Trigger.RESOLVE, at=at, by=actor)
    return replace(closed, how=HowResolved.NOT_NEEDED)


async def tell_if_lapsed(
    store: Store, incident: Incident, request: Request | None, at: datetime
) -> None:
    """Tell the person who asked for `request` if the incident, as saved now, left it behind."""
    if request is None or (await store.incidents.case(incident.id)).request is not None:
        return
    is_open = incident.state is IncidentState.OPEN
    why = _OTHERS_WAIT if is_open else f"{incident.number} has gone on by itself meanwhile."
    turn = RequestLapsed(facts_of(request), request.by, why)
    await close_request(store, incident, turn, None, at)


_OTHERS_WAIT = "Other entries wait by now. Ask again if you want it for these."


def waiting_request(case: Case) -> Request:
    """Return what waits for a second person. Raises TransitionRefused: nothing does."""
    if case.request is None:
        raise lapsed(case.incident)
    return case.request


def lapsed(incident: Incident) -> TransitionRefused:
    """Return the error for what is not asked any more, with how the case stands instead."""
    who = incident.approved_by or incident.moved_by
    first = "{who} was first" if who else "It has moved by itself"
    told = {
        IncidentState.OPEN: "That is not asked any more: it was declined or taken back, or other"
        " entries wait by now. The card shows what is true now.",
        IncidentState.RETRYING: f"{first}: {incident.number} is being posted again.",
        IncidentState.RESOLVED: f"{first}: {incident.number} is closed.",
    }
    return TransitionRefused(told[incident.state], who=who)


def refuse_if_asked(case: Case) -> None:
    """Raise TransitionRefused when a request waits: it is decided first."""
    if case.request is not None:
        raise TransitionRefused(
            "{who} asks for something here already. Another person approves or declines that"
            " first.",
            who=case.request.by,
        )


def facts_of(request: Request) -> Mapping[str, Any]:
    """Return a request as the story tells it."""
    return {**request.facts, "move": request.move.value, **request.tally.facts}
