"""Correcting the lines of an entry: which one, its lines, and what was typed."""

from __future__ import annotations

from blocks.forms.lines import (
    MOST_ENTRIES,
    about_lines,
    account_field,
    last_amount_field,
    lines_form,
    read_lines,
    read_which,
    which_form,
)
from blocks.forms.parts import BadField
from blocks.kit.validate import checked_view
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import open_case, open_form
from journal.entries.editing import MOST_LINES, NoSuchAccount
from journal.entries.entry import Entry, PostingStatus
from journal.errors import BadInput, NotFound
from journal.incidents.incident import Case
from journal.incidents.move import MoveName
from journal.moves.lines import EDIT


async def asked_for(request: SlackRequest) -> None:
    """Edit lines was clicked on a card: of several entries one is chosen first."""
    incident_id = int(request.action["value"])
    case, entries = await _refused(request, incident_id)
    view = which_form(case, entries) if len(entries) > 1 else lines_form(case, _short(entries[0]))
    await open_form(request, view)


async def entry_chosen(request: SlackRequest) -> None:
    """One of several was chosen; its lines take the place of the list."""
    incident_id, entry_id = read_which(request.body["view"])
    case, entries = await _refused(request, incident_id)
    chosen = next((one for one in entries if one.id == entry_id), None)
    if chosen is None:
        raise NotFound(f"JF-{entry_id} does not wait on {case.incident.number} any more.")
    view = checked_view(lines_form(case, _short(chosen)))
    await request.ack(response_action="update", view=view)


async def submitted(request: SlackRequest) -> None:
    """The lines were sent in; what is wrong is told under its field, and all stays as typed."""
    view = request.body["view"]
    incident_id, entry_id, _revision = about_lines(view)
    async with request.open_store() as store:
        (entry,) = await store.entries.find(f"JF-{entry_id}")
        book = await store.books.get(entry.book_id)
    correction = read_lines(view, entry, book.locale)
    try:
        click = submission_of(request.body)
        await request.desk.make_move(EDIT, incident_id, click, correction)
    except NoSuchAccount as wrong:
        raise BadField(account_field(wrong.place), str(wrong)) from wrong
    except BadInput as wrong:
        told = str(wrong)
        raise BadField(last_amount_field(view), f"{told[:1].upper()}{told[1:]}.") from wrong
    await request.ack()


async def _refused(request: SlackRequest, incident_id: int) -> tuple[Case, list[Entry]]:
    """Return the case and its first entries that were refused. Raises NotFound: there is none."""
    async with request.open_store() as store:
        case = await open_case(store, request, incident_id, MoveName.EDIT)
        entries = await store.entries.of_incident(incident_id, MOST_ENTRIES)
    refused = [one for one in entries if one.status is PostingStatus.FAILED]
    if not refused:
        raise NotFound(f"No entry of {case.incident.number} can be corrected now.")
    return case, refused


def _short(entry: Entry) -> Entry:
    """Return the entry when a form can hold it. Raises BadInput: it has too many lines."""
    if len(entry.content.lines) > MOST_LINES:
        raise BadInput(
            f"{entry.number} has {len(entry.content.lines)} lines, more than the {MOST_LINES} that"
            " a form holds. Correct it where it comes from and hand it in as a new revision."
        )
    return entry
