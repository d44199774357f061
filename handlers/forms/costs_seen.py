"""The second step of adding costs: questions are answered, the sum is seen, then it is posted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from slack_sdk.errors import SlackApiError

from blocks.forms.cost_questions import refuse_unanswered
from blocks.forms.cost_reading import read_form, sure_of
from blocks.forms.costs import CostsForm
from blocks.forms.costs_seen import CHANGED, SeenCosts, SentSeen, had_one, read_seen, seen_modal
from blocks.kit.validate import checked_view
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest
from journal.errors import BadInput
from journal.incidents.cost_preview import preview
from journal.incidents.move import MoveName
from journal.moves.costs import COST, GivenCosts, PreviewChanged, refuse_if_costed
from journal.rights import MoveScope, wants_second


async def view_of(
    request: SlackRequest, form: CostsForm, form_id: str, page: int = 0, note: str = ""
) -> dict[str, Any]:
    """Return the second step as Slack takes it, for what stands in the first one."""
    return checked_view(seen_modal(await _seen(request, form, form_id, page, note)))


async def submitted(request: SlackRequest) -> None:
    """A second step was sent in: it answers questions, or says yes to what is posted."""
    sent = read_seen(request.body["view"])
    if sent.mark:
        await _post(request, sent)
    else:
        await _answer(request, sent)


async def page_turned(request: SlackRequest) -> None:
    """Another page of what would be posted was asked for."""
    sent, view = read_seen(request.body["view"]), request.body["view"]
    form = await _form_behind(request, sent)
    drawn = await view_of(request, form, sent.form_id, int(request.action["value"]))
    try:
        await request.client.views_update(view_id=view["id"], hash=view.get("hash"), view=drawn)
    except SlackApiError as error:
        if error.response.get("error") != "hash_conflict":
            raise
        # Another click was faster, and the window shows what it asked for.


async def _answer(request: SlackRequest, sent: SentSeen) -> None:
    """Keep what was said yes to; the next questions are shown, or what is posted."""
    form = await _form_behind(request, sent)
    seen = await _seen(request, form, sent.form_id)
    chosen = sent.chosen(seen.asked)
    refuse_unanswered(seen.asked, chosen)
    sure = {key: sure_of(cost, seen.read.texts[key]) for key, cost in chosen.items()}
    async with request.open_store() as store:
        kept = await store.drafts.of(_sure_key(sent.form_id))
        await store.drafts.keep(_sure_key(sent.form_id), {**kept, **sure})
    await _show(request, form, sent)


async def _post(request: SlackRequest, sent: SentSeen) -> None:
    form = await _form_behind(request, sent)
    read = (await _seen(request, form, sent.form_id)).read
    given = GivenCosts({} if read.questions else read.costs, seen=sent.mark)
    try:
        click = submission_of(request.body)
        await request.desk.make_move(COST, sent.incident_id, click, given)
    except PreviewChanged:
        await _show(request, form, sent, CHANGED)
        return
    await request.ack(response_action="clear")


async def _show(request: SlackRequest, form: CostsForm, sent: SentSeen, note: str = "") -> None:
    """Show the second step as it is now. Raises BadInput: nothing of it is lacking any more."""
    if not read_form(form).texts:
        refuse_if_costed(form.case.incident.number, form.lacking)
        raise BadInput(f"{had_one(form)} Nothing is left to save here.".strip())
    said = " ".join(part for part in (note, had_one(form) if note else "") if part)
    view = await view_of(request, form, sent.form_id, note=said)
    await request.ack(response_action="update", view=view)


async def _seen(
    request: SlackRequest, form: CostsForm, form_id: str, page: int = 0, note: str = ""
) -> SeenCosts:
    incident = form.case.incident
    async with request.open_store() as store:
        read = read_form(form, await store.drafts.of(_sure_key(form_id)))
        shown = preview(await store.costs.uncounted(incident.id), read.costs)
        rule = await store.rights.rule(incident.book_id, MoveName.COST)
    wants = wants_second(rule, MoveScope(shown.tally.amounts))
    seen = SeenCosts(form, form_id, read, shown, wants_second=wants, note=note or had_one(form))
    return replace(seen, page=max(0, min(page, seen.pages - 1)))


async def _form_behind(request: SlackRequest, sent: SentSeen) -> CostsForm:
    """Return the first step as it was sent in."""
    async with request.open_store() as store:
        case = await store.incidents.case(sent.incident_id)
        lacking = await store.costs.lacking(sent.incident_id)
        typed = await store.drafts.of(sent.form_id)
    return CostsForm(case, lacking, typed)


def _sure_key(form_id: str) -> str:
    """Return under which name the answers are kept beside what was typed."""
    return f"{form_id}/sure"
