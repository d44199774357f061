"""Changing a cost of what is posted: an entry is chosen, its form is opened, turned, sent in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from blocks.forms.change_cost import (
    MOST_ENTRIES,
    ChangeForm,
    change_cost_modal,
    change_which_form,
    checked_why,
    read_change_form,
    read_changed_which,
)
from blocks.forms.parts import BadField
from blocks.kit import names
from blocks.kit.validate import checked_view
from handlers.edge.clicks import look_of
from handlers.edge.listening import SlackRequest
from handlers.edge.naming import entry_called
from handlers.edge.opening import open_form
from handlers.forms import change_cost_seen
from journal.entries.entry import Entry, PostingStatus
from journal.errors import TransitionRefused
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.moves.allowing import require_right_in_book
from journal.moves.change_cost import refuse_if_unchangeable
from journal.ports import Store


async def asked_for(request: SlackRequest) -> None:
    """Change a cost was clicked: on a card, of several entries one is chosen first."""
    named = str(request.action["value"])
    if not named.isdecimal():
        await _open_for(request, named)
        return
    async with request.open_store() as store:
        case = await store.incidents.case(int(named))
        await _require(store, request, case.book.id)
        entries = await _changeable(store, case)
    if len(entries) == 1:
        await _open_for(request, entries[0].number)
    else:
        await open_form(request, change_which_form(case, entries))


async def entry_chosen(request: SlackRequest) -> None:
    """One of several was chosen; its form replaces the list."""
    number = f"JF-{read_changed_which(request.body['view'])}"
    view = checked_view(change_cost_modal(await _new_form(request, number)))
    await request.ack(response_action="update", view=view)


async def page_turned(request: SlackRequest) -> None:
    """Another page was asked for; one with a wrong field stays, and says what is right."""
    form = await _as_it_stands(request)
    faults = {
        sku: fault for sku, fault in form.read().faults.items() if form.page_of(sku) == form.page
    }
    page = form.page if faults else int(request.action["value"])
    view = request.body["view"]
    drawn = checked_view(change_cost_modal(replace(form, page=page, faults=faults)))
    try:
        await request.client.views_update(view_id=view["id"], hash=view.get("hash"), view=drawn)
    except SlackApiError as error:
        if error.response.get("error") != "hash_conflict":
            raise
        # Another click was faster, and the window shows what it asked for.


async def submitted(request: SlackRequest) -> None:
    """The form was sent in: what is wrong is said, else the second step shows what changes."""
    form = await _as_it_stands(request)
    read = form.read()
    if read.faults:
        await _show_faults(request, form, read.faults)
        return
    checked_why(read_change_form(request.body["view"]))
    if not (read.costs or read.questions):
        block = names.cost_block(form.shown[0].sku, 0)
        raise BadField(block, "Write a cost that is not the one it was posted at.")
    view = await change_cost_seen.view_of(request, form, str(request.body["view"]["id"]))
    await request.ack(response_action="push", view=view)


async def _open_for(request: SlackRequest, number: str) -> None:
    await open_form(request, change_cost_modal(await _new_form(request, number)))


async def _new_form(request: SlackRequest, number: str) -> ChangeForm:
    async with request.open_store() as store:
        entry = await entry_called(store, number)
        await _require(store, request, entry.book_id)
        return await form_for(store, entry)


async def form_for(store: Store, entry: Entry) -> ChangeForm:
    """Return the form of an entry. Raises TransitionRefused: no cost of it can be changed."""
    refuse_if_unchangeable(entry)
    book = await store.books.get(entry.book_id)
    connection = await store.books.connection_of(entry.book_id)
    return ChangeForm(entry, book, connection.platform)


async def _require(store: Store, request: SlackRequest, book_id: int) -> None:
    """Return when the person may, as far as is known before it is said how much changes."""
    await require_right_in_book(store, book_id, look_of(request.body), MoveName.CHANGE_COST)


async def _changeable(store: Store, case: Case) -> Sequence[Entry]:
    """Return the entries of a card whose costs can be changed. Raises TransitionRefused: none."""
    entries = await store.entries.of_incident(case.incident.id, MOST_ENTRIES)
    posted = [one for one in entries if one.status is PostingStatus.POSTED and one.costs]
    if not posted and case.is_corrected_elsewhere:
        number = case.moved_to[0].case.incident.number
        raise TransitionRefused(f"These entries are on {number} now. Change their costs there.")
    if not posted:
        raise TransitionRefused(
            f"No entry of {case.incident.number} is posted at costs that are known."
        )
    return posted


async def _as_it_stands(request: SlackRequest) -> ChangeForm:
    """Return the form with what was typed until now, which is kept."""
    sent = read_change_form(request.body["view"])
    form_id = str(sent.view["id"])
    async with request.open_store() as store:
        entry = await entry_called(store, f"JF-{sent.entry_id}")
        form = await form_for(store, entry)
        typed = sent.typed(form, await store.drafts.of(form_id))
        await store.drafts.keep(form_id, typed)
        await store.drafts.keep(change_cost_seen.why_key(form_id), {"why": sent.why})
    return replace(form, typed=typed, why=sent.why, page=sent.page)


async def _show_faults(request: SlackRequest, form: ChangeForm, faults: Mapping[str, str]) -> None:
    """Say under each field what is right; a page that is not in sight is shown first."""
    here = [sku for sku in faults if form.page_of(sku) == form.page]
    if here:
        fields = {names.cost_block(sku, 0): faults[sku] for sku in here}
        first = next(iter(fields))
        raise BadField(first, fields[first], fields)
    page = form.page_of(next(iter(faults)))
    view = checked_view(change_cost_modal(replace(form, page=page, faults=faults)))
    await request.ack(response_action="update", view=view)
