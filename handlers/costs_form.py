"""Adding costs from a card: the form is opened, its pages are turned, it is sent in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from slack_sdk.errors import SlackApiError

from blocks import figures, limits, names
from blocks.cost_text import read_cost
from blocks.costs_modal import (
    REST,
    CostsForm,
    SentCosts,
    costs_modal,
    read_costs,
    read_zero,
    zero_modal,
)
from blocks.costs_sheet import costs_sheet, sheet_name
from blocks.forms import BadField
from blocks.text import mention, outside
from blocks.validate import checked_view
from handlers.clicks import submission_of
from handlers.edge import Request
from handlers.opening import may_open
from journal.errors import BadInput, NotFound
from journal.incident import IncidentState, Trigger
from journal.money import Money
from journal.moves import Move
from journal.services.add_costs import GivenCosts, refuse_if_costed
from journal.services.claiming import refuse_if_moved

_FILLED_IN = "Filled in is what the same variants cost elsewhere. Look it over before you save."


async def asked_for(request: Request) -> None:
    """Add costs was clicked on a card."""
    form = await _new_form(request, int(request.action["value"]))
    await _open(request, form)


async def asked_for_last(request: Request, incident_id: int) -> None:
    """What the same variants cost elsewhere is wanted, as the last time: it is filled in."""
    form = _with_last(await _new_form(request, incident_id))
    view_id = await _open(request, replace(form, note=_FILLED_IN))
    async with request.desk.open_store() as store:
        await store.drafts.keep(view_id, form.typed)


async def _new_form(request: Request, incident_id: int) -> CostsForm:
    async with request.desk.open_store() as store:
        case = await store.incidents.case(incident_id)
        await may_open(store, request, case, Move.COST)
        lacking = await store.costs.lacking(incident_id)
    if case.incident.state is IncidentState.RESOLVED:
        refuse_if_moved(case.incident, Trigger.RETRY)
    refuse_if_costed(case.incident.number, lacking)
    return CostsForm(case, lacking)


async def _open(request: Request, form: CostsForm) -> str:
    opened = await request.client.views_open(
        trigger_id=request.body["trigger_id"], view=checked_view(costs_modal(form))
    )
    return str(opened["view"]["id"])


async def page_turned(request: Request) -> None:
    """Another page was asked for; one with a wrong field stays, and says what is right."""
    form = await _as_it_stands(request)
    faults = {sku: fault for sku, fault in _read(form)[1].items() if form.page_of(sku) == form.page}
    page = form.page if faults else int(request.action["value"])
    await _redraw(request, replace(form, page=page, faults=faults))


async def last_copied(request: Request) -> None:
    """What the same SKUs cost elsewhere is to be filled in, where nothing was typed."""
    form = _with_last(await _as_it_stands(request))
    await _redraw(request, replace(form, filling=form.filling + 1))


async def sheet_asked_for(request: Request) -> None:
    """A sheet to be filled in is wanted in the card's thread."""
    form = await _as_it_stands(request)
    async with request.desk.open_store() as store:
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


async def submitted(request: Request) -> None:
    """The form was sent in."""
    sent = read_costs(request.body["view"])
    form = await _form_of(request, sent)
    costs, faults = _read(form)
    if faults:
        await _show_faults(request, form, faults)
        return
    if not costs:
        _refuse_empty(form)
    zeros = [_called(sku) for sku, cost in costs.items() if not cost.minor]
    if zeros:
        await _ask_about_zeros(request, form, zeros)
        return
    await _add(request, sent.incident_id, costs)
    await request.ack()
    if had := _had_one(form):
        request.answer(f"Somebody was first with {', '.join(had)}; that cost stays as it is.")


async def zeros_confirmed(request: Request) -> None:
    """What was typed as zero is meant; the form behind is sent in as it was."""
    incident_id, form_id = read_zero(request.body["view"])
    async with request.desk.open_store() as store:
        case = await store.incidents.case(incident_id)
        lacking = await store.costs.lacking(incident_id)
        typed = await store.drafts.of(form_id)
    await _add(request, incident_id, _read(CostsForm(case, lacking, typed))[0])
    await request.ack(response_action="clear")


