"""The menu of a card: each move in it has a listener of its own here."""

from __future__ import annotations

from collections.abc import Mapping

from blocks.names import ASSIGN, DETAILS, SKIP, SNOOZE, SUPPORT, TAKE, TEST, read_more
from handlers import assigning, details, owner, skipping, snoozing, support
from handlers.edge import MenuListener, Request, after_ack

SHOWS: Mapping[str, MenuListener] = {
    DETAILS: details.show,
    ASSIGN: assigning.asked_for,
    SNOOZE: snoozing.asked_for,
    SUPPORT: support.asked_for,
    SKIP: skipping.asked_for,
    TEST: owner.test_chosen,
}
"""Moves that show something and change nothing themselves; acknowledged first."""

CHANGES: Mapping[str, MenuListener] = {
    TAKE: assigning.taken,
}
"""Moves that are done with the choice itself; committed first."""


async def chosen(request: Request) -> None:
    """Something was chosen from a card's menu; what an older card offered is answered too."""
    move, incident_id = read_more(request.action["selected_option"]["value"])
    if move in SHOWS:
        await request.ack()
        after_ack(request, lambda request: SHOWS[move](request, incident_id))
    elif move in CHANGES:
        await CHANGES[move](request, incident_id)
    else:
        await request.refuse("This is not offered any more. The card shows what can be done now.")
