"""What a payload of Slack has to hold before any listener looks at it.

Signed is not the same as sound: a part that is missing, or of another type, would end a listener in
the middle, or Bolt itself. docs.slack.dev/interactivity, docs.slack.dev/apis/events-api.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any, Final

import structlog
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse
from typing_extensions import override

_WORD: Final = re.compile(r"[\x20-\x7e]{1,300}")
_OF_KINDS: Final[Mapping[str, Sequence[str]]] = {
    "block_actions": ("user.id", "trigger_id", "actions.0.action_id", "actions.0.action_ts"),
    "block_suggestion": ("user.id", "action_id"),
    "view_submission": ("user.id", "view.id", "view.callback_id"),
    "message_action": ("user.id", "trigger_id", "callback_id"),
    "event_callback": ("event_id", "event.type"),
}
_OF_EVENTS: Final[Mapping[str, Sequence[str]]] = {
    "file_shared": ("event.channel_id", "event.file_id", "event.user_id"),
    "app_mention": ("event.channel", "event.ts"),
    "message": ("event.channel",),
    "app_home_opened": ("event.user",),
}
_OF_COMMANDS: Final = ("command", "user_id", "channel_id", "trigger_id")
_OBJECTS: Final = ("view", "event", "container", "message")
"""Bolt looks into these wherever they are, also to tell that nobody listens."""
log = structlog.get_logger()


class RequireShape(AsyncMiddleware):
    """Lets a payload through that has what its kind has to have; answers 400 to another."""

    @override
    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],
    ) -> BoltResponse:
        if lacking := lacking_in(req.body):
            log.warning("payload_not_sound", kind=str(req.body.get("type"))[:40], lacking=lacking)
            return BoltResponse(status=400)
        return await next()


def lacking_in(body: Mapping[str, Any]) -> str:
    """Return where a payload is not as it has to be, as a path; "": it is sound."""
    kind, event = body.get("type"), body.get("event")
    wanted = list(_OF_COMMANDS) if "command" in body else []
    wanted += _OF_KINDS.get(kind, ()) if isinstance(kind, str) else ()
    if kind == "event_callback" and isinstance(event, Mapping):
        of = event.get("type")
        wanted += _OF_EVENTS.get(of, ()) if isinstance(of, str) else ()
    held = (name for name in _OBJECTS if not isinstance(body.get(name), (Mapping, type(None))))
    return next(held, "") or next((path for path in wanted if not _is_word(_at(body, path))), "")


def _at(part: Any, path: str) -> Any:
    for step in path.split("."):
        if isinstance(part, list) and step.isdecimal() and int(step) < len(part):
            part = part[int(step)]
        else:
            part = part.get(step) if isinstance(part, Mapping) else None
    return part


def _is_word(part: Any) -> bool:
    return isinstance(part, str) and _WORD.fullmatch(part) is not None
