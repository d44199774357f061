"""A move for which one person is not enough: asked for by one, done when another approves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from journal.errors import TransitionRefused
from journal.incidents.incident import Case, Incident, IncidentState, Request, Tally
from journal.incidents.move import Move
from journal.ports import Click, Event, NewNotice, NoticeKind, Store


@dataclass(frozen=True, slots=True)
class Wish:
    """When a move was wished for, and with what it is called again: plain JSON values.

    What somebody chose or typed is kept here until another decides, so the facts hold all of it,
    beside what only the sentences need.
    """

    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)
    tally: Tally | None = None  # of what it would do; None: all that waits of the incident
    lasts: bool = False  # whatever the card holds meanwhile: what it would do is reckoned anew


async def asked(store: Store, incident: Incident, click: Click, move: Move, wish: Wish) -> Incident:
    """Write down what `click` asks for; the card shows it to whoever can approve.

    Raises:
        TransitionRefused: somebody's request waits already.
    """
    case = await store.incidents.case(incident.id)
    refuse_if_asked(case)
    waiting = case.summary.tally
    request = Request(
        move,
        click.actor,
        wish.at,
        wish.facts,
        tally=wish.tally or await store.costs.worth(incident.id),
        waiting=None if wish.lasts else waiting,
    )
    incident = replace(incident, request=request)
    await store.incidents.save(incident)
    await store.incidents.tell(incident, Event("asked", click.actor, facts_of(request)), wish.at)
    await store.incidents.owe_card(incident)
    return incident


async def approved(
    store: Store, incident: Incident, click: Click, move: Move, wish: Wish
) -> tuple[Incident, bool]:
    """Return the incident as its caller goes on with it, in the name of both.

    False where it would do another thing by now than the card says: then the card is drawn anew,
    and nothing is done until somebody approves that.

    Raises:
        TransitionRefused: what was asked for has lapsed meanwhile.
    """
    request = waiting_request(await store.incidents.case(incident.id))
    if (request.move, request.by, request.at) != (move, click.actor, click.asked_at):
        raise lapsed(incident)
    if wish.tally is not None and wish.tally != request.tally:
        renewed = replace(request, facts=wish.facts, tally=wish.tally)
        incident = replace(incident, request=renewed)
        await store.incidents.save(incident)
        await store.incidents.owe_card(incident)
        return incident, False
    incident = replace(incident, request=None, approved_by=click.second)
    await store.incidents.save(incident)
    told = Event("approved", click.second, {"asked_by": click.actor})
    await store.incidents.tell(incident, told, wish.at)
    return incident, True


async def answered(
    store: Store, incident: Incident, request: Request, event: Event, at: datetime, why: str = ""
) -> Incident:
    """Forget the request in the store, and tell why in the thread and to whoever asked."""
    incident = replace(incident, request=None)
    await store.incidents.save(incident)
    facts = {**facts_of(request), "asked_by": request.by, "because": why}
    await store.incidents.tell(incident, replace(event, facts=facts), at)
    await store.incidents.owe_card(incident)
    if event.actor != request.by:
        told = {**facts, "answer": event.kind}
        new = NewNotice(NoticeKind.ANSWERED, request.by, incident.id, event.actor, told)
        await store.notices.tell(new, at)
    return incident


async def tell_if_lapsed(
    store: Store, incident: Incident, request: Request | None, at: datetime
) -> None:
    """Tell whoever asked for `request` if the incident, as it is saved now, left it behind."""
    if request is None or (await store.incidents.case(incident.id)).request is not None:
        return
    is_open = incident.state is IncidentState.OPEN
    why = _OTHERS_WAIT if is_open else f"{incident.number} has gone on by itself meanwhile."
    await answered(store, incident, request, Event("lapsed"), at, why)


_OTHERS_WAIT = "Other entries wait by now. Ask again if you want it for these."


def waiting_request(case: Case) -> Request:
    """Return what waits for a second person. Raises TransitionRefused: nothing does."""
    if case.request is None:
        raise lapsed(case.incident)
    return case.request


def lapsed(incident: Incident) -> TransitionRefused:
    """Return the error for what is not asked any more, with how the case stands instead."""
    who = incident.approved_by or incident.moved_by
    first = f"<@{who}> was first" if who else "It has moved by itself"
    told = {
        IncidentState.OPEN: "That is not asked any more: it was declined or taken back, or other"
        " entries wait by now. The card shows what is true now.",
        IncidentState.RETRYING: f"{first}: {incident.number} is being posted again.",
        IncidentState.RESOLVED: f"{first}: {incident.number} is closed.",
    }
    return TransitionRefused("approve", incident.state.value, because=told[incident.state])


def refuse_if_asked(case: Case) -> None:
    """Raise TransitionRefused when a request waits: it is decided first."""
    if case.request is not None:
        raise TransitionRefused(
            case.request.move.value,
            case.incident.state.value,
            because=f"<@{case.request.by}> asks for something here already. Another person"
            " approves or declines that first.",
        )


def facts_of(request: Request) -> Mapping[str, Any]:
    """Return a request as the story tells it."""
    return {**request.facts, "move": request.move.value, **request.tally.facts}
