"""What is this? opens the page of help about the card's reason."""

from __future__ import annotations

from blocks.forms.explain import explain_modal
from handlers.edge.listening import SlackRequest
from handlers.edge.opening import open_form
from journal.errors import NotFound


async def clicked(request: SlackRequest) -> None:
    """The small button beside what to do was clicked."""
    async with request.open_store() as store:
        case = await store.incidents.case(int(request.action["value"]))
    reason = case.incident.failure.reason
    page = request.desk.reasons.get(reason)
    if page is None:
        raise NotFound(f"There is no page about this here; docs/reasons/{reason.value}.md has it.")
    await open_form(request, explain_modal(page, case.connection.platform))
