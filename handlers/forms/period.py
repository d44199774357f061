"""The ways out of a closed period: the form is opened, a way is chosen, another day agreed to."""

from __future__ import annotations

from collections.abc import Mapping

from slack_sdk.models.views import View

from blocks.forms.period import period_form, read_way, redate_form
from blocks.kit.validate import checked_view
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.moving import send_in
from handlers.edge.opening import may_open_for, open_case, open_form
from journal.errors import TransitionRefused
from journal.incidents.move import MoveName
from journal.incidents.ways_out import WayOut, ways_out
from journal.moves.await_period import AWAIT_PERIOD, Awaited
from journal.moves.draft import DRAFT
from journal.moves.redate import REDATE


async def asked_for(request: SlackRequest) -> None:
    """Post another way was clicked on a card."""
    async with request.open_store() as store:
        case = await open_case(store, request, int(request.action["value"]))
        ways = ways_out(case)
        if not ways:
            raise _changed()
        barred = await may_open_for(
            store, request, case, dict.fromkeys(_MOVES[way] for way in ways)
        )
    left_out = [way for way in ways if _MOVES[way] in barred]
    await open_form(request, period_form(case, left_out))


async def asked_for_day(request: SlackRequest, incident_id: int) -> None:
    """Another day is wanted again, as the last time: asked about at once, for the day of now."""
    await open_form(request, await _question(request, incident_id))


async def way_chosen(request: SlackRequest) -> None:
    """A way was chosen. Another day is asked about once more, since it changes the entries."""
    incident_id, way = read_way(request.body["view"])
    click, desk = submission_of(request.body), request.desk
    if way is WayOut.REDATE:
        question = await _question(request, incident_id)
        await request.ack(response_action="push", view=checked_view(question))
        return
    if way is WayOut.DRAFT:
        await desk.make_move(DRAFT, incident_id, click)
    else:
        awaited = Awaited(stop=way is WayOut.STOP)
        await desk.make_move(AWAIT_PERIOD, incident_id, click, awaited)
    await request.ack()


async def day_agreed(request: SlackRequest) -> None:
    """Someone said yes to the other day; both forms close."""
    await send_in(request, REDATE)
    await request.ack(response_action="clear")


async def _question(request: SlackRequest, incident_id: int) -> View:
    """Return the form that asks about the first open day. Raises TransitionRefused: there is none.

    Raises NotAllowed as well.
    """
    async with request.open_store() as store:
        case = await open_case(store, request, incident_id, MoveName.REDATE)
    if case.open_day is None:
        raise _changed()
    return redate_form(case, case.open_day, request.desk.now().date())


_MOVES: Mapping[WayOut, MoveName] = {
    WayOut.REDATE: MoveName.REDATE,
    WayOut.DRAFT: MoveName.DRAFT,
    WayOut.AWAIT: MoveName.WAIT_FOR_REOPENING,
    WayOut.STOP: MoveName.WAIT_FOR_REOPENING,
}


def _changed() -> TransitionRefused:
    return TransitionRefused("Its days are open now as far as is known. Press Retry on the card.")
