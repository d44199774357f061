"""Buttons that move an incident. The card is not drawn here: the change made it owed."""

from __future__ import annotations

from typing import Any

from blocks.card.request import changed_since
from handlers.edge.clicks import click_of
from handlers.edge.listening import SlackRequest
from journal.moves.make_move import Asked
from journal.moves.move import Move, Nothing
from journal.moves.reopen import REOPEN
from journal.moves.retry import RETRY
from journal.moves.stop import STOP


async def retry_clicked(request: SlackRequest) -> None:
    """Hand the incident's entries back to the poster."""
    await _make(request, RETRY)
    await request.ack()


async def reopen_clicked(request: SlackRequest) -> None:
    """Take back a closing by hand."""
    await _make(request, REOPEN)
    await request.ack()


async def stop_clicked(request: SlackRequest) -> None:
    """Leave what a retry has not sent yet."""
    await _make(request, STOP)
    await request.ack()


async def approve_clicked(request: SlackRequest) -> None:
    """Have done what someone else asked for."""
    incident_id = int(request.action["value"])
    outcome = await request.desk.approve_request(incident_id, click_of(request.body))
    await request.ack()
    if isinstance(outcome, Asked):
        async with request.desk.open_store() as store:
            case = await store.incidents.case(incident_id)
        request.answer(changed_since(case))


async def decline_clicked(request: SlackRequest) -> None:
    """Say no to what someone asked for."""
    await request.desk.decline_request(int(request.action["value"]), click_of(request.body))
    await request.ack()


async def _make(request: SlackRequest, move: Move[Nothing, Any]) -> None:
    await request.desk.make_move(move, int(request.action["value"]), click_of(request.body))


async def link_followed(request: SlackRequest) -> None:
    """A button with a link opens in the browser; Slack tells us all the same."""
    await request.ack()
