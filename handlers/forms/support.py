"""Contact support: a summary is prepared, and sent, mailed or copied."""

from __future__ import annotations

from blocks.forms.support import read_support, support_modal, support_summary
from handlers.edge.clicks import click_of, submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import may_open, open_form
from journal.incidents.move import MoveName
from journal.incidents.story.people import Way
from journal.moves.support import SUPPORT, HelpAsked

_ENTRIES = 5


async def asked_for(request: SlackRequest, incident_id: int) -> None:
    """Contact support was chosen in a card's menu."""
    summary = await _summary(request, incident_id)
    async with request.open_store() as store:
        case = await store.incidents.case(incident_id)
        await may_open(store, request, case, MoveName.SUPPORT)
    await open_form(request, support_modal(case, summary, request.desk.support))


async def clicked(request: SlackRequest) -> None:
    """Contact support was clicked under Details."""
    await asked_for(request, int(request.action["value"]))


async def submitted(request: SlackRequest) -> None:
    """The form was sent in."""
    incident_id, text = read_support(request.body["view"])
    way = Way.CHANNEL if request.desk.support.channel_id else Way.COPY
    click = submission_of(request.body)
    await request.desk.make_move(SUPPORT, incident_id, click, HelpAsked(way, text))
    await request.ack()


async def mail_clicked(request: SlackRequest) -> None:
    """The link to a mail was followed; the thread is told what stands in it."""
    incident_id = int(request.action["value"])
    text = await _summary(request, incident_id)
    click = click_of(request.body)
    await request.desk.make_move(SUPPORT, incident_id, click, HelpAsked(Way.MAIL, text))
    await request.ack()


async def _summary(request: SlackRequest, incident_id: int) -> str:
    async with request.open_store() as store:
        case = await store.incidents.case(incident_id)
        entries = await store.entries.of_incident(incident_id, _ENTRIES)
        tries = await store.entries.attempts_of(incident_id, _ENTRIES)
    return support_summary(case, entries, tries, request.desk.support.version)