def _with_last(form: CostsForm) -> CostsForm:
    locale = form.case.book.locale
    last = {one.sku: figures.bare(one.last.cost, locale) for one in form.lacking if one.last}
    return replace(form, typed={**last, **form.typed})


async def _add(request: Request, incident_id: int, costs: dict[str, Money]) -> None:
    rest = costs.pop(REST, None)
    given = GivenCosts(costs, rest)
    await request.desk.add_costs(incident_id, submission_of(request.body), given)


async def _as_it_stands(request: Request) -> CostsForm:
    """Return the form with what was typed until now, which is kept."""
    view = request.body["view"]
    form = await _form_of(request, read_costs(view))
    async with request.desk.open_store() as store:
        await store.drafts.keep(view["id"], form.typed)
    return form


async def _form_of(request: Request, sent: SentCosts) -> CostsForm:
    async with request.desk.open_store() as store:
        case = await store.incidents.case(sent.incident_id)
        lacking = await store.costs.lacking(sent.incident_id)
        before = await store.drafts.of(sent.view["id"])
    return CostsForm(case, lacking, sent.typed(lacking, before), sent.page, sent.filling)


async def _redraw(request: Request, form: CostsForm) -> None:
    view = request.body["view"]
    async with request.desk.open_store() as store:
        await store.drafts.keep(view["id"], form.typed)
    try:
        await request.client.views_update(
            view_id=view["id"], hash=view.get("hash"), view=checked_view(costs_modal(form))
        )
    except SlackApiError as error:
        if error.response.get("error") != "hash_conflict":
            raise
        # Another click was faster, and the window shows what it asked for.


def _read(form: CostsForm) -> tuple[dict[str, Money], Mapping[str, str]]:
    """Return the costs that were typed, and what is wrong with the others, both by SKU."""
    currencies = {one.sku: one.currency for one in form.lacking}
    currencies[REST] = form.case.book.currency
    costs: dict[str, Money] = {}
    faults: dict[str, str] = {}
    for sku in (sku for sku in form.typed if sku in currencies):
        try:
            cost = read_cost(form.typed[sku], currencies[sku], form.case.book.locale)
        except BadInput as error:
            faults[sku] = str(error)
        else:
            costs |= {sku: cost} if cost else {}
    return costs, faults


async def _show_faults(request: Request, form: CostsForm, faults: Mapping[str, str]) -> None:
    """Say under each field what is right; a page that is not in sight is shown first."""
    here = [sku for sku in faults if form.page_of(sku) == form.page]
    if here:
        fields = {_block_of(form, sku): faults[sku] for sku in here}
        first = next(iter(fields))
        raise BadField(first, fields[first], fields)
    page = form.page_of(next(iter(faults)))
    view = checked_view(costs_modal(replace(form, page=page, faults=faults)))
    await request.ack(response_action="update", view=view)


async def _ask_about_zeros(request: Request, form: CostsForm, zeros: Sequence[str]) -> None:
    view_id = request.body["view"]["id"]
    async with request.desk.open_store() as store:
        await store.drafts.keep(view_id, form.typed)
    asking = zero_modal(view_id, form.case.incident.id, zeros)
    await request.ack(response_action="push", view=checked_view(asking))


def _refuse_empty(form: CostsForm) -> None:
    if had := _had_one(form):
        raise BadInput(f"Somebody was first with {', '.join(had)}; nothing is left to save here.")
    refuse_if_costed(form.case.incident.number, form.lacking)
    raise BadField(_block_of(form, form.shown[0].sku), "Write at least one cost.")


def _had_one(form: CostsForm) -> list[str]:
    """Return what was typed for variants that got their cost while the form was open."""
    lacking = {REST, *(one.sku for one in form.lacking)}
    return [outside(sku, limits.NAME_SHOWN) for sku in form.typed if sku not in lacking]


def _block_of(form: CostsForm, sku: str) -> str:
    return names.REST_BLOCK if sku == REST else names.cost_block(sku, form.filling)


def _called(sku: str) -> str:
    return "all that is left empty" if sku == REST else sku
