"""The App Home tab: the same status as the command, to look at."""

from __future__ import annotations

from blocks.answers.home import home_view
from blocks.kit.validate import checked_view
from handlers.commands.command import today
from handlers.commands.lists import PAGE
from handlers.edge.listening import SlackRequest


async def opened(request: SlackRequest) -> None:
    """Someone opened the Home tab."""
    if request.body["event"].get("tab", "home") == "home":
        request.desk.later(_publish(request, request.body["event"]["user"]))


async def refresh_clicked(request: SlackRequest) -> None:
    """Someone asked for the newest."""
    await _publish(request, request.actor)


async def _publish(request: SlackRequest, person: str) -> None:
    now = request.desk.now()
    async with request.desk.open_store() as store:
        statuses = await store.books.statuses(today(now))
        cases = await store.incidents.open_cases(None, PAGE, unchecked=True)
    view = checked_view(home_view(statuses, cases, now))
    await request.client.views_publish(user_id=person, view=view)
