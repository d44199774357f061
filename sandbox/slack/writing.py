"""Writing in the workspace: every message goes through here, so all readers hear of it."""

from sandbox.slack.drawn import with_ids
from sandbox.slack.messages import top_level
from sandbox.slack.people import APP_ID, BOT_ID, BOT_USER, TEAM_ID
from sandbox.slack.scopes import kind_of
from sandbox.slack.tokens import Caller
from sandbox.slack.wire import Json, stamp
from sandbox.slack.wire import micros_of as micros
from sandbox.slack.workspace import Workspace

APP = Caller("bot", BOT_USER)
CHANNEL_TYPES = {"channels": "channel", "groups": "group", "im": "im"}


def new_message(author: Caller, content: Json) -> Json:
    """Return a message by `author` that is in no channel yet; blocks get their missing ids."""
    message: Json = {"type": "message", "user": author.user, "team": TEAM_ID, "text": ""}
    if author.is_bot:
        message |= {"bot_id": BOT_ID, "app_id": APP_ID}
    return message | _with_ids(content)


def write(ws: Workspace, channel: Json, message: Json) -> Json:
    """Put a message into the channel and return it with its `ts`."""
    added = ws.messages.add(channel["id"], message)
    _tell(ws, "message", channel, added)
    _raise_events(ws, channel, added)
    return added


def rewrite(ws: Workspace, channel: Json, message: Json, changes: Json) -> Json:
    """Change a message in place; it says when and by whom it was edited."""
    edited = {"user": message["user"], "ts": stamp(micros(ws.clock()))}
    changed = {**message, **_with_ids(changes), "edited": edited}
    ws.messages.put(channel["id"], changed)
    _tell(ws, "message_changed", channel, changed)
    return changed


def erase(ws: Workspace, channel: Json, ts: str) -> None:
    """Delete a message; the first of a thread leaves a tombstone."""
    gone = ws.messages.stored(channel["id"], ts) or {}
    tombstone = ws.messages.remove(channel["id"], ts)
    kind = "message_changed" if tombstone else "message_deleted"
    left = {"ts": ts, "thread_ts": gone.get("thread_ts"), "subtype": gone.get("subtype")}
    _tell(ws, kind, channel, tombstone or left)


def whisper(ws: Workspace, channel: Json, user: str, message: Json) -> Json:
    """Show a message to one person and return it with its `ts`."""
    ts = message.get("ts") or ws.messages.next_ts(channel["id"])
    added = {**message, "ts": ts, "is_ephemeral": True}
    ws.ephemeral.put(channel["id"], user, added)
    ws.stream.tell([user], "ephemeral", channel=channel["id"], ts=ts, message=added)
    return added


def warn(ws: Workspace, channel: Json, user: str, text: str) -> None:
    """Let Slack itself tell one person that something did not work."""
    message = {"type": "message", "user": "USLACKBOT", "username": "Slackbot", "text": text}
    whisper(ws, channel, user, message)


def unwhisper(ws: Workspace, channel: Json, user: str, ts: str) -> None:
    """Take away what only one person saw."""
    ws.ephemeral.remove(channel["id"], ts)
    ws.stream.tell([user], "message_deleted", channel=channel["id"], ts=ts)


def _with_ids(content: Json) -> Json:
    return {**content, "blocks": with_ids(content["blocks"])} if content.get("blocks") else content


def _tell(ws: Workspace, kind: str, channel: Json, message: Json) -> None:
    members = channel["members"]
    shown = ws.messages.get(channel["id"], message["ts"]) or message
    ws.stream.tell(members, kind, channel=channel["id"], ts=message["ts"], message=shown)
    if message.get("thread_ts") and not top_level(message):
        # The first message of the thread counts its replies.
        ts = message["thread_ts"]
        parent = ws.messages.get(channel["id"], ts)
        ws.stream.tell(members, "message_changed", channel=channel["id"], ts=ts, message=parent)


def _raise_events(ws: Workspace, channel: Json, message: Json) -> None:
    base = {
        "channel": channel["id"],
        "channel_type": CHANNEL_TYPES[kind_of(channel)],
        "event_ts": message["ts"],
    }
    ws.happened({**message, **base, "type": "message"})
    is_named = f"<@{BOT_USER}>" in message["text"] and message["user"] != BOT_USER
    # What is written to the app directly is told as such, whether it is named there or not.
    if is_named and not channel["is_im"] and BOT_USER in channel["members"]:
        ws.happened({**message, **base, "type": "app_mention"})
