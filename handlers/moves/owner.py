"""The connection of a card: its owner is asked, and it is tested."""

from __future__ import annotations

from blocks.answers.owner import asked_already, tested_text
from handlers.edge.clicks import look_of
from handlers.edge.listening import SlackRequest
from handlers.edge.moving import press
from journal.moves.ask_owner import ASK_OWNER, OwnerAsked


async def ask_owner_clicked(request: SlackRequest) -> None:
    """Ask the owner was clicked: they are told directly, the card says so."""
    try:
        await press(request, ASK_OWNER)
    except OwnerAsked as error:
        await request.refuse(asked_already(error.asking))
    await request.ack()


async def test_chosen(request: SlackRequest, incident_id: int) -> None:
    """Test connection was chosen: ask the platform, and tell the person who chose it alone."""
    tested = await request.desk.try_connection(incident_id, look_of(request.body))
    request.answer(tested_text(tested))
