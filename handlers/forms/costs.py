"""Adding costs from a card: the form is opened, its pages are turned, it is sent in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from blocks.forms.cost_reading import read_form
from blocks.forms.costs import REST, CostsForm, SentCosts, costs_modal, read_costs
from blocks.forms.costs_seen import had_one
from blocks.forms.costs_sheet import costs_sheet, sheet_name
from blocks.forms.parts import BadField
from blocks.kit import figures, names
from blocks.kit.text import mention
from blocks.kit.validate import checked_view
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import may_open, open_form
from handlers.forms import costs_seen
from journal.entries.costs import Uncosted
from journal.errors import BadInput, NotFound
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.moves.costs import refuse_if_costed
from journal.moves.refusing import refuse_if_moved

_FROM_FILE = "Filled in is what the file says. Correct what is wrong, then look at the sum."
_FILLED_IN = "Filled in is what the same variants cost elsewhere. Look it over before you save."


async def asked_for(request: SlackRequest) -> None:
    """Add costs was clicked on a card."""
    form = await _new_form(request, int(request.action["value"]))
    await open_form(request, costs_modal(form))


async def asked_for_last(request: SlackRequest, incident_id: int) -> None:
    """What the same variants cost elsewhere is wanted, as the last time: it is filled in."""
    form = _with_last(await _new_form(request, incident_id))
    view_id = await open_form(request, costs_modal(replace(form, note=_FILLED_IN)))
    async with request.open_store() as store:
        await store.drafts.keep(view_id, form.typed)


async def asked_about_file(request: SlackRequest) -> None:
    """What of a file has to be checked is filled into the form, so that it is asked about there."""
    incident_id, _, key = str(request.action["value"]).partition(":")
    form = await _new_form(request, int(incident_id))
    async with request.open_store() as store:
        unsure = await store.drafts.of(key)
    skus = {one.sku for one in form.lacking}
    typed = {sku: text for sku, text in unsure.items() if sku in skus}
    form = replace(form, typed=typed, note=_FROM_FILE * bool(typed))
    form = replace(form, lacking=_first(form.lacking, typed))
    view_id = await open_form(request, costs_modal(form))
    async with request.open_store() as store:
        await store.drafts.keep(view_id, typed)


def _first(lacking: Sequence[Uncosted], typed: Mapping[str, str]) -> Sequence[Uncosted]:
    """Return the variants with those that are filled in before the others."""
    return sorted(lacking, key=lambda one: one.sku not in typed)


async def _new_form(request: SlackRequest, incident_id: int) -> CostsForm:
    async with request.open_store() as store:
        case = await store.incidents.case(incident_id)
        await may_open(store, request, case, MoveName.COST)
        lacking = await store.costs.lacking(incident_id)
    if case.incident.state is IncidentState.RESOLVED:
        refuse_if_moved(case.incident)
    refuse_if_costed(case.incident.number, lacking)
    return CostsForm(case, lacking)


async def page_turned(request: SlackRequest) -> None:
    """Another page was asked for; one with a wrong field stays, and says what is right."""
    form = await _as_it_stands(request)
    faults = {
        sku: fault
        for sku, fault in read_form(form).faults.items()
        if form.page_of(sku) == form.page
    }
    page = form.page if faults else int(request.action["value"])
    await _redraw(request, replace(form, page=page, faults=faults))


async def last_copied(request: SlackRequest) -> None:
    """What the same SKUs cost elsewhere is to be filled in, where nothing was typed."""
    form = _with_last(await _as_it_stands(request))
    await _redraw(request, replace(form, filling=form.filling + 1))


async def sheet_asked_for(request: SlackRequest) -> None:
    """A sheet to be filled in is wanted in the card's thread."""
    form = await _as_it_stands(request)
    async with request.open_store() as store:
        place = await store.costs.thread_of(form.case.incident.id)
    if place is None:
        raise NotFound("The card is not in its channel yet. Please try again in a moment.")
    channel_id, ts = place
    await request.client.files_upload_v2(
        channel=channel_id,
        thread_ts=ts,
        filename=sheet_name(form.case),
        content=costs_sheet(form.case, form.lacking),
        initial_comment=f"{mention(request.actor)}, fill in the column Cost and drop it back here.",
    )
    await _redraw(request, replace(form, note="📎 The sheet is in the card's thread now."))


async def submitted(request: SlackRequest) -> None:
    """The form was sent in: what is wrong is said, else the second step shows what is posted."""
    form = await _as_it_stands(request)
    read = read_form(form)
    if read.faults:
        await _show_faults(request, form, read.faults)
        return
    if read.is_empty:
        _refuse_empty(form)
    view = await costs_seen.view_of(request, form, str(request.body["view"]["id"]))
    await request.ack(response_action="push", view=view)


def _with_last(form: CostsForm) -> CostsForm:
    locale = form.case.book.locale
    last = {one.sku: figures.bare(one.last.cost, locale) for one in form.lacking if one.last}
    return replace(form, typed={**last, **form.typed})


async def _as_it_stands(request: SlackRequest) -> CostsForm:
    """Return the form with what was typed until now, which is kept."""
    view = request.body["view"]
    form = await _form_of(request, read_costs(view))
    async with request.open_store() as store:
        await store.drafts.keep(view["id"], form.typed)
    return form


async def _form_of(request: SlackRequest, sent: SentCosts) -> CostsForm:
    async with request.open_store() as store:
        case = await store.incidents.case(sent.incident_id)
        lacking = await store.costs.lacking(sent.incident_id)
        before = await store.drafts.of(sent.view["id"])
    return CostsForm(case, lacking, sent.typed(lacking, before), sent.page, sent.filling)


async def _redraw(request: SlackRequest, form: CostsForm) -> None:
    view = request.body["view"]
    async with request.open_store() as store:
        await store.drafts.keep(view["id"], form.typed)
    try:
        await request.client.views_update(
            view_id=view["id"], hash=view.get("hash"), view=checked_view(costs_modal(form))
        )
    except SlackApiError as error:
        if error.response.get("error") != "hash_conflict":
            raise
        # Another click was faster, and the window shows what it asked for.


async def _show_faults(request: SlackRequest, form: CostsForm, faults: Mapping[str, str]) -> None:
    """Say under each field what is right; a page that is not in sight is shown first."""
    here = [sku for sku in faults if form.page_of(sku) == form.page]
    if here:
        fields = {_block_of(form, sku): faults[sku] for sku in here}
        first = next(iter(fields))
        raise BadField(first, fields[first], fields)
    page = form.page_of(next(iter(faults)))
    view = checked_view(costs_modal(replace(form, page=page, faults=faults)))
    await request.ack(response_action="update", view=view)


def _refuse_empty(form: CostsForm) -> None:
    if had := had_one(form):
        raise BadInput(f"{had} Nothing is left to save here.")
    refuse_if_costed(form.case.incident.number, form.lacking)
    raise BadField(_block_of(form, form.shown[0].sku), "Write at least one cost.")


def _block_of(form: CostsForm, sku: str) -> str:
    return names.REST_BLOCK if sku == REST else names.cost_block(sku, form.filling)
