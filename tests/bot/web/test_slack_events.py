"""Slack over signed HTTP: what Slack signed reaches the app, anything else does not."""

import json
import time
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.signature import SignatureVerifier

from bot.web.app import app_of
from storage.database import Database
from tests.bot.web.stage import client_of, needs_of
from tests.clock import SetClock

SECRET = "the signing secret"


async def _authorize(**_arguments: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-x", bot_id="B1")


@pytest.fixture
def slack() -> AsyncApp:
    """A Bolt app that answers one command."""
    app = AsyncApp(signing_secret=SECRET, authorize=_authorize, process_before_response=True)

    async def hello(context: AsyncBoltContext) -> None:
        await context.ack(text="Hello.")

    app.command("/jefail")(hello)
    return app


async def send(
    database: Database, slack: AsyncApp | None, body: str, media_type: str, secret: str = SECRET
) -> httpx.Response:
    """Send what Slack would, signed with `secret`."""
    signed = SignatureVerifier(secret)
    stamp = str(int(time.time()))
    headers = {
        "Content-Type": media_type,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": signed.generate_signature(timestamp=stamp, body=body) or "",
    }
    async with client_of(app_of(needs_of(database, SetClock(), slack=slack))) as client:
        return await client.post("/slack/events", content=body, headers=headers)


async def test_a_command_reaches_its_listener(database: Database, slack: AsyncApp) -> None:
    """A signed command is answered by the listener."""
    body = urlencode({"command": "/jefail", "text": "", "user_id": "U1", "team_id": "T1"})

    answer = await send(database, slack, body, "application/x-www-form-urlencoded")

    assert (answer.status_code, answer.text) == (200, "Hello.")


async def test_slack_s_own_check_of_the_address(database: Database, slack: AsyncApp) -> None:
    """The address can be entered in Slack's settings: the challenge comes back."""
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"})

    answer = await send(database, slack, body, "application/json")

    assert (answer.status_code, answer.json()) == (200, {"challenge": "c"})


async def test_a_wrong_signature_is_refused(database: Database, slack: AsyncApp) -> None:
    """What was not signed with our secret is nobody's click."""
    body = urlencode({"command": "/jefail", "text": "", "user_id": "U1", "team_id": "T1"})

    answer = await send(
        database, slack, body, "application/x-www-form-urlencoded", "another secret"
    )

    assert answer.status_code == 401


async def test_there_is_no_such_path_in_socket_mode(database: Database) -> None:
    """A program that is connected by socket offers no second door."""
    answer = await send(database, None, "{}", "application/json")

    assert answer.status_code == 404
