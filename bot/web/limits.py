"""No body is read beyond what any honest request to its path needs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.problems import TOO_LARGE, Problem

MAX_BODY: Final = 5 * 1024 * 1024
"""Bytes. A thousand entries of a day's sales take a fifth of it."""
MAX_EVENT: Final = 1024 * 1024
"""Bytes of what Slack and the platforms send."""
MAX_FORM: Final = 16 * 1024
_BY_PATH: Final = (
    ("/slack/", MAX_EVENT),
    ("/webhooks/", MAX_EVENT),
    ("/connect/", MAX_FORM),
    ("/oauth/", MAX_FORM),
)
_MOST_FIGURES: Final = 15


def limit_at(path: str) -> int:
    """Return how many bytes a body may have that is sent to `path`."""
    return next((most for begin, most in _BY_PATH if path.startswith(begin)), MAX_BODY)


def _uncounted(_why: str) -> None:
    """Count nothing."""


@dataclass(frozen=True, slots=True)
class LimitBody:
    """Refuses bodies that are too large for their path, announced or not, before they are held."""

    app: ASGIApp
    refused: Callable[[str], None] = _uncounted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, as ASGI asks."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = limit_at(scope["path"])
        if _announced(scope) > limit:
            await self._too_large(limit).response()(scope, receive, send)
            return
        await self.app(scope, self._counted(receive, limit), send)

    def _counted(self, receive: Receive, limit: int) -> Receive:
        taken = 0

        async def counting() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise self._too_large(limit)
            return message

        return counting

    def _too_large(self, limit: int) -> Problem:
        self.refused("too_large")
        return Problem(
            TOO_LARGE,
            f"A body has at most {limit} bytes here. Send the entries in several requests.",
        )


def _announced(scope: Scope) -> int:
    """Return what Content-Length says; 0 where it says nothing that could be believed."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value[:_MOST_FIGURES]) if len(value) <= _MOST_FIGURES else MAX_BODY + 1
    return 0
