"""Pages of `/jefail list`."""

from __future__ import annotations

from blocks.status import list_card
from blocks.validate import checked
from handlers.edge import Request

PAGE = 10


async def page_turned(request: Request) -> None:
    """Show another page in the place of this one, to the same person alone."""
    page = int(request.action["value"])
    async with request.desk.open_store() as store:
        cases = await store.incidents.open_cases(None, PAGE + 1, offset=page * PAGE, unchecked=True)
    card = list_card(cases[:PAGE], page=page, has_more=len(cases) > PAGE)
    await request.respond(text=card.text, blocks=checked(card.blocks), replace_original=True)
