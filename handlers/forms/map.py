"""Mapping categories to accounts: the form opens, is searched, turned, refreshed and sent in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from blocks.card.details import loading_modal
from blocks.forms.account_options import account_groups
from blocks.forms.beside import chosen_beside, slots_beside
from blocks.forms.item_options import item_groups
from blocks.forms.map import TITLE, MapForm, map_modal, mapped_said
from blocks.forms.map_draft import Draft, category_key, key_in, read_draft, slot_key
from blocks.kit.text import escape
from blocks.kit.validate import checked_view
from blocks.words.chart import chart_not_read, chart_read
from handlers.edge.clicks import submission_of
from handlers.edge.likeness import LIKENESS
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import open_case, open_form
from handlers.edge.redrawing import nothing_chosen, read_again, show_again, submit_of
from journal.entries.placing import NAMED, Category, fits_of
from journal.entries.uncoded import Slot, answered
from journal.errors import AccountUnfit, ItemUnfit, MappedMeanwhile
from journal.incidents.gaps import Gaps
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.incidents.suggest_accounts import (
    fitting_first,
    match_accounts,
    split_usual,
    suggest_accounts,
    used_of,
)
from journal.incidents.suggest_items import match_items
from journal.moves.map import MAP, Chosen
from journal.moves.read_gaps import read_gaps
from journal.ports import Store

USED = 5
"""How many of the accounts that were used last stand first."""


async def clicked(request: SlackRequest) -> None:
    """Map accounts was clicked on a card."""
    draft = Draft(int(request.action["value"]))
    async with request.open_store() as store:
        case = await open_case(store, request, draft.incident_id, MoveName.MAP)
        page = None if case.wants_fresh_chart else await _page(request, store, draft)
    view_id = await open_form(request, map_modal(page) if page else loading_modal(TITLE))
    if page is None:
        await _refresh(request, view_id, case, draft)


async def page_turned(request: SlackRequest) -> None:
    """Another page was asked for; what was chosen on this one is kept."""
    view = request.body["view"]
    draft = read_draft(view).on(int(request.action["value"]))
    await redraw(request, view["id"], draft)


async def widened(request: SlackRequest) -> None:
    """Class, location ... are to be chosen beside the accounts."""
    view = request.body["view"]
    await redraw(request, view["id"], read_draft(view).widened())


async def typed_beside(request: SlackRequest) -> None:
    """Someone types into a field beside an account: answer with the choices it may mean."""
    draft = read_draft(request.body["view"])
    async with request.open_store() as store:
        gaps = await read_gaps(store, draft.incident_id)
    key = key_in(request.body["block_id"])
    slot = next((one for one in _slots(gaps, draft) if slot_key(one) == key), None)
    items = gaps.known.lists.of(slot.dimension, slot.kind) if slot else ()
    found = match_items(items, str(request.body.get("value", "")), LIKENESS)
    await request.ack(**item_groups((), found))


def _slots(gaps: Gaps, draft: Draft) -> Sequence[Slot]:
    """Return what can be chosen beside accounts, as far as these are chosen."""
    accounts = draft.accounts([row.category for row in gaps.rows], gaps.known.chart.accounts)
    return [
        slot
        for row in gaps.rows
        for slot in slots_beside(row, accounts.get(row.category), gaps.known)
    ]


async def chosen(request: SlackRequest) -> None:
    """An account was chosen: the button says again what pressing it will do."""
    view = request.body["view"]
    async with request.open_store() as store:
        page = await _page(request, store, read_draft(view))
    drawn = checked_view(map_modal(page))
    # Anyone who goes on choosing is not disturbed by a window that is drawn again for nothing.
    if submit_of(drawn) != submit_of(view) or _blocks_of(drawn) != _blocks_of(view):
        await request.client.views_update(view_id=view["id"], view=drawn)


async def refresh_clicked(request: SlackRequest) -> None:
    """The chart is wanted as the platform has it now."""
    view = request.body["view"]
    draft = read_draft(view)
    async with request.open_store() as store:
        case = await store.incidents.case(draft.incident_id)
    await _refresh(request, view["id"], case, draft, asked=True)


async def typed(request: SlackRequest) -> None:
    """Someone types into a field: answer with the accounts it may mean."""
    draft = read_draft(request.body["view"])
    key = request.body["block_id"].split(":")[1]
    async with request.open_store() as store:
        case = await store.incidents.case(draft.incident_id)
        known = await store.books.known(case.connection)
        rows = await store.mappings.rows(draft.incident_id)
        used = await store.mappings.last_used(case.book.id, USED)
    gap = next((row for row in rows if category_key(row.category) == key), None)
    found = match_accounts(known.chart.accounts, str(request.body.get("value", "")), LIKENESS)
    usual, others = split_usual(found, gap, used_of(known.chart, used))
    if gap and len(fits := fits_of(gap.category, known)) > 1:
        usual, others = fitting_first(found, fits)
    await request.ack(**account_groups(usual, others))


async def submitted(request: SlackRequest) -> None:
    """The form was sent in: map, and post what waited for it."""
    view = request.body["view"]
    draft = read_draft(view)
    async with request.open_store() as store:
        gaps = await read_gaps(store, draft.incident_id)
        names = await store.mappings.names(gaps.case.book.id)
    # What someone has mapped meanwhile is no gap any more, and may have been chosen here.
    theirs = [*gaps.known.mappings, *((NAMED, one) for one in names)]
    categories = dict.fromkeys([row.category for row in gaps.rows] + theirs)
    accounts = draft.accounts(categories, gaps.known.chart.accounts)
    if not accounts:
        raise nothing_chosen(view, "Choose an account for at least one.")
    ids = {category: account.external_id for category, account in accounts.items()}
    beside = answered(chosen_beside(draft, _slots(gaps, draft), gaps.known))
    try:
        click = submission_of(request.body)
        await request.desk.make_move(MAP, draft.incident_id, click, Chosen(ids, beside.rules))
    except MappedMeanwhile:
        await _show_theirs(request, draft, list(ids))
    except (AccountUnfit, ItemUnfit) as unfit:
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
    await show_again(request, view_id, map_modal(page), notice, tell=tell)


async def _refresh(
    request: SlackRequest, view_id: str, case: Case, draft: Draft, *, asked: bool = False
) -> None:
    notice = await read_again(request, case, chart_read, chart_not_read, asked=asked)
    await redraw(request, view_id, draft, notice)


async def _page(request: SlackRequest, store: Store, draft: Draft, notice: str = "") -> MapForm:
    gaps = await read_gaps(store, draft.incident_id)
    names = {row.category[1] for row in gaps.rows}
    elsewhere = await store.mappings.elsewhere(names) if names else []
    can = request.desk.create_account.capabilities(gaps.case.connection)
    likely = {} if gaps.is_unsaid else suggest_accounts(gaps, elsewhere, LIKENESS)
    return MapForm(gaps, draft, likely, notice, may_create=bool(can.account_kinds))


async def _show_theirs(request: SlackRequest, draft: Draft, categories: list[Category]) -> None:
    """Show the second person what the first one saved; nothing of it was overwritten."""
    async with request.open_store() as store:
        page = await _page(request, store, draft)
        gaps = page.gaps
        kept = await store.mappings.kept(gaps.case.book.id, categories)
    open_still = {row.category for row in gaps.rows}
    theirs = [one for one in kept if one.category not in open_still]
    said = f"{mapped_said(theirs, gaps)}\nYour choice for it was not saved."
    await _answer(request, replace(page, notice=said))


async def answer_with(request: SlackRequest, draft: Draft, notice: str) -> None:
    """Acknowledge what was sent in with the form, as it stands, in its place."""
    async with request.open_store() as store:
        await _answer(request, await _page(request, store, draft, notice))


async def _answer(request: SlackRequest, page: MapForm) -> None:
    await request.ack(response_action="update", view=checked_view(map_modal(page)))


def _blocks_of(view: Mapping[str, Any]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
