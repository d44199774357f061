"""Slack closes connections that were idle: reads are made again, so the first click counts."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack_reads import ReadAgain
from connectors.kept import KeptConnections
from tests.resetting import Resetting, a_resetting_server


@asynccontextmanager
async def a_client() -> AsyncIterator[tuple[Resetting, AsyncWebClient]]:
    """Yield a client as the program has it, with connections that were forgotten meanwhile."""
    kept = KeptConnections()
    async with a_resetting_server() as there, aiohttp.ClientSession(connector=kept) as session:
        client = AsyncWebClient(
            "xoxb-test",
            base_url=there.url,
            session=session,
            timeout=30,
            retry_handlers=[ReadAgain(kept)],
        )
        await asyncio.gather(*(client.api_call("api.test") for _ in range(2)))
        there.forget()
        yield there, client


async def test_a_read_is_made_again_at_once() -> None:
    """On a new connection, though another that was kept is closed as well."""
    async with a_client() as (there, client):
        assert (await client.auth_test())["ok"]

        assert there.heard["POST /auth.test"] == 2
        assert there.made == 3


@pytest.mark.parametrize("method", ["chat.postMessage", "chat.update", "views.open", "views.push"])
async def test_what_people_see_is_not_made_again(method: str) -> None:
    """It may have been heard: a second one would be a second card, and a trigger counts once."""
    async with a_client() as (there, client):
        with pytest.raises(aiohttp.ClientError):
            await client.api_call(method, json={"channel": "C1"})

        assert there.heard[f"POST /{method}"] == 1


async def test_the_first_click_is_heard() -> None:
    """Bolt asks who it is by a connection of long ago, and the listener runs all the same."""
    heard = []
    async with a_client() as (there, client):
        app = AsyncApp(client=client, request_verification_enabled=False)

        @app.action("press")
        async def pressed(ack, body):  # type: ignore[no-untyped-def]
            heard.append(body["user"]["id"])
            await ack()

        body = {
            "type": "block_actions",
            "user": {"id": "U_ANA"},
            "team": {"id": "T1"},
            "actions": [{"action_id": "press", "block_id": "b"}],
        }
        answer = await app.async_dispatch(AsyncBoltRequest(body=body, mode="socket_mode"))

        assert (answer.status, heard) == (200, ["U_ANA"])
        assert there.heard["POST /auth.test"] == 2


async def test_a_reset_of_each_connection_is_told() -> None:
    """Twice is enough: then the person is told, well within the time that a click has."""
    async with a_client() as (there, client):
        there.forget(at_once=True)

        with pytest.raises(aiohttp.ClientError):
            await client.auth_test()

        assert there.heard["POST /auth.test"] == 2
