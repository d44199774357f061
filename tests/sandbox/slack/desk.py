"""Hands for the tests: act as people over the control API, call as the app over the Web API."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any

import aiohttp

from sandbox.slack.workspace import Workspace

Json = dict[str, Any]


class HandClock:
    """Time that moves only by hand."""

    def __init__(self) -> None:
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        """Return the time that it is."""
        return self.now

    def move(self, seconds: float) -> None:
        """Let some seconds pass."""
        self.now += seconds


@dataclass(frozen=True, slots=True)
class Desk:
    """A served workspace."""

    workspace: Workspace
    session: aiohttp.ClientSession
    base_url: str

    async def api(self, method: str, token: str | None = None, **args: Any) -> Json:
        """Call a Web API method with a JSON body, as the bot unless a token is given."""
        token = token or self.workspace.tokens["bot_token"]
        async with self.session.post(
            f"/api/{method}", json=args, headers={"Authorization": f"Bearer {token}"}
        ) as answer:
            body: Json = await answer.json()
            return body

    async def act(self, what: str, user: str = "U_ANA", **given: Any) -> Json:
        """Do something as a person; the answer's HTTP status is in `status`."""
        return await self.post(what, **{"as": user, **given})

    async def post(self, what: str, **given: Any) -> Json:
        """Use a switch of the control API; the answer's HTTP status is in `status`."""
        async with self.session.post(f"/control/{what}", json=given) as answer:
            body: Json = await answer.json()
            return {**body, "status": answer.status}

    async def look(self, what: str, **query: str) -> Json:
        """Look at something through the control API."""
        async with self.session.get(f"/control/{what}", params=query) as answer:
            body: Json = await answer.json()
            return body

    async def messages(self, user: str = "U_ANA", channel: str = "C_GENERAL") -> list[Json]:
        """Return the channel as this person sees it."""
        found = await self.look("messages", **{"as": user, "channel": channel})
        messages: list[Json] = found["messages"]
        return messages


def modal(**parts: Any) -> Json:
    """A modal with one required input, unless parts say otherwise."""
    return {
        "type": "modal",
        "callback_id": "accounts",
        "title": plain("Map accounts"),
        "submit": plain("Save"),
        "blocks": [text_input()],
        **parts,
    }


def text_input(block_id: str = "account", **parts: Any) -> Json:
    """An input block for text."""
    element = {"type": "plain_text_input", "action_id": "value"}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("Account"),
        "element": element,
        **parts,
    }


def card(*buttons: str) -> list[Json]:
    """A section and a row of buttons; each button's word is its action id and value."""
    elements = [
        {"type": "button", "action_id": word, "value": word, "text": plain(word)}
        for word in buttons
    ]
    return [
        {"type": "section", "block_id": "top", "text": {"type": "mrkdwn", "text": "A card"}},
        {"type": "actions", "block_id": "buttons", "elements": elements},
    ]


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


@dataclass(frozen=True, slots=True)
class Turn:
    """What the app was sent, and what the person saw."""

    payload: Json
    seen: Json
    envelope: Json


@dataclass(frozen=True, slots=True)
class Socket:
    """One Socket Mode connection of a hand-made app."""

    wire: aiohttp.ClientWebSocketResponse

    async def next(self) -> Json:
        """Return the next frame."""
        frame: Json = await self.wire.receive_json(timeout=5)
        return frame

    async def ack(self, envelope: Json, payload: Json | None = None) -> None:
        """Acknowledge an envelope, with a payload if there is one."""
        answer: Json = {"envelope_id": envelope["envelope_id"]}
        await self.wire.send_json(answer | ({"payload": payload} if payload else {}))

    async def during(self, act: Coroutine[Any, Any, Json], payload: Json | None = None) -> Turn:
        """Let someone act, acknowledge what arrives, and return both."""
        acting = asyncio.create_task(act)
        envelope = await self.next()
        await self.ack(envelope, payload)
        return Turn(envelope["payload"], await acting, envelope)


async def connect(desk: Desk) -> Socket:
    """Open a socket as an app does, and read its hello."""
    opened = await desk.api("apps.connections.open", desk.workspace.tokens["app_token"])
    socket = Socket(await desk.session.ws_connect(opened["url"]))
    assert (await socket.next())["type"] == "hello"
    # The workspace takes a socket into use right after its hello; one more turn and it has.
    await desk.look("tokens")
    return socket


async def open_modal(desk: Desk, socket: Socket, view: Json) -> str:
    """Open a modal for Ana by way of a command and return its id."""
    acting = desk.act("command", channel="C_GENERAL", command="/jefail", text="")
    turn = await socket.during(acting)
    opened = await desk.api("views.open", trigger_id=turn.payload["trigger_id"], view=view)
    return str(opened["view"]["id"])
