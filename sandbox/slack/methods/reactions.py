"""reactions.*: emoji on messages."""

from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.writing import react


def add(call: Call) -> Json:
    """Put an emoji on a message."""
    channel, message, name, users = _place(call)
    if call.caller.user in users:
        raise SlackError("already_reacted")
    react(call.ws, channel, message, name, [*users, call.caller.user])
    return {}


def remove(call: Call) -> Json:
    """Take the caller's emoji off a message."""
    channel, message, name, users = _place(call)
    if call.caller.user not in users:
        raise SlackError("no_reaction")
    react(call.ws, channel, message, name, [user for user in users if user != call.caller.user])
    return {}


def get(call: Call) -> Json:
    """Return a message with its emoji."""
    channel = call.readable()
    message = _message(call, channel)
    return {"type": "message", "channel": channel["id"], "message": message}


def _place(call: Call) -> tuple[Json, Json, str, list[str]]:
    """The channel, the message, the emoji's name, and who has put it there so far."""
    channel = call.readable()
    message = _message(call, channel)
    name = call.args.need("name").strip(":")
    reactions = {each["name"]: each["users"] for each in message.get("reactions", ())}
    return channel, message, name, reactions.get(name, [])


def _message(call: Call, channel: Json) -> Json:
    message = call.ws.messages.stored(channel["id"], call.args.need("timestamp"))
    if message is None:
        raise SlackError("message_not_found")
    return message
