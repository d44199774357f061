"""A correction and what people did to the posted entry: shown, overwritten or kept."""

from __future__ import annotations

from blocks.forms.hand_edit import apart_form, overwrite_form
from blocks.kit.carrying import carried
from handlers.edge.clicks import click_of, submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import open_case
from handlers.forms.duplicate import show_twins
from journal.incidents.move import MoveName
from journal.moves.hand_edit import KEEP_THEIRS, OVERWRITE, POST_APART, Apart, Kept, Seen


async def clicked(request: SlackRequest) -> None:
    """Overwrite was clicked on a card. Opened before the platform is asked: the trigger lapses."""
    incident_id = int(request.action["value"])
    async with request.desk.open_store() as store:
        await open_case(store, request, incident_id, MoveName.OVERWRITE)
    await show_twins(request, incident_id, overwrite_form)


async def submitted(request: SlackRequest) -> None:
    """Someone said that ours counts."""
    incident_id, seen = carried(request.body["view"]["private_metadata"], Seen)
    click = submission_of(request.body)
    await request.desk.make_move(OVERWRITE, incident_id, click, seen)
    await request.ack()


async def apart_clicked(request: SlackRequest) -> None:
    """It's another entry was clicked on a card. Opened before the platform is asked."""
    incident_id = int(request.action["value"])
    async with request.desk.open_store() as store:
        await open_case(store, request, incident_id, MoveName.POST_ANYWAY)
    await show_twins(request, incident_id, apart_form)


async def apart_submitted(request: SlackRequest) -> None:
    """Someone said that both count."""
    incident_id, apart = carried(request.body["view"]["private_metadata"], Apart)
    click = submission_of(request.body)
    await request.desk.make_move(POST_APART, incident_id, click, apart)
    await request.ack()


async def kept(request: SlackRequest) -> None:
    """Someone said that theirs counts."""
    incident_id, kept = read_kept(request.action["value"])
    click = click_of(request.body)
    await request.desk.make_move(KEEP_THEIRS, incident_id, click, kept)
    await request.ack()


def read_kept(value: str) -> tuple[int, Kept]:
    """Return what Keep theirs carries; "7:3" on a card that an earlier release drew."""
    if value.startswith("{"):
        return carried(value, Kept)
    incident_id, _, version = value.partition(":")
    return int(incident_id), Kept(version)
