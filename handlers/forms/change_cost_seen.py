"""The second step of changing a cost: what it comes to is seen, how far it reaches is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from slack_sdk.errors import SlackApiError

from blocks.forms.change_cost import ChangeForm
from blocks.forms.change_cost_seen import (
    CORRECT,
    ENTRY,
    Reach,
    SeenChange,
    SentSeenChange,
    change_seen_modal,
    read_change_seen,
)
from blocks.forms.cost_questions import refuse_unanswered
from blocks.forms.cost_reading import ReadForm, sure_of
from blocks.forms.costs_seen import CHANGED
from blocks.kit.validate import checked_view
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.naming import entry_called
from journal.errors import BadInput
from journal.incidents.change_cost_preview import NewCost
from journal.incidents.move import MoveName
from journal.moves.change_cost import GivenChange, read_change, refuse_if_unchangeable
from journal.moves.costs import PreviewChanged
from journal.moves.start_change import CostsKept, StartChange
from journal.ports import Store
from journal.rights import MoveScope, wants_second

_NO_CHOICE = ENTRY, ""
_SAVED = "The new cost holds for later entries. What is posted stays as it is."


def why_key(form_id: str) -> str:
    """Return under which name the reason is kept beside what was typed."""
    return f"{form_id}/why"


async def view_of(
    request: SlackRequest,
    form: ChangeForm,
    form_id: str,
    choice: tuple[str, str] = _NO_CHOICE,
    note: str = "",
) -> dict[str, Any]:
    """Return the second step as Slack takes it, for what stands in the first one.

    `choice`: the reach and what becomes of closed days, as the form names them.
    """
    return checked_view(change_seen_modal(await _seen(request, form, form_id, choice, note)))


async def submitted(request: SlackRequest) -> None:
    """A second step was sent in: it answers questions, or says yes to what is corrected."""
    sent = read_change_seen(request.body["view"])
    if not sent.mark:
        await _answer(request, sent)
    elif sent.chosen != sent.drawn:
        # Something else was chosen and sent in before it was shown: it is shown now.
        await _show(request, sent)
    else:
        await _correct(request, sent)


async def choice_made(request: SlackRequest) -> None:
    """Another reach was chosen, or what becomes of closed days: what that comes to is shown."""
    view = request.body["view"]
    sent = read_change_seen(view)
    form = await _form_behind(request, sent)
    drawn = await view_of(request, form, sent.form_id, sent.chosen)
    try:
        await request.client.views_update(view_id=view["id"], hash=view.get("hash"), view=drawn)
    except SlackApiError as error:
        if error.response.get("error") != "hash_conflict":
            raise
        # Another click was faster, and the window shows what it asked for.


async def _answer(request: SlackRequest, sent: SentSeenChange) -> None:
    """Keep what was said yes to; the next questions are shown, or what is corrected."""
    form = await _form_behind(request, sent)
    seen = await _seen(request, form, sent.form_id, sent.chosen)
    answers = sent.answers(seen.asked)
    refuse_unanswered(seen.asked, answers)
    sure = {key: sure_of(cost, seen.read.texts[key]) for key, cost in answers.items()}
    async with request.open_store() as store:
        kept = await store.drafts.of(_sure_key(sent.form_id))
        await store.drafts.keep(_sure_key(sent.form_id), {**kept, **sure})
    await _show(request, sent)


async def _correct(request: SlackRequest, sent: SentSeenChange) -> None:
    form = await _form_behind(request, sent)
    seen = await _seen(request, form, sent.form_id, sent.chosen)
    if seen.chosen is None:
        await _show(request, sent, CHANGED)
        return
    given = _given(form, seen.read, seen.chosen.since, with_closed=sent.chosen[1] == CORRECT)
    start = StartChange(request.desk.make_move)
    try:
        click, seen_given = submission_of(request.body), replace(given, seen=sent.mark)
        outcome = await start(form.book.id, click, seen_given)
    except PreviewChanged:
        await _show(request, sent, CHANGED)
        return
    await request.ack(response_action="clear")
    if isinstance(outcome, CostsKept):
        request.answer(_SAVED)


async def _show(request: SlackRequest, sent: SentSeenChange, note: str = "") -> None:
    """Show the second step as it is now."""
    form = await _form_behind(request, sent)
    view = await view_of(request, form, sent.form_id, sent.chosen, note)
    await request.ack(response_action="update", view=view)


async def _seen(
    request: SlackRequest, form: ChangeForm, form_id: str, choice: tuple[str, str], note: str = ""
) -> SeenChange:
    async with request.open_store() as store:
        read = form.read(await store.drafts.of(_sure_key(form_id)))
        if read.questions:
            return SeenChange(form, form_id, read)
        if not read.costs:
            raise BadInput("Write a cost that is not the one it was posted at.")
        reaches = await _reaches(store, form, read, choice[1])
        rule = await store.rights.rule(form.book.id, MoveName.CHANGE_COST)
    chosen = next((one for one in reaches if one.value == choice[0]), reaches[0])
    wants = wants_second(rule, MoveScope(chosen.shown.amounts))
    return SeenChange(form, form_id, read, reaches, chosen, wants_second=wants, note=note)


async def _reaches(store: Store, form: ChangeForm, read: ReadForm, closed: str) -> Sequence[Reach]:
    """Return how far the change may reach: one entry, those since its day, all of that cost."""
    day = form.entry.content.date
    if not form.platform.changes_in_place:
        return [await _reach(store, form, read, day, closed)]
    found = [await _reach(store, form, read, None, closed)]
    try:
        whole = await _reach(store, form, read, date.min, closed)
    except BadInput:  # too many entries for one change: those since this day may be fewer
        return [*found, *await _if_few(store, form, read, closed)]
    days = [one.day for one in (*whole.shown.entries, *whole.shown.closed)]
    sinces = dict.fromkeys((day, min([day, *days])))
    return [*found, *[await _reach(store, form, read, since, closed) for since in sinces]]


async def _if_few(store: Store, form: ChangeForm, read: ReadForm, closed: str) -> Sequence[Reach]:
    try:
        return [await _reach(store, form, read, form.entry.content.date, closed)]
    except BadInput:
        return []


async def _reach(
    store: Store, form: ChangeForm, read: ReadForm, since: date | None, closed: str
) -> Reach:
    """Return one reach. Where all of it is on closed days and nobody chose, those are corrected."""
    given = _given(form, read, since, with_closed=closed == CORRECT)
    shown = await read_change(store, form.book.id, given)
    if not closed and shown.closed and not shown.entries:
        shown = await read_change(store, form.book.id, replace(given, with_closed=True))
    return Reach(since, shown)


def _given(
    form: ChangeForm, read: ReadForm, since: date | None, *, with_closed: bool
) -> GivenChange:
    entry = form.entry
    return GivenChange(
        sales_channel=entry.content.sales_channel,
        costs={sku: NewCost(cost, entry.costs[sku]) for sku, cost in read.costs.items()},
        why=form.why,
        entry_id=entry.id,
        since=since,
        with_closed=with_closed,
    )


async def _form_behind(request: SlackRequest, sent: SentSeenChange) -> ChangeForm:
    """Return the first step as it was sent in. Raises TransitionRefused: it is corrected by now."""
    async with request.open_store() as store:
        entry = await entry_called(store, f"JF-{sent.entry_id}")
        refuse_if_unchangeable(entry)
        book = await store.books.get(entry.book_id)
        connection = await store.books.connection_of(entry.book_id)
        typed = await store.drafts.of(sent.form_id)
        why = (await store.drafts.of(why_key(sent.form_id))).get("why", "")
    return ChangeForm(entry, book, connection.platform, typed, why)


def _sure_key(form_id: str) -> str:
    return f"{form_id}/sure"
