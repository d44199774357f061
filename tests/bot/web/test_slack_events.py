"""Slack over signed HTTP: what Slack signed reaches the app once, anything else does not."""

import hashlib
import hmac
import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from fastapi import FastAPI
from slack_bolt.async_app import AsyncApp, AsyncBoltContext
from slack_bolt.authorization import AuthorizeResult

from bot.web.app import app_of
from bot.web.limits import MAX_EVENT
from bot.web.needs import SlackOverHttp
from bot.web.slack_body import MOST_PARTS
from storage.database import Database
from storage.engine.clock import machine_now
from tests.bot.web.stage import client_of, database_away, needs_of
from tests.clock import SetClock

SECRET = "the signing secret"
FORM = "application/x-www-form-urlencoded"
JSON = "application/json"
COMMAND = urlencode(
    {
        "command": "/jefail",
        "text": "",
        "user_id": "U1",
        "team_id": "T1",
        "channel_id": "C1",
        "trigger_id": "1.1.a",
    }
).encode()


async def _authorize(**_arguments: Any) -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-x", bot_id="B1")


@dataclass(slots=True)
class Listening:
    """A Bolt app that answers one command, and counts what reaches it."""

    heard: int = 0
    breaks: int = 0  # how many times it still does
    app: AsyncApp = field(init=False)

    def __post_init__(self) -> None:
        """Make the app."""
        self.app = AsyncApp(
            signing_secret=SECRET, authorize=_authorize, process_before_response=True
        )
        self.app.command("/jefail")(self._hello)

    async def _hello(self, context: AsyncBoltContext) -> None:
        self.heard += 1
        if self.breaks:
            self.breaks -= 1
            raise RuntimeError("a defect")
        await context.ack(text="Hello.")

    def web(self, database: Database, off: timedelta = timedelta()) -> FastAPI:
        """Return a web app in front of it; several are several processes.

        `off`: how far the database's clock is ahead of this machine's.
        """
        over = SlackOverHttp(self.app, SECRET, lambda: machine_now() + off)
        return app_of(needs_of(database, SetClock(), slack=over))


@pytest.fixture
def slack() -> Listening:
    """A Bolt app that answers one command."""
    return Listening()


def signed(
    body: bytes, media_type: str = FORM, stamp: str = "", secret: str = SECRET
) -> dict[str, str]:
    """Return the headers that Slack sends along with `body`."""
    stamp = stamp or str(int(machine_now().timestamp()))
    base = b"v0:" + stamp.encode() + b":" + body
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": media_type,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={digest}",
    }


async def send(app: FastAPI, body: bytes, headers: Any) -> httpx.Response:
    """Send one request; `headers` as a mapping or as pairs."""
    async with client_of(app) as client:
        return await client.post("/slack/events", content=body, headers=headers)


async def test_a_command_reaches_its_listener(database: Database, slack: Listening) -> None:
    """A signed command is answered by the listener."""
    answer = await send(slack.web(database), COMMAND, signed(COMMAND))

    assert (answer.status_code, answer.text) == (200, "Hello.")


async def test_slack_s_own_check_of_the_address(database: Database, slack: Listening) -> None:
    """The address can be entered in Slack's settings: the challenge comes back."""
    body = json.dumps({"type": "url_verification", "challenge": "c", "token": "t"}).encode()

    answer = await send(slack.web(database), body, signed(body, JSON))

    assert (answer.status_code, answer.json()) == (200, {"challenge": "c"})


DEEP = b'{"a":' * 100_000
"""Bolt parses a body before it looks at the signature: this one ends in an error of ours."""


@pytest.mark.parametrize(
    ("body", "changed"),
    [
        pytest.param(COMMAND, {"X-Slack-Signature": "v0=" + "0" * 64}, id="wrong"),
        pytest.param(COMMAND, {"X-Slack-Signature": "v0=é"}, id="no hex"),
        pytest.param(COMMAND, {"X-Slack-Signature": ""}, id="empty"),
        pytest.param(COMMAND, {"X-Slack-Request-Timestamp": "9" * 400}, id="400 figures"),
        pytest.param(COMMAND, {"X-Slack-Request-Timestamp": "9" * 5000}, id="5000 figures"),
        pytest.param(COMMAND, {"X-Slack-Request-Timestamp": "-1"}, id="negative"),
        pytest.param(COMMAND, {"X-Slack-Request-Timestamp": "1.5"}, id="fraction"),
        pytest.param(COMMAND, {"X-Slack-Request-Timestamp": "²"}, id="no figure"),
        pytest.param(DEEP, {"X-Slack-Signature": "v0=" + "0" * 64}, id="deep"),
        pytest.param(b"\xff" * 100, {"X-Slack-Signature": "v0=" + "0" * 64}, id="not UTF-8"),
    ],
)
async def test_what_is_not_slack_s_is_refused_unread(
    database: Database, slack: Listening, body: bytes, changed: dict[str, str]
) -> None:
    """Whatever stands in it, it counts as no click, and nothing of it is parsed."""
    headers = {**signed(body, JSON), **changed}
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]

    answer = await send(slack.web(database), body, raw)

    assert (answer.status_code, slack.heard) == (401, 0)
    assert answer.json()["type"].endswith(":forged")


