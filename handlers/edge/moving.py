"""One move made from what Slack sent: a button pressed, or a form that carries all of it."""

from __future__ import annotations

from typing import Any

from blocks.kit.carrying import carried
from handlers.edge.clicks import click_of, submission_of
from handlers.edge.listening import SlackRequest
from journal.moves.move import Move, Nothing


async def press(request: SlackRequest, move: Move[Nothing, Any]) -> None:
    """Make a move that needs no input on the incident that the button's value names.

    Raises what the move refuses, see `MakeMove`.
    """
    click = click_of(request.body)
    await request.desk.make_move(move, int(request.action["value"]), click)


async def send_in(request: SlackRequest, move: Move[Any, Any]) -> None:
    """Make the move whose input the form that was sent in carries.

    Raises BadInput: another release opened it. Else what the move refuses, see `MakeMove`.
    """
    incident_id, given = carried(request.body["view"]["private_metadata"], move.given)
    await request.desk.make_move(move, incident_id, submission_of(request.body), given)
