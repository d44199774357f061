"""Someone came into a book's channel or left it: what they see changes with it, at once.

docs.slack.dev/reference/events/member_joined_channel and the other events that are named here.
"""

from __future__ import annotations

from typing import Any, Final

from handlers.edge.listening import SlackRequest

CAME: Final = "member_joined_channel"
WENT: Final = "member_left_channel"
CLOSED: Final = (
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
)
"""Who is in the channel is asked again; until Slack has answered, nobody is known to be."""


async def came(request: SlackRequest) -> None:
    """Someone joined a channel; jefail itself, too."""
    event = _event(request)
    async with request.desk.open_members() as members:
        await members.came(str(event["channel"]), str(event["user"]), request.desk.now())


async def went(request: SlackRequest) -> None:
    """Someone left a channel, or was taken out of it."""
    event = _event(request)
    async with request.desk.open_members() as members:
        await members.went(str(event["channel"]), str(event["user"]), request.desk.now())


async def closed(request: SlackRequest) -> None:
    """A channel was archived, brought back or deleted, or jefail was taken out of it."""
    async with request.desk.open_members() as members:
        await members.close(str(_event(request)["channel"]), request.desk.now())


def _event(request: SlackRequest) -> dict[str, Any]:
    event: dict[str, Any] = request.body["event"]
    return event
