"""No body is read beyond what any honest request needs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.problems import TOO_LARGE, Problem

MAX_BODY: Final = 5 * 1024 * 1024
"""Bytes. A thousand entries of a day's sales take a fifth of it."""


@dataclass(frozen=True, slots=True)
class LimitBody:
    """Refuses bodies of more than `limit` bytes, announced or not, before they are held."""

    app: ASGIApp
    limit: int = MAX_BODY

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, as ASGI asks."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        if _announced(scope) > self.limit:
            await self._too_large().response()(scope, receive, send)
            return
        await self.app(scope, self._counted(receive), send)

    def _counted(self, receive: Receive) -> Receive:
        taken = 0

        async def counting() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self.limit:
                raise self._too_large()
            return message

        return counting

    def _too_large(self) -> Problem:
        return Problem(
            TOO_LARGE,
            f"A body has at most {self.limit} bytes. Send the entries in several requests.",
        )


def _announced(scope: Scope) -> int:
    """Return what Content-Length says; 0 where it says nothing that could be believed."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
