"""Details of an incident: everything, in a window that opens at once and fills a moment later."""

from __future__ import annotations

from slack_sdk.errors import SlackApiError

from blocks.card.details import PAGE, AttemptLine, details_modal, loading_modal
from blocks.kit.names import read_page
from blocks.kit.validate import checked_view
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import open_form
from journal.entries.entry import WAITING
from journal.entries.line_codes import codes_of
from journal.incidents.incident import Case
from journal.matching.heads import head_said
from journal.ports import PastAttempt

ATTEMPTS = 10


async def clicked(request: SlackRequest) -> None:
    """Details was clicked on a card."""
    await show(request, int(request.action["value"]))


async def page_turned(request: SlackRequest) -> None:
    """Another page of the entries was asked for."""
    incident_id, page = read_page(request.action["value"])
    view = request.body["view"]
    await _fill(request, view["id"], incident_id, page, seen=view.get("hash"))


async def show(request: SlackRequest, incident_id: int) -> None:
    """Open before anything is read: the trigger lapses after three seconds."""
    view_id = await open_form(request, loading_modal(f"INC-{incident_id}"))
    await _fill(request, view_id, incident_id, 0)


async def _fill(
    request: SlackRequest, view_id: str, incident_id: int, page: int, seen: str | None = None
) -> None:
    async with request.open_store() as store:
        case = await store.incidents.case(incident_id)
        entries = await store.entries.of_incident(incident_id, PAGE, page * PAGE)
        past = await store.entries.attempts_of(incident_id, ATTEMPTS)
        known = await store.books.known(case.connection)
    waiting = [one for one in entries if one.status in WAITING]
    carried = {one.id: codes_of(one.content, known) for one in waiting}
    heads = {one.id: head_said(one.content, known) for one in entries}
    lines = [_line(one) for one in past]
    view = details_modal(case, entries, lines, page, _pages(case), carried, heads)
    try:
        await request.client.views_update(view_id=view_id, hash=seen, view=checked_view(view))
    except SlackApiError as error:
        if error.response.get("error") != "hash_conflict":
            raise
        # Another click was faster, and the window shows what it asked for.


def _pages(case: Case) -> int:
    return max(1, -(-case.summary.total // PAGE))


def _line(past: PastAttempt) -> AttemptLine:
    return AttemptLine(
        at=past.at,
        actor=past.actor,
        outcome=f"{past.number} {past.outcome}",
        words=past.words,
        code=past.code,
        http_status=past.http_status,
        trace=past.trace,
        answer=past.answer,
    )
