"""Which click it was: the same id when Slack delivers it again."""

from __future__ import annotations

from typing import Any

from journal.ports import Click


def click_of(body: dict[str, Any]) -> Click:
    """Return the click in a `block_actions` payload.

    A trigger id is given out once a click; docs.slack.dev/interactivity.
    """
    action = body["actions"][0]
    return Click(f"{body['trigger_id']}/{action['action_ts']}", body["user"]["id"])


def submission_of(body: dict[str, Any]) -> Click:
    """Return the click in a `view_submission` payload: a form is sent in once."""
    view = body["view"]
    return Click(f"{view['id']}/{view.get('hash', '')}", body["user"]["id"])


def command_of(body: dict[str, Any]) -> Click:
    """Return the click in a slash command."""
    return Click(f"{body['trigger_id']}/command", body["user_id"])
