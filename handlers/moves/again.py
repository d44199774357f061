"""What helped the last time is done again, by one click on the card that remembers it.

What changes entries or sets costs is shown first: the form opens with the same filled in.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from blocks.moves.resolve import how_before, note_before
from handlers.edge.clicks import click_of
from handlers.edge.listening import Desk, MenuListener, SlackRequest, after_ack
from handlers.forms import costs, period
from journal.errors import NotFound
from journal.incidents.incident import Case, Memory
from journal.incidents.move import MoveName
from journal.incidents.story.mending import AccountsMapped
from journal.moves.draft import DRAFT
from journal.moves.map import MAP, Chosen
from journal.moves.resolve import RESOLVE, Closing
from journal.moves.retry import RETRY
from journal.ports import Click

Again = Callable[[Desk, Case, Memory, Click], Awaitable[object]]


async def clicked(request: SlackRequest) -> None:
    """The button beside what is remembered was clicked; the database says what that is now."""
    async with request.open_store() as store:
        case = await store.incidents.case(int(request.action["value"]))
    memory = case.memory
    if memory is None:
        raise _moved_on()
    if show := _SHOWS.get(memory.mending.move):
        await request.ack()
        after_ack(request, lambda request: show(request, case.incident.id))
        return
    again = _AGAIN.get(memory.mending.move)
    if again is None:
        raise _moved_on()
    await again(request.desk, case, memory, click_of(request.body))
    await request.ack()


def _moved_on() -> NotFound:
    return NotFound("The card has moved on. It shows what can be done now.")


async def _resolve(desk: Desk, case: Case, memory: Memory, click: Click) -> object:
    closing = Closing(how_before(memory), note_before(memory))
    return await desk.make_move(RESOLVE, case.incident.id, click, closing)


async def _retry(desk: Desk, case: Case, _memory: Memory, click: Click) -> object:
    return await desk.make_move(RETRY, case.incident.id, click)


async def _draft(desk: Desk, case: Case, _memory: Memory, click: Click) -> object:
    return await desk.make_move(DRAFT, case.incident.id, click)


async def _map(desk: Desk, case: Case, memory: Memory, click: Click) -> object:
    channel = case.incident.sales_channel
    told = memory.mending.turn
    ids = told.ids if isinstance(told, AccountsMapped) else ()
    # Kept before names of accounts could be mapped, an id stands without its channel.
    chosen = {
        (channel if one.channel is None else one.channel, one.name): one.account for one in ids
    }
    return await desk.make_move(MAP, case.incident.id, click, Chosen(chosen))


_AGAIN: Mapping[MoveName, Again] = {
    MoveName.RESOLVE: _resolve,
    MoveName.RETRY: _retry,
    MoveName.DRAFT: _draft,
    MoveName.MAP: _map,
}
"""Done with the click itself."""
_SHOWS: Mapping[MoveName, MenuListener] = {
    MoveName.REDATE: period.asked_for_day,
    MoveName.COST: costs.asked_for_last,
}
"""Asked about in a form first. Together they are the moves with an `again` in blocks/moves."""
