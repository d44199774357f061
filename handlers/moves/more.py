"""The menu of a card: each move in it has a listener of its own here."""

from __future__ import annotations

from collections.abc import Mapping

from blocks.kit.names import ASSIGN, DETAILS, SKIP, SNOOZE, SUPPORT, TAKE, TEST, read_more
from handlers.edge.listening import MenuListener, SlackRequest, after_ack
from handlers.forms import assign, details, skip, snooze, support
from handlers.moves import owner

SHOWS: Mapping[str, MenuListener] = {
    DETAILS: details.show,
    ASSIGN: assign.asked_for,
    SNOOZE: snooze.asked_for,
    SUPPORT: support.asked_for,
    SKIP: skip.asked_for,
    TEST: owner.test_chosen,
}
"""Moves that show something and change nothing themselves; acknowledged first."""

CHANGES: Mapping[str, MenuListener] = {
    TAKE: assign.taken,
}
"""Moves that are done with the choice itself; committed first."""


async def chosen(request: SlackRequest) -> None:
    """Something was chosen from a card's menu; what an older card offered is answered too."""
    move, incident_id = read_more(request.action["selected_option"]["value"])
    if move in SHOWS:
        await request.ack()
        after_ack(request, lambda request: SHOWS[move](request, incident_id))
    elif move in CHANGES:
        await CHANGES[move](request, incident_id)
    else:
        await request.refuse("This is not offered any more. The card shows what can be done now.")
