"""A program at the other end of the local workspace: it answers as each test tells it to."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

Payload = dict[str, Any]
Answer = Callable[[Payload], Awaitable[Payload | None]]
PATIENCE = 20  # seconds; as long as a page is waited for


async def _nothing(_payload: Payload) -> None:
    return None


@dataclass
class Partner:
    """The app as a test plays it: what it heard, and what it says to each thing."""

    web: AsyncWebClient
    heard: list[Payload] = field(default_factory=list)
    answers: dict[str, Answer] = field(default_factory=dict)
    deaf_to: set[str] = field(default_factory=set)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    async def hears(self, client: SocketModeClient, request: SocketModeRequest) -> None:
        """Take one envelope: acknowledge it with the test's answer, unless deaf to it."""
        payload = request.payload
        self.heard.append(payload)
        self._came.set()
        name = name_of(payload)
        if name in self.deaf_to:
            return
        answer = await self.answers.get(name, _nothing)(payload)
        await client.send_socket_mode_response(SocketModeResponse(request.envelope_id, answer))

    def heard_of(self, name: str) -> list[Payload]:
        """Everything heard under that action_id, callback_id, command or type of event."""
        return [payload for payload in self.heard if name_of(payload) == name]

    async def has_heard(self, name: str) -> list[Payload]:
        """The same, once there is something: a list that closes sends its choice only then.

        So a control that is not busy may be one that has not sent yet.
        """
        try:
            async with asyncio.timeout(PATIENCE):
                while not (found := self.heard_of(name)):
                    self._came.clear()
                    await self._came.wait()
                return found
        except TimeoutError:
            told = [name_of(payload) for payload in self.heard]
            raise AssertionError(f"heard nothing of {name}, only {told}") from None

    async def says(self, channel: str, blocks: list[Payload], text: str = "A card") -> str:
        """Send a message and return its ts."""
        sent = await self.web.chat_postMessage(channel=channel, text=text, blocks=blocks)
        return str(sent["ts"])


def name_of(payload: Payload) -> str:
    """What a test calls a payload: the most telling of the names it carries."""
    if payload.get("actions"):
        return str(payload["actions"][0]["action_id"])
    view = payload.get("view") or {}
    for found in (payload.get("command"), payload.get("callback_id"), view.get("callback_id")):
        if found and payload.get("type") != "block_suggestion":
            return str(found)
    return str(payload.get("action_id") or payload.get("event", {}).get("type") or payload["type"])
