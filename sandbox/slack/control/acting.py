"""What people do, besides the acts that have their own files: write, and share files."""

import base64

from sandbox.slack.acts import Act
from sandbox.slack.clicks import click
from sandbox.slack.commands import command, open_home, shortcut, suggest
from sandbox.slack.sharing import share
from sandbox.slack.submissions import close, submit
from sandbox.slack.tokens import Caller
from sandbox.slack.wire import Json, Refused
from sandbox.slack.writing import new_message, write

MOST_BYTES = 20_000_000

__all__ = [
    "click",
    "close",
    "command",
    "message",
    "open_home",
    "shortcut",
    "submit",
    "suggest",
]


async def message(act: Act) -> Json:
    """Let a person write into a channel or a thread, with files (`name`, `content` in base64)."""
    channel = act.channel()
    if channel["is_archived"]:
        raise Refused("the channel is archived")
    thread_ts = act.given.get("thread_ts")
    if thread_ts and act.ws.messages.get(channel["id"], thread_ts) is None:
        raise Refused("no such thread", 404)
    author = Caller("user", act.user)
    if act.given.get("files"):
        ids = [act.ws.files.add(act.user, *_dropped(one), act.base) for one in act.given["files"]]
        text = str(act.given.get("text") or "")
        shared = share(act.ws, channel, author, ids, text=text, thread_ts=thread_ts)
        return {"message": shared}
    written = new_message(author, {"text": act.need("text")})
    if thread_ts:
        written["thread_ts"] = thread_ts
    return {"message": write(act.ws, channel, written)}


def _dropped(file: object) -> tuple[str, bytes]:
    if not isinstance(file, dict) or not file.get("name"):
        raise Refused("a file has a name and content", 400)
    try:
        content = base64.b64decode(str(file.get("content", "")), validate=True)
    except ValueError as wrong:
        raise Refused("the content of a file is base64", 400) from wrong
    if not 0 < len(content) <= MOST_BYTES:
        raise Refused("a file has something in it, and at most 20 MB", 413)
    return str(file["name"]), content
