"""app.yaml asks Slack for what the program uses, and for nothing else."""

from __future__ import annotations

import ast
import json
import re
from typing import Any

import jsonschema
import pytest
import yaml
from slack_sdk.web.async_client import AsyncWebClient

from handlers.commands.command import COMMANDS
from tests.house.listening import listeners
from tests.house.tree import ROOT, modules

SCHEMAS = ROOT.parent / "shared" / "specs"
CHANNELS = {"channels:read", "groups:read"}
MESSAGES = {"channels:history", "groups:history", "im:history"}
SCOPES: dict[str, set[str]] = {
    "apps_connections_open": set(),  # by the app-level token
    "auth_test": set(),
    "chat_getPermalink": set(),  # docs.slack.dev: no scope
    "chat_postMessage": {
        "chat:write",
        "im:write",
    },  # also to a person, which opens the direct message
    "chat_update": {"chat:write"},
    "chat_delete": {"chat:write"},
    "conversations_history": MESSAGES,
    "conversations_info": CHANNELS,
    "conversations_list": CHANNELS,
    "conversations_members": CHANNELS,
    "conversations_open": {"im:write"},
    "conversations_replies": MESSAGES,
    "usergroups_list": {"usergroups:read"},
    "users_info": {"users:read", "users:read.email"},
    "users_list": {"users:read", "users:read.email"},
    "files_info": {"files:read"},
    "files_upload_v2": {"files:write"},
    "views_open": set(),
    "views_publish": set(),
    "views_push": set(),
    "views_update": set(),
}
"""The scopes of each method of the Web API that the program calls, in channels of both kinds."""

CLOSES = ("archive", "deleted", "left", "unarchive")
EVENTS: dict[str, set[str]] = {
    "app_mention": {"app_mentions:read"},
    "message": {"im:history"},
    "member_joined_channel": CHANNELS,
    "member_left_channel": CHANNELS,
    **{f"channel_{what}": {"channels:read"} for what in CLOSES},
    **{f"group_{what}": {"groups:read"} for what in CLOSES},
}
"""The scopes without which Slack does not tell of an event."""


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    """What stands in app.yaml."""
    read: dict[str, Any] = yaml.safe_load((ROOT / "app.yaml").read_text(encoding="utf-8"))
    return read


def test_commands_agree(manifest: dict[str, Any]) -> None:
    """Slack offers the commands that are listened to."""
    offered = [one["command"] for one in manifest["features"]["slash_commands"]]

    assert sorted(offered) == sorted(listeners().of("command"))


def test_usage_hint_agrees(manifest: dict[str, Any]) -> None:
    """The hint below the command names the words that it answers to."""
    (command,) = manifest["features"]["slash_commands"]

    assert set(re.findall(r"[a-z]+", command["usage_hint"])) == COMMANDS.keys()


def test_shortcuts_agree(manifest: dict[str, Any]) -> None:
    """Slack offers the shortcuts that are listened to."""
    offered = [one["callback_id"] for one in manifest["features"]["shortcuts"]]

    assert sorted(offered) == sorted(listeners().of("shortcut"))


def test_events_agree(manifest: dict[str, Any]) -> None:
    """Slack sends the events that are listened to."""
    sent = manifest["settings"]["event_subscriptions"]["bot_events"]

    assert sorted(one.partition(".")[0] for one in sent) == sorted(listeners().of("event"))


def test_scopes_agree(manifest: dict[str, Any]) -> None:
    """The program may make each of its calls, and nothing is asked for that it never uses."""
    used = set().union(*(SCOPES[method] for method in methods_called()))
    used |= set().union(*(EVENTS.get(one, set()) for one in listeners().of("event")))
    if listeners().of("command") or listeners().of("shortcut"):
        used.add("commands")

    assert set(manifest["oauth_config"]["scopes"]["bot"]) == used


def test_scopes_of_every_call_are_known() -> None:
    """A new call of the Web API is given its scopes here; one that has gone is taken out."""
    assert methods_called() == SCOPES.keys()


def methods_called() -> set[str]:
    """Return the methods of Slack's client that the program names."""
    methods = {name for name in vars(AsyncWebClient) if not name.startswith("_")}
    return {
        node.attr
        for _place, tree in modules("bot", "handlers")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr in methods
    }


@pytest.mark.parametrize("version", ["1.0.0", "2.0.0"])
def test_manifest_is_as_slack_describes_it(manifest: dict[str, Any], version: str) -> None:
    """Slack takes it when it is pasted."""
    schema = SCHEMAS / f"slack-manifest.schema.{version}.json"
    if not schema.exists():
        pytest.skip("Slack's schema of manifests does not lie beside this repository")
    jsonschema.validate(manifest, json.loads(schema.read_text(encoding="utf-8")))
