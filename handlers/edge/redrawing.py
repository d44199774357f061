"""A form of many choices that is open: drawn again, with what the platform has now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View

from blocks.forms.parts import BadField
from blocks.kit.validate import checked_view
from handlers.edge.listening import SlackRequest
from journal.books.book import Platform
from journal.errors import LedgerError
from journal.incidents.incident import Case


async def show_again(
    request: SlackRequest, view_id: str, view: View, notice: str = "", *, tell: bool = False
) -> None:
    """Show `view` in place of what an open form shows.

    Where the person has closed it meanwhile, the notice is told in a message if `tell`.
    """
    try:
        await request.client.views_update(view_id=view_id, view=checked_view(view))
    except SlackApiError as error:
        if error.response.get("error") != "not_found":
            raise
        if tell:
            request.answer(notice)


async def read_again(
    request: SlackRequest,
    case: Case,
    read: Callable[[Platform], str],
    not_read: Callable[[Platform], str],
    *,
    asked: bool,
) -> str:
    """Have chart and lists read; return the notice of it, "" where nobody `asked` and it went."""
    platform = case.connection.platform
    try:
        await request.desk.read_chart(case.connection)
    except LedgerError:
        return not_read(platform)
    return read(platform) if asked else ""


def submit_of(view: Mapping[str, Any]) -> str:
    """Return what the button of a form says that sends it in."""
    return str((view.get("submit") or {}).get("text", ""))


def nothing_chosen(view: Mapping[str, Any], text: str) -> BadField:
    """Return that nothing was chosen, told under the first field."""
    first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
    return BadField(first, text)
