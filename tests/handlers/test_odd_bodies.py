"""Bodies that Slack signed and never sends, through the web app to listeners: an answer each."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import quote, urlencode

from bot.web.app import app_of
from bot.web.needs import SlackOverHttp
from storage.engine.clock import machine_now
from tests.bot.web.stage import client_of, needs_of
from tests.bot.web.test_slack_events import FORM, JSON, signed
from tests.clock import SetClock
from tests.handlers.odd_payloads import payloads
from tests.handlers.slack import Team
from tests.journal.bench import Bench
from tests.storage.invariants import broken_rules

SECRET: Final = "unused"
SIGNED: Final = (200, 400, 401, 404, 413)
Body = tuple[str, bytes]
_NOT_PAYLOADS: Final = (
    *("[]", "7", '"x"', "null", "true", "", " ", "{", "[[]]", "NaN", "1e999", "{}", '{"type": 1}'),
    *('{"type": null}', '{"type": "no such"}', '{"type": []}', '{"type": {"a": 1}}', "\ufeff{}"),
    *('{"type": "block_actions"}', '{"type": "view_submission", "view": []}', '{"a": "\\ud800"}'),
    *('{"type": "block_actions", "type": "view_submission"}', '{"user": 7, "team": []}'),
    *('{"type": "block_actions", "actions": null}', '{"type": "block_actions", "actions": [7]}'),
    *('{"type": "shortcut"}', '{"type": "view_closed"}', '{"type": "dialog_submission"}'),
    *('{"type": "interactive_message"}', '{"type": "workflow_step_edit"}', '{"type": "options"}'),
    *('{"type": "event_callback"}', '{"type": "event_callback", "event": []}'),
    *('{"type": "event_callback", "event": {"type": {}}, "event_id": "E"}',),
    *('{"type": "event_callback", "event": "message", "authorizations": [7]}',),
    *('{"type": "event_callback", "event": {"type": "message"}, "authorizations": "x"}',),
    *('{"type": "url_verification"}', '{"type": "url_verification", "challenge": {"a": []}}'),
    *('{"ssl_check": "1"}', '{"ssl_check": 1, "token": []}', '{"enterprise": "x", "team": "y"}'),
    *('{"is_enterprise_install": {}, "user": {"id": []}}', '{"token": null, "command": {}}'),
    *('{"team": {"id": 7}, "user": {"team_id": []}, "view": {"app_installed_team_id": {}}}',),
    *('{"function_data": 7, "bot_access_token": []}', '{"event": {"channel": {"id": {}}}}'),
    *('{"authorizations": []}', '{"authorizations": [[]]}', '{"authorizations": {}}'),
    *('{"type": "function_executed", "event": {"inputs": 7}}', '{"container": 7, "message": 7}'),
)
_COMMAND: Final = {"command": "/jefail", "text": "status", "user_id": "U_ANA", "channel_id": "C1"}
_FORMS: Final[tuple[Any, ...]] = (
    {},
    {"x": "y"},
    {"payload": ""},
    {"ssl_check": "1"},
    {"ssl_check": "1", "token": "x"},
    {"ssl_check": "1", **_COMMAND},
    {"ssl_check": "0"},
    _COMMAND,
    {**_COMMAND, "payload": "{}"},
    {**_COMMAND, "payload": '{"type": "block_actions"}'},
    {**_COMMAND, "trigger_id": "1.1", "command": ""},
    {**_COMMAND, "trigger_id": "1.1", "command": "/other"},
    {**_COMMAND, "trigger_id": "1.1", "text": "x" * 100_000},
    {**_COMMAND, "trigger_id": "1.1", "text": "\0\u202e"},
    {**_COMMAND, "trigger_id": "1.1", "team_id": "", "enterprise_id": "\0"},
    {"payload": "{}", "type": "event_callback"},
    [("payload", "{}"), ("payload", "{}")],
    [("payload", '{"payload": "{}"}')],
    [("command", "/jefail"), ("command", "/other")],
    [("payload[]", "{}"), ("payload", "{}")],
    [("", ""), ("=", "&")],
)


def odd_bodies(number: str) -> list[Body]:
    """Return bodies of every kind, about the incident of this number; each with its media type."""
    odd = [(FORM, urlencode({"payload": one}).encode()) for one in _NOT_PAYLOADS]
    odd += [(FORM, urlencode(one).encode()) for one in _FORMS]
    odd += [(JSON, one.encode()) for one in _NOT_PAYLOADS]
    raw = (b"", b"\0", b"payload", b"payload=%", b"payload=%ff", b"&&&&", b"a;b", b"payload=%00")
    odd += [(FORM, one) for one in (*raw, b"payload=" + b"%5B" * 50_000, b"\xff\xfe{\0}\0")]
    for sound in payloads(number)[::20]:
        odd += _told_otherwise(sound)
    return odd


def _told_otherwise(payload: Mapping[str, Any]) -> list[Body]:
    """Return a payload that is sound under media types that are not its own, and in odd forms."""
    text = json.dumps(payload)
    twice = urlencode({"payload": json.dumps({"payload": text})}).encode()
    form = urlencode({"payload": text}).encode()
    media = ("", "text/plain", "multipart/form-data; boundary=x", "application/json; charset=x")
    return [
        *((one, body) for one in (*media, "a" * 3000, "x/y") for body in (form, text.encode())),
        (JSON, form),
        (FORM, text.encode()),
        (FORM, quote(text).encode()),
        (FORM, twice),
        (FORM, form + b"&" + form),
        (FORM, form + b"&command=/jefail&user_id=U_ANA"),
        (JSON, json.dumps([payload]).encode()),
        (JSON, text.encode("utf-16")),
        (JSON, b"\xef\xbb\xbf" + text.encode()),
    ]


async def test_every_odd_body_is_answered(bench: Bench, team: Team, incident_id: int) -> None:
    """It is refused or taken, no error gets out, nothing is half stored, nothing stays open."""
    slack = SlackOverHttp(team.app, SECRET, machine_now)
    web = app_of(needs_of(bench.database, SetClock(), slack=slack))
    async with client_of(web) as client:
        for media, body in odd_bodies(str(incident_id)):
            headers = signed(body, media, secret=SECRET)
            answer = await client.post("/slack/events", content=body, headers=headers)
            assert answer.status_code in SIGNED, (media, body[:300], answer.text)
            assert await broken_rules(bench.database) == [], (media, body[:300])
        again = urlencode({**_COMMAND, "trigger_id": "1.7", "text": "help"}).encode()
        heard = await client.post(
            "/slack/events", content=again, headers=signed(again, FORM, secret=SECRET)
        )
    assert heard.status_code == 200
