"""Two entries of one number: they are fetched, shown side by side, and a person says what is so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from slack_sdk.models.views import View

from blocks.answers.status import notice
from blocks.card.details import loading_modal
from blocks.forms.duplicate import Answer, compare_form, read_answer
from blocks.kit.carrying import carried
from blocks.kit.validate import checked_view
from blocks.words.refused import sentence_of
from handlers.edge.clicks import look_of, submission_of
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import may_open_for, open_case, open_form
from journal.errors import JefailError, NotFound
from journal.incidents.move import MoveName
from journal.moves.duplicate import LINK, POST_ANYWAY, Judged, Twins


async def clicked(request: SlackRequest) -> None:
    """Compare was clicked on a card. Opened before the platform is asked: the trigger lapses."""
    incident_id = int(request.action["value"])
    async with request.open_store() as store:
        case = await open_case(store, request, incident_id)
        barred = await may_open_for(store, request, case, [MoveName(one.value) for one in Answer])

    def drawn(twins: Twins) -> View:
        if twins.there is None:
            platform = twins.case.connection.platform.label
            raise NotFound(
                f"{platform} shows nothing that may be {twins.entry.number} any more."
                f" Type /jefail retry {case.incident.number} to post ours."
            )
        return compare_form(twins, twins.there, left_out=barred.keys())

    await show_twins(request, incident_id, drawn)


async def show_twins(
    request: SlackRequest, incident_id: int, drawn: Callable[[Twins], View]
) -> None:
    """Open a window, ask the ledger for both, and show what is `drawn` of them, or why not."""
    view = loading_modal(f"INC-{incident_id}")
    view_id = await open_form(request, view)
    try:
        view = drawn(await request.desk.find_twin(incident_id, look_of(request.body)))
    except JefailError as error:
        view.blocks = list(notice(sentence_of(error)).blocks)
    await request.client.views_update(view_id=view_id, view=checked_view(view))


async def submitted(request: SlackRequest) -> None:
    """Someone said whether it is the same."""
    view, click = request.body["view"], submission_of(request.body)
    incident_id, judged = carried(view["private_metadata"], Judged)
    answer, reason = read_answer(view)
    move = LINK if answer is Answer.LINK else POST_ANYWAY
    await request.desk.make_move(move, incident_id, click, replace(judged, note=reason))
    await request.ack()
