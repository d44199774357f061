"""Signed HTTP: the second way to the app."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import Clock, SignatureVerifier
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from sandbox.serve import serving
from sandbox.slack.app import catch_up
from tests.sandbox.slack.desk import Desk, HandClock, card


@dataclass(slots=True)
class Listener:
    """An app behind a URL: keeps what came, answers as it is told."""

    url: str = ""
    answer: Response = field(default_factory=Response)
    requests: list[tuple[dict[str, str], str]] = field(default_factory=list)

    async def __call__(self, request: Request) -> Response:
        """Take one delivery; challenges are echoed."""
        body = (await request.body()).decode()
        if "url_verification" in body:
            return JSONResponse({"challenge": json.loads(body)["challenge"]})
        self.requests.append((dict(request.headers), body))
        return self.answer


@pytest.fixture
async def listener(desk: Desk) -> AsyncIterator[Listener]:
    """An app that the workspace delivers to by HTTP."""
    app = Listener()
    route = Route("/slack/events", app.__call__, methods=["POST"])
    async with serving(Starlette(routes=[route])) as base_url:
        app.url = f"{base_url}/slack/events"
        switched = await desk.post("transport", kind="http", url=app.url)
        assert switched["verified"]
        yield app


async def test_deliveries_are_signed(desk: Desk, listener: Listener, clock: HandClock) -> None:
    """The SDK's own verifier takes the signature, and not when the body was changed."""

    class Now(Clock):
        def now(self) -> float:
            return clock.now

    await desk.act("command", channel="C_GENERAL", command="/jefail", text="status")
    headers, body = listener.requests[0]
    verifier = SignatureVerifier(desk.workspace.tokens["signing_secret"], Now())

    assert verifier.is_valid_request(body, headers)
    assert not verifier.is_valid_request(body + "x", headers)


async def test_commands_are_flat_forms_and_answered_in_the_body(
    desk: Desk, listener: Listener
) -> None:
    """A command is a form; plain text in the answer is shown as it is."""
    listener.answer = PlainTextResponse("all is well")

    seen = await desk.act("command", channel="C_GENERAL", command="/jefail", text="status")
    headers, body = listener.requests[0]

    assert headers["content-type"] == "application/x-www-form-urlencoded"
    assert parse_qs(body)["command"] == ["/jefail"]
    assert seen["response"] == {"text": "all is well"}


async def test_interactions_are_json_in_a_form(desk: Desk, listener: Listener) -> None:
    """A click arrives as the form field `payload`; an error status warns the person."""
    sent = await desk.api("chat.postMessage", channel="C_GENERAL", text="x", blocks=card("retry"))
    ids = {"block_id": "buttons", "action_id": "retry"}
    listener.answer = Response(status_code=404)

    seen = await desk.act("action", channel="C_GENERAL", message_ts=sent["ts"], **ids)
    payload = json.loads(parse_qs(listener.requests[0][1])["payload"][0])

    assert payload["type"] == "block_actions"
    assert seen["warning"] == "This app responded with Status Code 404."


async def test_events_are_json_and_repeated_with_headers(
    desk: Desk, listener: Listener, clock: HandClock
) -> None:
    """A refused event comes again and says which attempt it is, and why."""
    listener.answer = Response(status_code=500)
    await desk.act("home")
    await desk.workspace.delivery.settle()
    listener.answer = Response()
    clock.move(1)
    await catch_up(desk.workspace)
    (first, body), (second, again) = listener.requests

    assert json.loads(body)["event"]["type"] == "app_home_opened"
    assert body == again
    assert "x-slack-retry-num" not in first
    assert second["x-slack-retry-num"] == "1"
    assert second["x-slack-retry-reason"] == "http_error"


async def test_url_that_does_not_echo_is_not_verified(desk: Desk) -> None:
    """Switching to a dead URL says so; switching back to sockets works."""
    dead = await desk.post("transport", kind="http", url="http://127.0.0.1:9/")
    command = await desk.act("command", channel="C_GENERAL", command="/jefail", text="")
    back = await desk.post("transport", kind="socket")

    assert (dead["verified"], back["verified"]) == (False, True)
    assert not command["acked"]
    assert (await desk.post("transport", kind="pigeon"))["status"] == 400
