"""Everything that Slack can call, called: what a member is shown is taken up and tried by others.

The names come from the listeners that are registered, so a new one is walked as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from blocks.kit import names
from handlers.commands.command import COMMANDS
from tests.handlers.slack import Json, Team
from tests.house.listening import listeners

REFERENCES = ("", "all", "INC-1", "JF-1", "CED-1", "cedar-h8", "Zibbet Markt")
MOST = 8
"""How many of the values that a listener was offered are tried."""


@dataclass(slots=True)
class Harvest:
    """What the messages and forms of someone hold: buttons with their values, and forms."""

    actions: dict[str, list[Json]] = field(default_factory=dict)
    views: dict[str, list[Json]] = field(default_factory=dict)

    def take(self, shown: object) -> None:
        """Take up every element and every form in what was shown."""
        if isinstance(shown, str) and shown[:1] in ("{", "["):
            try:
                shown = json.loads(shown)
            except ValueError:
                return
        if isinstance(shown, list):
            for one in shown:
                self.take(one)
        if isinstance(shown, Mapping):
            self._note(dict(shown))
            for one in shown.values():
                self.take(one)

    def _note(self, one: Json) -> None:
        if isinstance(one.get("action_id"), str):
            kept = self.actions.setdefault(one["action_id"], [])
            kept += [] if one in kept else [one]
        if one.get("type") == "modal" and one.get("callback_id"):
            kept = self.views.setdefault(one["callback_id"], [])
            kept += [] if one in kept else [one]


def pressed(element: Json) -> Iterator[Json]:
    """Yield an element as it is used: a button pressed, each of the options chosen."""
    options = [
        *element.get("options", ()),
        *(one for group in element.get("option_groups", ()) for one in group["options"]),
    ]
    about = {"type": element.get("type", "button"), "action_id": element["action_id"]}
    for option in options[:MOST]:
        yield {**about, "selected_option": option, "value": option["value"]}
    if not options:
        yield {**about, "value": element.get("value", "1")}


def filled(view: Json) -> Json:
    """Return a form as it is sent in, with something in each of its fields."""
    values: dict[str, Any] = {}
    for block in view.get("blocks", ()):
        element = block.get("element") or block.get("accessory")
        if element and "action_id" in element:
            used = next(iter(pressed(element)))
            state = {"type": element["type"], "value": "1"}
            if "selected_option" in used:
                state = {"type": element["type"], "selected_option": used["selected_option"]}
            values.setdefault(block.get("block_id", "b"), {})[element["action_id"]] = state
    return {**view, "id": "V1", "hash": "h1", "state": {"values": values}}


def payloads(team: Team, by: Mapping[str, Any], harvest: Harvest) -> Iterator[tuple[str, Json]]:
    """Yield everything that `by` (a Slack user) can send, each with the name of its listener.

    Where nothing was harvested for a listener, it is called with what a card of the first
    incident would hold.
    """
    forms = [one for several in harvest.views.values() for one in several]
    yield from _actions(team, by, harvest, forms)
    yield from _forms(by, harvest)
    yield from _lists(by, forms)
    yield from _words(team, by)


def _actions(
    team: Team, by: Mapping[str, Any], harvest: Harvest, forms: Sequence[Json]
) -> Iterator[tuple[str, Json]]:
    for name in listeners().of("action"):
        for element in harvest.actions.get(name, [{"action_id": name, "value": "1"}])[:MOST]:
            for used in pressed(element):
                yield name, _action(team, by, used)
            for form in _that_hold(forms, name)[:2]:
                yield name, {**_action(team, by, next(pressed(element))), "view": filled(form)}
    button = {"type": "button", "action_id": names.RETRY, "value": "1"}
    message = {"blocks": [{"type": "actions", "elements": [button]}]}
    for name in listeners().of("shortcut"):
        about = {"type": "message_action", "callback_id": name, "message": message}
        yield name, {**_action(team, by, {}), **about}


def _forms(by: Mapping[str, Any], harvest: Harvest) -> Iterator[tuple[str, Json]]:
    for name in listeners().of("view"):
        for form in harvest.views.get(name, [{"private_metadata": "1", "blocks": []}])[:MOST]:
            sent = filled({**form, "type": "modal", "callback_id": name})
            yield name, {"type": "view_submission", "user": by, "view": sent}


def _lists(by: Mapping[str, Any], forms: Sequence[Json]) -> Iterator[tuple[str, Json]]:
    for name in listeners().of("options"):
        for form in _that_hold(forms, name):
            for block in form["blocks"]:
                if (block.get("element") or {}).get("action_id") == name:
                    yield name, _asked_for(by, name, block["block_id"], filled(form))


def _words(team: Team, by: Mapping[str, Any]) -> Iterator[tuple[str, Json]]:
    for name in listeners().of("command"):
        for word in COMMANDS:
            for reference in REFERENCES:
                text = f"{word} {reference} {_AFTER.get(word, '')}".strip()
                yield f"{name} {word}", _command(team, by, name, text)
    for name in listeners().of("event"):
        for event in _events(name, str(by["id"])):
            told_as = team.button("", "")["trigger_id"]  # never one that was told before
            yield name, {"type": "event_callback", "event_id": told_as, "event": event}


_AFTER = {"assign": "me", "snooze": "1h", "resolve": "not-needed"}


def _that_hold(forms: Sequence[Json], action: str) -> list[Json]:
    return [one for one in forms if f'"{action}"' in json.dumps(one)]


def _action(team: Team, by: Mapping[str, Any], used: Json) -> Json:
    button = team.button(used.get("action_id", ""), used.get("value", "1"))
    actions = [{"action_ts": "1.2", **used}]
    return {**button, "user": by, "team": {"id": "T1"}, "actions": actions}


def _asked_for(by: Mapping[str, Any], name: str, block_id: str, view: Json) -> Json:
    asked = {"action_id": name, "block_id": block_id, "value": ""}
    return {"type": "block_suggestion", "user": by, **asked, "view": view}


def _command(team: Team, by: Mapping[str, Any], name: str, text: str) -> Json:
    button = team.button("", "")
    sent = {"command": name, "text": text, "user_id": by["id"], "channel_id": "C0OUTSIDE"}
    return {**sent, "trigger_id": button["trigger_id"], "response_url": button["response_url"]}


def _events(name: str, person: str) -> Iterator[Json]:
    said = [f"{word} {reference}" for word in COMMANDS for reference in ("", "INC-1", "cedar-h8")]
    if name == "app_mention":
        for text in said:
            yield {"type": name, "user": person, "channel": "C0OUTSIDE", "ts": "1.1", "text": text}
    elif name == "message":
        about = {"type": name, "channel_type": "im", "user": person, "channel": "D1", "ts": "1.1"}
        for text in said:
            yield {**about, "text": text}
    elif name == "file_shared":
        for channel in ("C0OUTSIDE", "D1"):
            yield {"type": name, "user_id": person, "channel_id": channel, "file_id": "F1"}
    elif name == "app_home_opened":
        yield {"type": name, "user": person, "channel": "D1", "tab": "home"}
    else:
        yield {"type": name, "user": person, "channel": "C0OUTSIDE"}
