"""Which click it was: the same id when Slack delivers it again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from journal.ports import Click


def person_in(body: Mapping[str, Any]) -> str:
    """Return the Slack id of who did what a payload tells of; "" when it names nobody.

    An action, a form or a shortcut holds a `user`, a command a `user_id`, and an event stands in
    a payload of its own.
    """
    told = body.get("user") or body.get("user_id")
    if isinstance(told, Mapping):
        told = told.get("id")
    event = body.get("event")
    if not told and isinstance(event, Mapping):
        return person_in(event)
    return told if isinstance(told, str) else ""


def click_of(body: dict[str, Any]) -> Click:
    """Return the click in a `block_actions` payload.

    A trigger id is given out once a click; docs.slack.dev/interactivity.
    """
    action = body["actions"][0]
    return _click(f"{body['trigger_id']}/{action['action_ts']}", body)


def submission_of(body: dict[str, Any]) -> Click:
    """Return the click in a `view_submission` payload: a form is sent in once."""
    view = body["view"]
    return _click(f"{view['id']}/{view.get('hash', '')}", body)


def command_of(body: dict[str, Any]) -> Click:
    """Return the click in a slash command."""
    return Click(f"{body['trigger_id']}/command", body["user_id"])


def look_of(body: dict[str, Any]) -> Click:
    """Return who asks to see a form. It moves nothing, so it is never remembered as a click."""
    return _click("", body)


def _click(id_: str, body: dict[str, Any]) -> Click:
    """In a Slack Connect channel the team of the user differs from the one we are installed in."""
    user = body["user"]
    own = (body.get("team") or {}).get("id")
    theirs = user.get("team_id")
    return Click(id_, user["id"], is_external=bool(own and theirs and own != theirs))
