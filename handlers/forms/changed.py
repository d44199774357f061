"""What people changed or deleted in the books: shown beside ours, and one of them counts."""

from __future__ import annotations

from functools import partial

from blocks.forms.changed import Choice, changed_form, read_choice
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import may_open_for, open_case
from handlers.forms.duplicate import show_twins
from journal.incidents.move import MoveName
from journal.moves.changed import KEEP_CHANGED, PUT_BACK


async def clicked(request: SlackRequest) -> None:
    """Compare or Put ours back was clicked; opened before the platform is asked."""
    incident_id = int(request.action["value"])
    async with request.open_store() as store:
        case = await open_case(store, request, incident_id)
        barred = await may_open_for(store, request, case, [MoveName(one.value) for one in Choice])
    left_out = [one.value for one in barred]
    await show_twins(request, incident_id, partial(changed_form, left_out=left_out))


async def submitted(request: SlackRequest) -> None:
    """Someone said which of the two counts."""
    incident_id, choice, decided = read_choice(request.body["view"])
    move = PUT_BACK if choice is Choice.OURS else KEEP_CHANGED
    click = submission_of(request.body)
    await request.desk.make_move(move, incident_id, click, decided)
    await request.ack()
