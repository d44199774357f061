"""The App Home tab: the same status as the command, to look at."""

from __future__ import annotations

from slack_sdk.models.views import View

from blocks.answers.home import home_view, waiting_view
from blocks.kit.validate import checked_view
from handlers.commands.command import today
from handlers.commands.lists import PAGE
from handlers.edge.listening import SlackRequest
from journal.seeing import BeingRead


async def opened(request: SlackRequest) -> None:
    """Someone opened the Home tab."""
    if request.body["event"].get("tab", "home") == "home":
        request.desk.later(_publish(request))


async def refresh_clicked(request: SlackRequest) -> None:
    """Someone asked for the newest."""
    await _publish(request)


async def _publish(request: SlackRequest) -> None:
    """Show a person the books that concern them, in their own tab."""
    try:
        view = await _home(request)
    except BeingRead as error:
        view = waiting_view(error.advice, request.desk.now())
    await request.client.views_publish(user_id=request.actor, view=checked_view(view))


async def _home(request: SlackRequest) -> View:
    now = request.desk.now()
    async with request.open_store() as store:
        statuses = await store.books.statuses(today(now))
        cases = await store.incidents.open_cases(None, PAGE, unchecked=True)
    return home_view(statuses, cases, now)
