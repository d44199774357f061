"""A correction and what people did to the posted entry: shown, overwritten or kept."""

from __future__ import annotations

from blocks.details_modal import loading_modal
from blocks.names import read_kept
from blocks.overwrite_form import overwrite_form, read_overwrite
from blocks.status import notice
from blocks.validate import checked_view
from handlers.clicks import click_of, submission_of
from handlers.edge import Request
from handlers.opening import may_open
from journal.errors import JefailError
from journal.incident import Trigger
from journal.moves import Move
from journal.services.claiming import refuse_if_moved


async def clicked(request: Request) -> None:
    """Overwrite was clicked on a card. Opened before the platform is asked: the trigger lapses."""
    incident_id = int(request.action["value"])
    async with request.desk.open_store() as store:
        case = await store.incidents.case(incident_id)
        refuse_if_moved(case.incident, Trigger.RETRY)
        await may_open(store, request, case, Move.OVERWRITE)
    view = loading_modal(f"INC-{incident_id}")
    opened = await request.client.views_open(
        trigger_id=request.body["trigger_id"], view=checked_view(view)
    )
    try:
        view = overwrite_form(await request.desk.find_twin(incident_id))
    except JefailError as error:
        view.blocks = list(notice(error.advice).blocks)
    await request.client.views_update(view_id=opened["view"]["id"], view=checked_view(view))


async def submitted(request: Request) -> None:
    """Somebody said that ours counts."""
    incident_id, seen = read_overwrite(request.body["view"])
    await request.desk.overwrite_theirs(incident_id, submission_of(request.body), seen)
    await request.ack()


async def kept(request: Request) -> None:
    """Somebody said that theirs counts."""
    incident_id, version = read_kept(request.action["value"])
    await request.desk.keep_theirs(incident_id, click_of(request.body), version)
    await request.ack()