@pytest.mark.parametrize("stamp", ["0", "1600000000", "999999999999"])
async def test_an_old_or_early_request_is_refused(
    database: Database, slack: Listening, stamp: str
) -> None:
    """A signature is good for five minutes, also when it is Slack's own."""
    answer = await send(slack.web(database), COMMAND, signed(COMMAND, stamp=stamp))

    assert (answer.status_code, slack.heard) == (401, 0)


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_two_headers_of_a_name_are_refused(
    database: Database, slack: Listening, name: str
) -> None:
    """Which of them counts, two readers would see differently."""
    headers = signed(COMMAND)

    for second in (headers[name], "1"):
        both = [*headers.items(), (name, second)]
        answer = await send(slack.web(database), COMMAND, both)
        assert (answer.status_code, slack.heard) == (401, 0)


@pytest.mark.parametrize("name", ["X-Slack-Signature", "X-Slack-Request-Timestamp"])
async def test_a_header_that_is_missing(database: Database, slack: Listening, name: str) -> None:
    """Nothing is read before both are there."""
    headers = {one: value for one, value in signed(COMMAND).items() if one != name}

    assert (await send(slack.web(database), COMMAND, headers)).status_code == 401


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (DEEP, JSON),
        (b"[" * 100_000, JSON),
        (urlencode({"payload": DEEP[:60_000].decode()}).encode(), FORM),
        (b"payload=\xff\xfe", FORM),
        (b'{"a": "\xff"}', JSON),
        (b"{", JSON),
        (b"[]", JSON),
        (b"7", JSON),
        (b"", JSON),
        (b"payload=7", FORM),
        (b"payload=", FORM),
        (b"command=/jefail&command=/other", FORM),
        (b"&".join(b"a%d=1" % number for number in range(200)), FORM),
        (b"[" + b"[]," * MOST_PARTS + b"[]]", JSON),
        (b"payload=" + b"%5B%5D%2C" * (MOST_PARTS // 2), FORM),
    ],
)
async def test_what_cannot_be_read_is_refused_also_signed(
    database: Database, slack: Listening, body: bytes, media_type: str
) -> None:
    """Deep, broken, doubled, of endless parts: an answer, and no error of ours."""
    answer = await send(slack.web(database), body, signed(body, media_type))

    assert (answer.status_code, slack.heard) == (401, 0)


async def test_more_than_slack_ever_sends(database: Database, slack: Listening) -> None:
    """It is not held, whatever it is signed with."""
    body = b"a" * (MAX_EVENT + 1)

    assert (await send(slack.web(database), body, signed(body))).status_code == 413


async def test_the_same_request_again_is_refused(database: Database, slack: Listening) -> None:
    """A request that was listened in on opens nothing: here, and in another process."""
    headers = signed(COMMAND)
    here, there = slack.web(database), slack.web(database)

    assert (await send(here, COMMAND, headers)).status_code == 200
    for app in (here, there):
        again = await send(app, COMMAND, headers)
        assert again.status_code == 401
    assert slack.heard == 1


async def test_slack_s_retry_in_the_same_second_is_answered(
    database: Database, slack: Listening
) -> None:
    """Slack did not hear the answer: it gets one, and nothing is done twice."""
    headers = signed(COMMAND)
    await send(slack.web(database), COMMAND, headers)

    again = await send(slack.web(database), COMMAND, {**headers, "X-Slack-Retry-Num": "1"})

    assert (again.status_code, again.text, slack.heard) == (200, "", 1)


async def test_slack_s_later_retry_is_a_request_of_its_own(
    database: Database, slack: Listening
) -> None:
    """It has a signature of its own; what it asks for is known by its event or click."""
    now = int(machine_now().timestamp())

    for stamp in (now - 60, now):
        answer = await send(slack.web(database), COMMAND, signed(COMMAND, stamp=str(stamp)))
        assert answer.status_code == 200


async def test_a_request_that_ended_in_an_error_may_come_again(
    database: Database, slack: Listening
) -> None:
    """What was not done is done at Slack's retry."""
    headers, slack.breaks = signed(COMMAND), 1
    broken = await send(slack.web(database), COMMAND, headers)
    assert broken.status_code == 500

    again = await send(slack.web(database), COMMAND, {**headers, "X-Slack-Retry-Num": "1"})

    assert (again.status_code, again.text) == (200, "Hello.")


async def test_clicks_are_answered_while_the_database_is_away(slack: Listening) -> None:
    """The listener says so, since nothing that changes something can happen then."""
    async with database_away() as away:
        answer = await send(slack.web(away), COMMAND, signed(COMMAND))

    assert (answer.status_code, answer.text) == (200, "Hello.")


async def test_what_is_turned_away_is_counted(database: Database, slack: Listening) -> None:
    """By why, so that an attack is seen."""
    app = slack.web(database)
    async with client_of(app) as client:
        await client.post("/slack/events", content=COMMAND)
        told = (await client.get("/metrics")).text

    assert 'jefail_http_turned_away_total{why="slack_headers"} 1.0' in told


async def test_there_is_no_such_path_in_socket_mode(database: Database) -> None:
    """A program that is connected by socket offers no second door."""
    app = app_of(needs_of(database, SetClock()))

    assert (await send(app, b"{}", signed(b"{}", JSON))).status_code == 404


@pytest.mark.parametrize("hours", [1, -1])
async def test_one_clock_that_is_off_keeps_no_click_out(
    database: Database, slack: Listening, hours: int
) -> None:
    """The stamp is Slack's; it has to be near to one of our two clocks."""
    app = slack.web(database, timedelta(hours=hours))

    answer = await send(app, COMMAND, signed(COMMAND))

    assert answer.status_code == 200
    assert slack.heard == 1
