"""Closing an incident by hand: the form is opened, sent in, and acted on."""

from __future__ import annotations

from typing import Any

from blocks.answers.rights import refusal_text
from blocks.forms.parts import BadField
from blocks.forms.resolve import read_resolve, resolve_modal
from blocks.kit import names
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import may_open_for, open_case, open_form
from journal.errors import NoteNeeded, NotFound
from journal.incidents.move import MoveName
from journal.moves.resolve import RESOLVE, Closing


async def asked_for(request: SlackRequest) -> None:
    """Resolve was clicked on a card."""
    await _open(request, int(request.action["value"]))


async def asked_for_on_message(request: SlackRequest) -> None:
    """The message shortcut was used on a card."""
    incident_id = _incident_on(request.body["message"])
    if incident_id is None:
        raise NotFound(
            "This message is not an open card of jefail, so there is nothing to resolve."
        )
    await _open(request, incident_id)


def _incident_on(message: dict[str, Any]) -> int | None:
    """Return the incident of the card in `message`; other apps' buttons hold numbers as well."""
    for block in message.get("blocks", ()):
        for element in block.get("elements", ()):
            if element.get("action_id") in (names.RETRY, names.RESOLVE, names.APPROVE):
                return int(str(element["value"]).partition(":")[0])
    return None


async def _open(request: SlackRequest, incident_id: int) -> None:
    async with request.open_store() as store:
        case = await open_case(store, request, incident_id)
        barred = await may_open_for(store, request, case, (MoveName.RESOLVE, MoveName.SKIP))
    if MoveName.RESOLVE in barred:
        raise barred[MoveName.RESOLVE]
    needed = request.desk.make_move.note_rule.needed(case.book, case.summary.amounts)
    why = refusal_text(barred[MoveName.SKIP].refusal) if MoveName.SKIP in barred else ""
    await open_form(request, resolve_modal(case, wants_note=needed is not None, no_skipping=why))


async def submitted(request: SlackRequest) -> None:
    """The form was sent in."""
    incident_id, how, note = read_resolve(request.body["view"])
    try:
        click = submission_of(request.body)
        await request.desk.make_move(RESOLVE, incident_id, click, Closing(how, note))
    except NoteNeeded as error:
        raise BadField(names.NOTE_BLOCK, error.advice) from error
    await request.ack()
