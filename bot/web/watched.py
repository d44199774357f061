"""Around every request: an id, a line in the log, a count, and no error that gets out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.web.metrics import RequestFigures
from bot.web.problems import broken

HEADER: Final = "X-Request-Id"
_QUIET: Final = frozenset({"/health/live", "/health/ready", "/metrics"})
"""Asked every few seconds; logged at debug only."""
_UNKNOWN: Final = "unknown"
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Watched:
    """Logs what was asked by route, never by path, and no body, query, header or token."""

    app: ASGIApp
    figures: RequestFigures

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the request, as ASGI asks."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request_id = uuid4().hex
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            await self._serve(scope, receive, send, request_id)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, request_id: str) -> None:
        began = time.perf_counter()
        status = 0

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                header = (HEADER.lower().encode(), request_id.encode())
                message = {**message, "headers": [*message.get("headers", ()), header]}
            await send(message)

        try:
            await self.app(scope, receive, sending)
        except Exception:
            log.exception("request_broke", route=_route(scope))
            if status:  # half an answer is out: only the connection can still tell
                raise
            await broken().response()(scope, receive, sending)
        finally:
            self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, seconds: float) -> None:
        route = _route(scope)
        self.figures.saw(scope["method"], route, status, seconds)
        tell = log.debug if route in _QUIET else log.info
        tell(
            "request",
            method=scope["method"],
            route=route,
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


def _route(scope: Scope) -> str:
    """Return the pattern that the path fell under; what others make up stays out of the log."""
    return str(getattr(scope.get("route"), "path", _UNKNOWN))
