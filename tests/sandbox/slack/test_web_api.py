"""The Web API's door: bodies, tokens, scopes, unknown methods."""

import json
from collections.abc import AsyncIterator

import aiohttp
import pytest

from sandbox.keep import Keep
from sandbox.serve import serving
from sandbox.slack.app import slack_app
from sandbox.slack.manifest import Manifest
from sandbox.slack.methods import METHODS
from sandbox.slack.scopes import NEEDED
from sandbox.slack.workspace import open_workspace
from tests.sandbox.slack.desk import Desk, card


@pytest.fixture
async def narrow() -> AsyncIterator[Desk]:
    """A workspace whose app may only write, and read public channels."""
    manifest = Manifest(scopes=frozenset({"chat:write", "channels:history"}))
    workspace = open_workspace(Keep(), manifest=manifest)
    async with (
        serving(slack_app(workspace)) as base_url,
        aiohttp.ClientSession(base_url) as session,
    ):
        yield Desk(workspace, session, base_url)


async def test_form_carries_json_as_text(desk: Desk) -> None:
    """In a form, blocks and metadata are JSON text; the token may be an argument."""
    form = {
        "token": desk.workspace.tokens["bot_token"],
        "channel": "C_GENERAL",
        "text": "Zürich",
        "blocks": json.dumps(card("retry")),
        "metadata": json.dumps({"event_type": "card", "event_payload": {"intent": "1"}}),
    }
    async with desk.session.post("/api/chat.postMessage", data=form) as answer:
        sent = await answer.json()

    assert sent["ok"]
    assert sent["message"]["text"] == "Zürich"
    assert sent["message"]["blocks"][1]["elements"][0]["action_id"] == "retry"


async def test_multipart_is_read(desk: Desk) -> None:
    """Multipart forms work like other forms."""
    with aiohttp.MultipartWriter("form-data") as body:
        for name, value in {"channel": "C_GENERAL", "text": "Zürich"}.items():
            body.append(value).set_content_disposition("form-data", name=name)
        headers = {"Authorization": f"Bearer {desk.workspace.tokens['bot_token']}"}
        async with desk.session.post("/api/chat.postMessage", data=body, headers=headers) as answer:
            sent = await answer.json()

    assert sent["message"]["text"] == "Zürich"


async def test_refusals_come_with_status_200(desk: Desk) -> None:
    """Wrong tokens and unknown methods are answered in the body, not by the status."""
    async with desk.session.post("/api/auth.test") as answer:
        assert (answer.status, (await answer.json())["error"]) == (200, "not_authed")
    assert (await desk.api("auth.test", "xoxb-wrong"))["error"] == "invalid_auth"
    assert (await desk.api("chat.shout"))["error"] == "unknown_method"


async def test_broken_bodies_are_named(desk: Desk) -> None:
    """A body that is not JSON, and JSON that is no object, have their own errors."""
    headers = {"Content-Type": "application/json"}
    for body, error in (("{", "invalid_json"), ("[]", "json_not_object")):
        async with desk.session.post("/api/auth.test", data=body, headers=headers) as answer:
            assert (await answer.json())["error"] == error


async def test_each_kind_of_token_has_its_methods(desk: Desk) -> None:
    """The app token opens connections and nothing else; the bot token does not open them."""
    app_token = desk.workspace.tokens["app_token"]

    assert (await desk.api("apps.connections.open"))["error"] == "not_allowed_token_type"
    assert (await desk.api("auth.test", app_token))["error"] == "not_allowed_token_type"
    assert (await desk.api("apps.connections.open", app_token))["url"].startswith("ws://127.0.0.1")


async def test_missing_scope_says_what_is_needed(narrow: Desk) -> None:
    """The manifest's scopes are the bot's; a refusal names the needed and the provided ones."""
    await narrow.post("channels", name="boards", is_private=True)
    private = narrow.workspace.channels.named("boards")["id"]

    listed = await narrow.api("users.list")
    history = await narrow.api("conversations.history", channel=private)

    assert listed["error"] == "missing_scope"
    assert (listed["needed"], listed["provided"]) == ("users:read", "channels:history,chat:write")
    assert history["needed"] == "groups:history"
    assert (await narrow.api("conversations.history", channel="C_GENERAL"))["ok"]
    assert (await narrow.api("chat.postMessage", channel="C_GENERAL", text="x"))["ok"]


def test_every_method_has_its_scope_written_down() -> None:
    """The table of scopes and the table of methods know the same names."""
    assert NEEDED.keys() == METHODS.keys() - {"apps.connections.open"}


async def test_people_read_and_write_with_their_own_tokens(desk: Desk) -> None:
    """A person's token sees the person's channels and writes in the person's name."""
    ben = desk.workspace.tokens["U_BEN"]

    sent = await desk.api("chat.postMessage", ben, channel="C_GENERAL", text="mine")
    read = await desk.api("conversations.history", ben, channel="C_GENERAL")

    assert sent["message"]["user"] == "U_BEN"
    assert "bot_id" not in sent["message"]
    assert [message["text"] for message in read["messages"]] == ["mine"]


async def test_people_are_found(desk: Desk) -> None:
    """By id; nobody else is there."""
    assert (await desk.api("users.info", user="U_BEN"))["user"]["real_name"] == "Ben Okafor"
    assert (await desk.api("users.info", user="U_X"))["error"] == "user_not_found"
    assert len((await desk.api("users.list"))["members"]) == 5


async def test_what_is_missing_is_named(desk: Desk) -> None:
    """A call without an argument it needs is told which."""
    answer = await desk.api("users.info")

    assert answer["error"] == "invalid_arguments"
    assert "user" in answer["response_metadata"]["messages"][0]


async def test_calls_are_remembered_without_tokens(desk: Desk) -> None:
    """The control API lists what came in, with its outcome, and never a token."""
    token = desk.workspace.tokens["bot_token"]
    await desk.api("chat.postMessage", channel="C_X", text="x", token=token)

    calls = (await desk.look("calls", method="chat.postMessage"))["calls"]

    assert calls[0]["error"] == "channel_not_found"
    assert calls[0]["args"] == {"channel": "C_X", "text": "x"}
    assert (await desk.look("calls", method="auth.test"))["calls"] == []
