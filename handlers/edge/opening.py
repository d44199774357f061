"""How a form opens: a person who would be refused as they send it in is refused before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from slack_sdk.models.views import View

from blocks.kit.validate import checked_view
from handlers.edge.clicks import look_of
from handlers.edge.listening import SlackRequest
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.moves.allowing import require_right
from journal.moves.catalogue import ASKABLE
from journal.moves.refusing import refuse_if_moved
from journal.ports import Store
from journal.requests import refuse_if_asked
from journal.rights import NotAllowed


async def open_form(request: SlackRequest, view: View) -> str:
    """Show a form, on top of the window in which it was asked for; return the form's id."""
    asked_in, client = request.body.get("view"), request.client
    in_window = asked_in is not None and asked_in.get("type") != "home"
    show = client.views_push if in_window else client.views_open
    opened = await show(trigger_id=request.body["trigger_id"], view=checked_view(view))
    return str(opened["view"]["id"])


async def open_case(
    store: Store, request: SlackRequest, incident_id: int, *moves: MoveName
) -> Case:
    """Return an incident that is open still, on which the person may make these moves.

    Raises:
        TransitionRefused: it is not open; says who was first. Else as `may_open`.
    """
    case = await store.incidents.case(incident_id)
    refuse_if_moved(case.incident)
    for move in moves:
        await may_open(store, request, case, move)
    return case


async def may_open(store: Store, request: SlackRequest, case: Case, move: MoveName) -> None:
    """Return when the person may make the move as far as is known before the form is filled in.

    Raises:
        NotAllowed: they may not; says why and who could.
        TransitionRefused: another request waits for a second person, and so would this one.
    """
    ask = await require_right(store, case.incident, look_of(request.body), move)
    if move in ASKABLE and ask.rule.second_above is not None:
        refuse_if_asked(case)


async def may_open_for(
    store: Store, request: SlackRequest, case: Case, moves: Iterable[MoveName]
) -> Mapping[MoveName, NotAllowed]:
    """Return those of the moves in a form that the person may not make, each with why.

    Raises:
        NotAllowed: they may make none of them. TransitionRefused: as `may_open`.
    """
    barred: dict[MoveName, NotAllowed] = {}
    wanted = [*moves]
    for move in wanted:
        try:
            await may_open(store, request, case, move)
        except NotAllowed as error:
            barred[move] = error
    if wanted and len(barred) == len(wanted):
        raise barred[wanted[0]]
    return barred
