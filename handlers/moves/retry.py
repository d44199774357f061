"""Buttons that move an incident. The card is not drawn here: the change made it owed."""

from __future__ import annotations

from blocks.card.request import changed_since
from handlers.edge.clicks import click_of
from handlers.edge.listening import SlackRequest
from handlers.edge.moving import press
from journal.moves.make_move import Asked
from journal.moves.reopen import REOPEN
from journal.moves.retry import RETRY
from journal.moves.stop import STOP


async def retry_clicked(request: SlackRequest) -> None:
    """Hand the incident's entries back to the poster."""
    await press(request, RETRY)
    await request.ack()


async def reopen_clicked(request: SlackRequest) -> None:
    """Take back a closing by hand."""
    await press(request, REOPEN)
    await request.ack()


async def stop_clicked(request: SlackRequest) -> None:
    """Leave what a retry has not sent yet."""
    await press(request, STOP)
    await request.ack()


async def approve_clicked(request: SlackRequest) -> None:
    """Have done what someone else asked for."""
    named, _, seen = str(request.action["value"]).partition(":")
    incident_id, click = int(named), click_of(request.body)
    outcome = await request.desk.approve_request(incident_id, click, seen)
    await request.ack()
    if isinstance(outcome, Asked):
        async with request.open_store() as store:
            case = await store.incidents.case(incident_id)
        request.answer(changed_since(case))


async def decline_clicked(request: SlackRequest) -> None:
    """Say no to what someone asked for."""
    await request.desk.decline_request(int(request.action["value"]), click_of(request.body))
    await request.ack()


async def link_followed(request: SlackRequest) -> None:
    """A button with a link opens in the browser; Slack tells us all the same."""
    await request.ack()
