"""An HTTP server that answers as Slack does on a bad day, a given answer for each call."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.serve import DROP, serving

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer. `hangs` gives none, `drops` cuts the connection after the call arrived."""

    body: Json | str = field(default_factory=lambda: {"ok": True, "ts": "1.1"})
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    hangs: bool = False
    drops: bool = False

    @classmethod
    def refusal(cls, error: str, **more: Any) -> Reply:
        """Return Slack's way to say no: a 200 that is not ok."""
        return cls({"ok": False, "error": error, **more})


@dataclass(slots=True)
class StubSlack:
    """Gives `replies` in their order, then the last one again; keeps every call."""

    replies: list[Reply] = field(default_factory=lambda: [Reply()])
    calls: list[tuple[str, Json]] = field(default_factory=list)

    async def answer(self, request: Request) -> Response:
        """Keep the call and answer it."""
        body = await request.body()
        said = {**request.query_params, **json.loads(body or b"{}")}
        self.calls.append((request.path_params["method"], said))
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if reply.hangs:
            await request.receive()  # until the caller gives up
        if reply.drops:
            request.scope["extensions"][DROP]()
        text = reply.body if isinstance(reply.body, str) else json.dumps(reply.body)
        kind = "text/html" if isinstance(reply.body, str) else "application/json"
        return Response(text, reply.status, dict(reply.headers), kind)


@asynccontextmanager
async def open_stub(seconds: float = 5) -> AsyncIterator[tuple[StubSlack, AsyncWebClient]]:
    """Yield the stub and a client of it that gives up after `seconds` and repeats nothing.

    The session gives up: slack_sdk leaves out a client's own limit when it is handed a session.
    """
    stub = StubSlack()
    limit = aiohttp.ClientTimeout(total=seconds)
    app = Starlette(routes=[Route("/api/{method}", stub.answer, methods=["GET", "POST"])])
    async with serving(app) as url, aiohttp.ClientSession(timeout=limit) as session:
        client = AsyncWebClient(
            "xoxb-test",
            base_url=f"{url}/api/",
            session=session,
            retry_handlers=[],
        )
        yield stub, client
