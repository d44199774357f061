"""Slack as the listeners see it: what people do comes in, and what was said to them is kept."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from blocks.kit import names
from handlers import register
from handlers.edge.listening import Desk
from sandbox.serve import serving

Json = dict[str, Any]
ANSWERS: Mapping[str, Json] = {
    "auth.test": {"ok": True, "user_id": "U_BOT", "bot_id": "B_BOT", "team_id": "T1"},
    "views.open": {"ok": True, "view": {"id": "V1", "hash": "h1"}},
    "views.push": {"ok": True, "view": {"id": "V2", "hash": "h1"}},
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack got back, and so what the person sees at once."""

    status: int
    body: str | Json

    @property
    def acked(self) -> bool:
        """Whether the person is spared Slack's own warning."""
        return self.status == 200

    @property
    def text(self) -> str:
        """Everything that a command was answered with, its blocks too."""
        return str(self.body)


@dataclass(slots=True)
class FakeSlack:
    """Keeps every call of the Web API (`calls`) and every answer to a person (`told`)."""

    calls: list[tuple[str, Json]] = field(default_factory=list)
    told: list[Json] = field(default_factory=list)
    answers: dict[str, Json] = field(default_factory=lambda: dict(ANSWERS))

    def called(self, method: str) -> list[Json]:
        """Return the arguments of every call of one method."""
        return [arguments for name, arguments in self.calls if name == method]

    def app(self) -> Starlette:
        """Return the app that stands in for slack.com."""
        return Starlette(
            routes=[
                Route("/api/{method}", self._call, methods=["GET", "POST"]),
                Route("/told", self._tell, methods=["POST"]),
            ]
        )

    async def _call(self, request: Request) -> Response:
        body = await request.body()
        is_json = "json" in request.headers.get("content-type", "")
        typed = body.decode() or request.url.query
        arguments = await request.json() if is_json else dict(parse_qsl(typed))
        method = request.path_params["method"]
        if method != "auth.test":
            self.calls.append((method, arguments))
        return JSONResponse(self.answers.get(method, {"ok": True, "ts": "1.1"}))

    async def _tell(self, request: Request) -> Response:
        self.told.append(await request.json())
        return PlainTextResponse("ok")


@dataclass(slots=True)
class Team:
    """People who act in Slack, and the app that listens to them."""

    slack: FakeSlack
    desk: Desk
    app: AsyncApp
    url: str
    _triggers: count[int] = field(default_factory=lambda: count(1))

    async def click(
        self, action_id: str, value: str = "", *, by: str = "U_ANA", **more: Any
    ) -> Answer:
        """Press a button; `more` goes into the payload, over what it holds else."""
        return await self.deliver(self.button(action_id, value, by=by, **more))

    def button(self, action_id: str, value: str, *, by: str = "U_ANA", **more: Any) -> Json:
        """Return the payload of one press of a button, to be delivered any number of times."""
        return {
            "type": "block_actions",
            "user": {"id": by},
            "trigger_id": f"{next(self._triggers)}.1.a",
            "response_url": f"{self.url}/told",
            "channel": {"id": "C0BOOKS"},
            "actions": [
                {"type": "button", "action_id": action_id, "value": value, "action_ts": "1.2"}
            ],
            **more,
        }

    async def command(self, text: str, *, by: str = "U_ANA") -> Answer:
        """Type `/jefail ...`."""
        return await self.deliver(
            {
                "command": names.COMMAND,
                "text": text,
                "user_id": by,
                "channel_id": "C0BOOKS",
                "trigger_id": f"{next(self._triggers)}.1.a",
                "response_url": f"{self.url}/told",
            }
        )

    async def submit(self, view: Json, *, by: str = "U_ANA") -> Answer:
        """Send a form in."""
        return await self.deliver({"type": "view_submission", "user": {"id": by}, "view": view})

    async def deliver(self, payload: Json) -> Answer:
        """Deliver a payload as Slack does over a socket, and wait for all that comes of it."""
        request = AsyncBoltRequest(body=payload, mode="socket_mode")
        response = await self.app.async_dispatch(request)
        await self.desk.settled()
        return Answer(response.status, response.body)

    def said_to(self, person: str) -> list[str]:
        """Return what only `person` was told after the acknowledgement."""
        direct = [
            str(one["text"])
            for one in self.slack.called("chat.postMessage")
            if one["channel"] == person
        ]
        return [str(one["text"]) for one in self.slack.told] + direct


@asynccontextmanager
async def open_team(desk: Desk) -> AsyncIterator[Team]:
    """Yield a team whose Slack is on this machine."""
    slack = FakeSlack()
    async with serving(slack.app()) as url, aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-test", base_url=f"{url}/api/", session=session, retry_handlers=[]
        )
        app = AsyncApp(
            name="jefail", client=client, signing_secret="unused", process_before_response=True
        )
        register(app, desk)
        yield Team(slack, desk, app, url)


def a_form(incident_id: int, how: str | None, note: str | None = None) -> Json:
    """Return the resolve form as Slack sends it in."""
    chosen = {"value": how} if how else None
    return {
        "type": "modal",
        "id": "V1",
        "hash": "h1",
        "callback_id": names.RESOLVE_FORM,
        "private_metadata": str(incident_id),
        "state": {
            "values": {
                names.HOW_BLOCK: {names.HOW_INPUT: {"selected_option": chosen}},
                names.NOTE_BLOCK: {names.NOTE_INPUT: {"value": note}},
            }
        },
    }
