"""Skip: which entries are never to be posted, asked in one form and confirmed in the next."""

from __future__ import annotations

from blocks.forms.parts import BadField
from blocks.forms.skip import MOST, read_skip, skip_confirmation, skip_modal
from blocks.kit import names
from blocks.kit.validate import checked_view
from handlers.edge.listening import SlackRequest
from handlers.edge.moving import send_in
from handlers.edge.opening import open_case, open_form
from journal.entries.entry import Entry
from journal.errors import NotFound
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.moves.refusing import refuse_if_moved
from journal.moves.skip import SKIP
from journal.ports import Store


async def asked_for(request: SlackRequest, incident_id: int) -> None:
    """Skip ... was chosen in a card's menu."""
    async with request.open_store() as store:
        case = await open_case(store, request, incident_id, MoveName.SKIP)
        entries = await store.entries.of_incident(incident_id, MOST)
    await open_form(request, skip_modal(case, entries))


async def clicked(request: SlackRequest) -> None:
    """Skip ... was clicked under Details."""
    await asked_for(request, int(request.action["value"]))


async def chosen(request: SlackRequest) -> None:
    """The first form was sent in: the second takes its place, with count and sum."""
    incident_id, entry_id, note = read_skip(request.body["view"])
    async with request.open_store() as store:
        case = await store.incidents.case(incident_id)
        entry = await _entry(store, case, entry_id)
    refuse_if_moved(case.incident)
    amounts = (entry.content.total,) if entry else case.summary.amounts
    needed = request.desk.make_move.note_rule.needed(case.book, amounts)
    if needed is not None and not note:
        raise BadField(names.SKIP_NOTE_BLOCK, needed.advice)
    view = checked_view(skip_confirmation(case, entry, note))
    await request.ack(response_action="update", view=view)


async def confirmed(request: SlackRequest) -> None:
    """The second form was sent in: it is done, and all windows close."""
    await send_in(request, SKIP)
    await request.ack(response_action="clear")


async def _entry(store: Store, case: Case, entry_id: int | None) -> Entry | None:
    if entry_id is None:
        return None
    found = await store.entries.find(f"JF-{entry_id}")
    if not found or found[0].incident_id != case.incident.id:
        raise NotFound(f"JF-{entry_id} is not on {case.incident.number} any more.")
    return found[0]
