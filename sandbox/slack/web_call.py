"""One Web API call on its way: who calls, with what, and what they may see."""

import base64
from dataclasses import dataclass

from sandbox.slack import scopes
from sandbox.slack.arguments import Args
from sandbox.slack.tokens import Caller
from sandbox.slack.wire import Json, SlackError, micros_of, stamp
from sandbox.slack.workspace import Workspace

DEFAULT_LIMIT = 100
MOST = 999


@dataclass(frozen=True, slots=True)
class Call:
    """What a method's function is given; `base` is where the workspace is served."""

    ws: Workspace
    caller: Caller
    args: Args
    base: str

    def channel(self) -> Json:
        """Return the conversation of the `channel` argument if the caller may know of it.

        Raises:
            SlackError: channel_not_found, also for private ones of others.
        """
        channel = self.ws.channels.get(self.args.need("channel"))
        if channel["is_private"] and self.caller.user not in channel["members"]:
            raise SlackError("channel_not_found")
        return channel

    def readable(self) -> Json:
        """Return the conversation if the caller is in it; raises not_in_channel."""
        channel = self.channel()
        if self.caller.user not in channel["members"]:
            raise SlackError("not_in_channel")
        return channel

    def grant(self, scope: str) -> None:
        """Let a bot go on only with this scope; raises missing_scope as Slack words it."""
        if self.caller.is_bot and not self.ws.manifest.grants(scope):
            raise missing_scope(self.ws, scope)

    def bound(self, name: str) -> str:
        """Return a time argument in the form of a `ts`, "" when it is missing."""
        given = self.args.text(name)
        try:
            return stamp(micros_of(float(given))) if given else ""
        except ValueError as wrong:
            raise SlackError(f"invalid_ts_{name}") from wrong


def missing_scope(ws: Workspace, needed: str) -> SlackError:
    """Return the refusal that names what is needed and what the token has."""
    provided = ",".join(sorted(granted(ws)))
    return SlackError("missing_scope", needed=needed, provided=provided)


def granted(ws: Workspace) -> frozenset[str]:
    """Return the bot token's scopes."""
    return scopes.EVERY if ws.manifest.scopes is None else ws.manifest.scopes


def page(call: Call, found: list[Json]) -> tuple[list[Json], Json]:
    """Return one page of a list by `limit` and `cursor`, and the metadata that leads on.

    Raises:
        SlackError: invalid_cursor, invalid_limit.
    """
    limit = call.args.number("limit", DEFAULT_LIMIT)
    if limit < 1:
        raise SlackError("invalid_limit")
    start = _start(call.args.text("cursor"))
    end = start + min(limit, MOST)
    cursor = base64.b64encode(f"next:{end}".encode()).decode() if end < len(found) else ""
    return found[start:end], {"next_cursor": cursor}


def _start(cursor: str | None) -> int:
    if cursor is None:
        return 0
    try:
        return int(base64.b64decode(cursor, validate=True).removeprefix(b"next:"))
    except ValueError as wrong:
        raise SlackError("invalid_cursor") from wrong
