"""Choosing what lines lack: the form opens, is searched, turned, refreshed and sent in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from blocks.card.details import loading_modal
from blocks.forms.code import (
    CodeForm,
    answers_in,
    broad_slots,
    code_modal,
    coded_said,
    is_once,
)
from blocks.forms.item_options import item_groups
from blocks.forms.map_draft import Draft, key_in, read_draft, slot_key
from blocks.kit.text import escape
from blocks.kit.validate import checked_view
from blocks.words.coding import choose_label
from blocks.words.lists import lists_not_read, lists_read
from handlers.edge.clicks import submission_of
from handlers.edge.likeness import LIKENESS
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import open_case, open_form
from handlers.edge.redrawing import nothing_chosen, read_again, show_again, submit_of
from journal.books.lists import NameKind
from journal.entries.uncoded import Slot, answered
from journal.errors import ItemUnfit, MappedMeanwhile
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.suggest_items import closest_items, match_items, suggest_items
from journal.incidents.uncoded import Uncoded
from journal.moves.code import CODE, ItemsChosen
from journal.moves.read_uncoded import read_uncoded
from journal.ports import Store


async def clicked(request: SlackRequest) -> None:
    """Choose a class (or what else is lacking) was clicked on a card."""
    draft = Draft(int(request.action["value"]))
    async with request.open_store() as store:
        case = await open_case(store, request, draft.incident_id, MoveName.CODE)
        page = None if case.wants_fresh_lists else await _page(request, store, draft)
    title = choose_label(case.incident.failure)
    view_id = await open_form(request, code_modal(page) if page else loading_modal(title))
    if page is None:
        await _refresh(request, view_id, case, draft)


async def page_turned(request: SlackRequest) -> None:
    """Another page was asked for; what was chosen on this one is kept."""
    view = request.body["view"]
    await redraw(request, view["id"], read_draft(view).on(int(request.action["value"])))


async def chosen(request: SlackRequest) -> None:
    """A choice was made: the button says again what pressing it will do."""
    view = request.body["view"]
    async with request.open_store() as store:
        page = await _page(request, store, read_draft(view))
    drawn = checked_view(code_modal(page))
    # Anyone who goes on choosing is not disturbed by a window that is drawn again for nothing.
    if submit_of(drawn) != submit_of(view):
        await request.client.views_update(view_id=view["id"], view=drawn)


async def refresh_clicked(request: SlackRequest) -> None:
    """The lists are wanted as the platform has them now."""
    view = request.body["view"]
    draft = read_draft(view)
    async with request.open_store() as store:
        case = await store.incidents.case(draft.incident_id)
    await _refresh(request, view["id"], case, draft, asked=True)


async def typed(request: SlackRequest) -> None:
    """Someone types into a field: answer with the choices it may mean, the closest first."""
    draft = read_draft(request.body["view"])
    async with request.open_store() as store:
        seen = await read_uncoded(store, draft.incident_id, counts=False)
    key = key_in(request.body["block_id"])
    slots = [*(row.slot for row in seen.rows), *broad_slots(seen)]
    slot = next((one for one in slots if slot_key(one) == key), None)
    row = next((one for one in seen.rows if one.slot == slot), None)
    text = str(request.body.get("value", ""))
    offered = seen.choices(slot.kind, slot.dimension) if slot else seen.choices()
    items = match_items(offered, text, LIKENESS)
    closest = [] if text.strip() else closest_items(row, items, seen, LIKENESS)
    await request.ack(**item_groups(closest, items))


async def submitted(request: SlackRequest) -> None:
    """The form was sent in: keep what was chosen, and post what waited for it."""
    view = request.body["view"]
    draft = read_draft(view)
    async with request.open_store() as store:
        seen = await read_uncoded(store, draft.incident_id, counts=False)
        answers = answers_in(seen, draft, await _chosen_since(store, seen))
    if not answers and not seen.rows:
        await answer_with(request, draft, "Someone chose it first. Your choice was not saved.")
        return
    if not answers:
        raise nothing_chosen(view, "Choose for at least one.")
    given = ItemsChosen(answered(answers), draft.instead, is_once(view))
    try:
        click = submission_of(request.body)
        await request.desk.make_move(CODE, draft.incident_id, click, given)
    except MappedMeanwhile:
        await _show_theirs(request, draft, [*answers])
    except ItemUnfit as unfit:
        await answer_with(request, draft, f"⚠️ {escape(unfit.advice)}")
    else:
        await request.ack()


async def redraw(
    request: SlackRequest, view_id: str, draft: Draft, notice: str = "", *, tell: bool = False
) -> None:
    """Show the form with `draft`, in place of what it shows.

    Where the person has closed it meanwhile, the notice is told in a message if `tell`.
    """
    async with request.open_store() as store:
        page = await _page(request, store, draft, notice)
    await show_again(request, view_id, code_modal(page), notice, tell=tell)


async def answer_with(request: SlackRequest, draft: Draft, notice: str) -> None:
    """Acknowledge what was sent in with the form, as it stands, in its place."""
    async with request.open_store() as store:
        page = await _page(request, store, draft, notice)
    await request.ack(response_action="update", view=checked_view(code_modal(page)))


async def _chosen_since(store: Store, seen: Uncoded) -> Sequence[Slot]:
    """Return what may have been asked in the form: what someone has chosen is no row any more."""
    if seen.is_unplaced:
        return ()
    before = await store.codings.all(seen.case.book.id)
    slots = [one.slot for one in before if one.slot.dimension == seen.dimension]
    return [replace(one, kind=kind) for one in slots for kind in ("", *NameKind)]


async def _refresh(
    request: SlackRequest, view_id: str, case: Case, draft: Draft, *, asked: bool = False
) -> None:
    notice = await read_again(request, case, lists_read, lists_not_read, asked=asked)
    await redraw(request, view_id, draft, notice)


async def _page(request: SlackRequest, store: Store, draft: Draft, notice: str = "") -> CodeForm:
    seen = await read_uncoded(store, draft.incident_id)
    can = request.desk.create_item.capabilities(seen.case.connection)
    suggested = {} if seen.is_unplaced else suggest_items(seen, LIKENESS)
    may_create = not seen.is_unplaced and seen.dimension.field in can.creates
    return CodeForm(seen, draft, suggested, notice, may_create)


async def _show_theirs(request: SlackRequest, draft: Draft, slots: Sequence[Slot]) -> None:
    """Show the second person what the first one saved; nothing of it was overwritten."""
    async with request.open_store() as store:
        page = await _page(request, store, replace(draft, instead=""))
        theirs = await store.codings.kept(page.seen.case.book.id, slots)
    said = f"{coded_said(theirs, page.seen)}\nYour choice was not saved."
    view = checked_view(code_modal(replace(page, notice=said)))
    await request.ack(response_action="update", view=view)
