"""The ways out of a closed period: the form is opened, a way is chosen, another day agreed to."""

from __future__ import annotations

from typing import Any

from blocks.period_form import Way, period_form, read_agreed, read_way, redate_form, ways_of
from blocks.validate import checked_view
from handlers.clicks import look_of, submission_of
from handlers.edge import Request
from journal.errors import TransitionRefused
from journal.incident import Case, Trigger
from journal.moves import Move
from journal.services.allowing import allowed
from journal.services.claiming import refuse_if_moved
from journal.services.redate_incident import Agreed


async def asked_for(request: Request) -> None:
    """Post another way was clicked on a card."""
    case = await _open_case(request, int(request.action["value"]))
    if not ways_of(case):
        raise _changed(case)
    await request.client.views_open(
        trigger_id=request.body["trigger_id"], view=checked_view(period_form(case))
    )


async def asked_for_day(request: Request, incident_id: int) -> None:
    """Another day is wanted again, as the last time: asked about at once, for the day of now."""
    question = await _question(request, incident_id)
    await request.client.views_open(trigger_id=request.body["trigger_id"], view=question)


async def way_chosen(request: Request) -> None:
    """A way was chosen. Another day is asked about once more, since it changes the entries."""
    incident_id, way = read_way(request.body["view"])
    click, desk = submission_of(request.body), request.desk
    if way is Way.REDATE:
        await request.ack(response_action="push", view=await _question(request, incident_id))
        return
    if way is Way.DRAFT:
        await desk.draft_incident(incident_id, click)
    else:
        await desk.await_period(incident_id, click, stop=way is Way.STOP)
    await request.ack()


async def day_agreed(request: Request) -> None:
    """Somebody said yes to the other day; both forms close."""
    incident_id, day, count = read_agreed(request.body["view"])
    click = submission_of(request.body)
    await request.desk.redate_incident(incident_id, click, Agreed(day, count))
    await request.ack(response_action="clear")


async def _question(request: Request, incident_id: int) -> dict[str, Any]:
    """Return the form that asks about the first open day. Raises TransitionRefused: there is none.

    Raises NotAllowed as well.
    """
    case = await _open_case(request, incident_id, Move.REDATE)
    if case.open_day is None:
        raise _changed(case)
    return checked_view(redate_form(case, case.open_day, request.desk.now().date()))


async def _open_case(request: Request, incident_id: int, move: Move | None = None) -> Case:
    """Return the case that is worked on; `move`: for what comes next, asked before it is shown."""
    async with request.desk.open_store() as store:
        case = await store.incidents.case(incident_id)
        refuse_if_moved(case.incident, Trigger.RETRY)
        if move is not None:
            await allowed(store, case.incident, look_of(request.body), move)
    return case


def _changed(case: Case) -> TransitionRefused:
    because = "Its days are open now as far as is known. Press Retry on the card."
    return TransitionRefused(Trigger.RETRY.value, case.incident.state.value, because=because)
