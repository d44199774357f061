"""A correction and what people did to the posted entry: shown, overwritten or kept."""

from __future__ import annotations

from collections.abc import Callable

from slack_sdk.models.views import View

from blocks.forms.hand_edit import apart_form, overwrite_form
from blocks.kit.carrying import carried
from handlers.edge.clicks import click_of
from handlers.edge.listening import SlackRequest
from handlers.edge.moving import send_in
from handlers.edge.opening import open_case
from handlers.forms.duplicate import show_twins
from journal.incidents.move import MoveName
from journal.moves.duplicate import Twins
from journal.moves.hand_edit import KEEP_THEIRS, OVERWRITE, POST_APART, Kept


async def clicked(request: SlackRequest) -> None:
    """Overwrite was clicked on a card."""
    await _show(request, MoveName.OVERWRITE, overwrite_form)


async def submitted(request: SlackRequest) -> None:
    """Someone said that ours counts."""
    await send_in(request, OVERWRITE)
    await request.ack()


async def apart_clicked(request: SlackRequest) -> None:
    """It's another entry was clicked on a card."""
    await _show(request, MoveName.POST_ANYWAY, apart_form)


async def apart_submitted(request: SlackRequest) -> None:
    """Someone said that both count."""
    await send_in(request, POST_APART)
    await request.ack()


async def keep_clicked(request: SlackRequest) -> None:
    """Someone said that theirs counts."""
    incident_id, kept = read_kept(request.action["value"])
    click = click_of(request.body)
    await request.desk.make_move(KEEP_THEIRS, incident_id, click, kept)
    await request.ack()


async def _show(request: SlackRequest, move: MoveName, drawn: Callable[[Twins], View]) -> None:
    """Show both entries, once the person may; opened before the platform is asked."""
    incident_id = int(request.action["value"])
    async with request.open_store() as store:
        await open_case(store, request, incident_id, move)
    await show_twins(request, incident_id, drawn)


def read_kept(value: str) -> tuple[int, Kept]:
    """Return what Keep theirs carries; "7:3" on a card that an earlier release drew."""
    if value.startswith("{"):
        return carried(value, Kept)
    incident_id, _, version = value.partition(":")
    return int(incident_id), Kept(version)
