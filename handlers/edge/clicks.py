"""Which click it was: the same id when Slack delivers it again."""

from __future__ import annotations

from typing import Any

from journal.ports import Click


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
