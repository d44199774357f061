"""Making a class, a name or an option: asked for in the form that chooses, which then has it."""

from __future__ import annotations

from blocks.forms.create_item import ItemAsked, create_item_modal, new_item, read_item
from blocks.forms.map_draft import item_key, read_draft
from blocks.words.lists import item_asked, item_made, item_refused, item_unknown
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest, after_ack
from handlers.edge.opening import may_open, open_form
from handlers.forms.code import redraw
from journal.books.book import Platform
from journal.errors import ItemRefused, LedgerError
from journal.incidents.move import MoveName
from journal.moves.create_item import CREATE_ITEM, NewItem
from journal.moves.make_move import Repeated
from journal.moves.read_uncoded import read_uncoded
from journal.ports import Click


async def asked_for(request: SlackRequest) -> None:
    """Create was clicked in the form: another one is laid on top of it."""
    view = request.body["view"]
    draft = read_draft(view)
    async with request.open_store() as store:
        seen = await read_uncoded(store, draft.incident_id, counts=False)
        await may_open(store, request, seen.case, MoveName.CREATE_ITEM)
    can = request.desk.create_item.capabilities(seen.case.connection)
    if not seen.rows or seen.dimension.field not in can.creates:
        await redraw(request, view["id"], draft)
        return
    await open_form(request, create_item_modal(seen, draft, view["id"]))


async def submitted(request: SlackRequest) -> None:
    """It was described: the form beneath shows what comes of it."""
    asked = read_item(request.body["view"])
    click = submission_of(request.body)
    async with request.open_store() as store:
        seen = await read_uncoded(store, asked.draft.incident_id, counts=False)
    new = new_item(asked, seen)
    taken = await request.desk.make_move(CREATE_ITEM, seen.case.incident.id, click)
    if isinstance(taken, Repeated):
        return
    platform = seen.case.connection.platform
    await request.ack()

    async def made(request: SlackRequest) -> None:
        await _make(request, asked, new, click, platform)

    after_ack(request, made)


async def _make(
    request: SlackRequest, asked: ItemAsked, new: NewItem, click: Click, platform: Platform
) -> None:
    draft = asked.draft
    await redraw(request, asked.form_id, draft, item_asked(new.name, platform))
    try:
        item = await request.desk.create_item(draft.incident_id, click, new)
    except ItemRefused as refusal:
        notice = item_refused(new.name, platform, refusal.words)
    except LedgerError:
        notice = item_unknown(new.name, platform)
    else:
        draft = draft.with_put(asked.row, item_key(item))
        notice = item_made(item, platform)
    await redraw(request, asked.form_id, draft, notice, tell=True)
