"""Slack as the listeners see it: what people do comes in, and what was said to them is kept.

A refusal is asked for as the error that it was drawn from: how it is worded is not tested here.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from blocks.answers.rights import refusal_text
from blocks.kit import names
from blocks.words.refused import sentence_of
from handlers import register
from handlers.edge import listening
from handlers.edge.listening import Desk
from journal.errors import JefailError
from journal.rights import NotAllowed, Refusal
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
    refusal: JefailError | None = None  # what a command was refused with, in its acknowledgement

    @property
    def acked(self) -> bool:
        """Whether the person is spared Slack's own warning."""
        return self.status == 200

    @property
    def text(self) -> str:
        """Everything that a command was answered with, its blocks too."""
        held = self.body
        return held if isinstance(held, str) and held[:1] != "{" else str(self.json)

    @property
    def json(self) -> Json:
        """What a command was answered with as blocks, or what a form turns into."""
        held: Json = json.loads(self.body) if isinstance(self.body, str) else self.body
        return held

    @property
    def wrong(self) -> Mapping[str, str]:
        """What stands under the fields of a form that stays open, by block_id."""
        assert self.json["response_action"] == "errors", self.body
        under: Mapping[str, str] = self.json["errors"]
        return under


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
    meant: Mapping[str, JefailError]
    """The error behind each refusal, by how it was worded."""
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
        return Answer(response.status, response.body, self.meant.get(str(response.body)))

    def said_to(self, person: str) -> list[str]:
        """Return what only `person` was told after the acknowledgement."""
        direct = [
            str(one["text"])
            for one in self.slack.called("chat.postMessage")
            if one["channel"] == person
        ]
        return [str(one["text"]) for one in self.slack.told] + direct

    def refusals(self, person: str) -> list[JefailError]:
        """Return the errors that `person` alone was told of, in the order of `said_to`."""
        return [self.meant[text] for text in self.said_to(person) if text in self.meant]

    def whys(self, person: str) -> list[Refusal]:
        """Return why `person` might not, each time that they were told so."""
        return [one.refusal for one in self.refusals(person) if isinstance(one, NotAllowed)]


@asynccontextmanager
async def open_team(desk: Desk) -> AsyncIterator[Team]:
    """Yield a team whose Slack is on this machine."""
    slack = FakeSlack()
    with _overhearing() as meant:
        async with _listened_to(slack, desk, meant) as team:
            yield team


@contextmanager
def _overhearing() -> Iterator[Mapping[str, JefailError]]:
    """Yield every refusal that a listener ends in, by the words that are told."""
    meant: dict[str, JefailError] = {}

    def sentence(error: JefailError) -> str:
        text = sentence_of(error)
        meant[text] = error
        return text

    def refusal(refusal: Refusal) -> str:
        text = refusal_text(refusal)
        meant[text] = NotAllowed(refusal)
        return text

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listening, "sentence_of", sentence)
        patch.setattr(listening, "refusal_text", refusal)
        yield meant


@asynccontextmanager
async def _listened_to(
    slack: FakeSlack, desk: Desk, meant: Mapping[str, JefailError]
) -> AsyncIterator[Team]:
    async with serving(slack.app()) as url, aiohttp.ClientSession() as session:
        client = AsyncWebClient(
            "xoxb-test", base_url=f"{url}/api/", session=session, retry_handlers=[]
        )
        app = AsyncApp(
            name="jefail", client=client, signing_secret="unused", process_before_response=True
        )
        register(app, desk)
        yield Team(slack, desk, app, url, meant)


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
