"""The exchange rate of entries in another currency: the form is opened, and sent in."""

from __future__ import annotations

from blocks.forms.rate import rate_form, read_rates
from handlers.edge.clicks import submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import open_case, open_form
from journal.incidents.move import MoveName
from journal.moves.rate import RATE
from journal.moves.refusing import refuse_if_moved


async def clicked(request: SlackRequest) -> None:
    """Set the rate was clicked on a card."""
    incident_id = int(request.action["value"])
    async with request.open_store() as store:
        case = await open_case(store, request, incident_id, MoveName.RATE)
        days = await store.books.rates_wanted(incident_id)
    await open_form(request, rate_form(case, days))


async def submitted(request: SlackRequest) -> None:
    """The form was sent in: the rates are kept, and the entries posted."""
    view = request.body["view"]
    incident_id = int(view["private_metadata"])
    async with request.open_store() as store:
        case = await store.incidents.case(incident_id)
        days = await store.books.rates_wanted(incident_id)
    refuse_if_moved(case.incident)
    chosen = read_rates(view, case, days)
    await request.desk.make_move(RATE, incident_id, submission_of(request.body), chosen)
    await request.ack()
