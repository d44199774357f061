"""What people do, besides the acts that have their own files: write and react."""

from sandbox.slack.acts import Act
from sandbox.slack.clicks import click
from sandbox.slack.commands import command, open_home, shortcut, suggest
from sandbox.slack.submissions import close, submit
from sandbox.slack.tokens import Caller
from sandbox.slack.wire import Json, Refused
from sandbox.slack.writing import new_message, react, write

__all__ = [
    "click",
    "close",
    "command",
    "message",
    "open_home",
    "react_to",
    "shortcut",
    "submit",
    "suggest",
]


async def message(act: Act) -> Json:
    """Let a person write into a channel or a thread."""
    channel = act.channel()
    if channel["is_archived"]:
        raise Refused("the channel is archived")
    written = new_message(Caller("user", act.user), {"text": act.need("text")})
    thread_ts = act.given.get("thread_ts")
    if thread_ts:
        if act.ws.messages.get(channel["id"], thread_ts) is None:
            raise Refused("no such thread", 404)
        written["thread_ts"] = thread_ts
    return {"message": write(act.ws, channel, written)}


async def react_to(act: Act) -> Json:
    """Let a person put an emoji on a message, or take it off again."""
    channel = act.channel()
    stored = act.ws.messages.stored(channel["id"], act.need("message_ts"))
    if stored is None:
        raise Refused("no such message", 404)
    name = act.need("name").strip(":")
    reactions = {each["name"]: each["users"] for each in stored.get("reactions", ())}
    users: list[str] = reactions.get(name, [])
    mine = act.user in users
    others = [user for user in users if user != act.user]
    react(act.ws, channel, stored, name, others if mine else [*users, act.user])
    return {"reacted": not mine}
