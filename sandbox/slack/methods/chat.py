"""chat.*: messages that are sent now, changed, and deleted."""

from sandbox.slack.content import content_of, says_something, seen_by
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.writing import erase, new_message, rewrite, write


def post_message(call: Call) -> Json:
    """Send a message to a channel, a thread or a person."""
    channel = may_write(call, call.ws.channels.named(call.args.need("channel")))
    message = write(call.ws, channel, composed(call, channel))
    return _sent(channel, message)


def update(call: Call) -> Json:
    """Change a message of the caller; what is not given stays as it was."""
    channel = may_write(call, call.channel())
    old = _own(call, channel, "cant_update_message")
    changes = content_of(call.args)
    if not changes or not says_something({**old, **changes}):
        raise SlackError("no_text")
    if _is_rich(old) and changes.get("blocks") and not _is_rich(changes):
        raise SlackError("block_mismatch")
    message = rewrite(call.ws, channel, old, changes)
    return _sent(channel, message) | {"text": message["text"]}


def delete(call: Call) -> Json:
    """Delete a message of the caller."""
    channel = call.channel()
    message = _own(call, channel, "cant_delete_message")
    erase(call.ws, channel, message["ts"])
    return {"channel": channel["id"], "ts": message["ts"]}


def permalink(call: Call) -> Json:
    """Return an address at which a person sees the message."""
    channel = call.channel()
    ts = call.args.need("message_ts")
    message = call.ws.messages.get(channel["id"], ts)
    if message is None:
        raise SlackError("message_not_found")
    root = call.base.removesuffix("/slack")
    link = f"{root}/archives/{channel['id']}/p{ts.replace('.', '')}"
    thread = message.get("thread_ts")
    if thread and thread != ts:
        link += f"?thread_ts={thread}&cid={channel['id']}"
    return {"channel": channel["id"], "permalink": link}


def may_write(call: Call, channel: Json) -> Json:
    """Return the channel if the caller may write there.

    Raises:
        SlackError: is_archived, not_in_channel, channel_not_found for private ones.
    """
    if channel["is_archived"]:
        raise SlackError("is_archived")
    if call.caller.user in channel["members"]:
        return channel
    if channel["is_private"]:
        raise SlackError("channel_not_found")
    if not (call.caller.is_bot and call.ws.manifest.grants("chat:write.public")):
        raise SlackError("not_in_channel")
    return channel


def composed(call: Call, channel: Json) -> Json:
    """Return the message that the arguments describe, not yet in the channel.

    Raises:
        SlackError: no_text, thread_not_found, and what `content_of` raises.
    """
    content = content_of(call.args)
    if not says_something(content):
        raise SlackError("no_text")
    return new_message(call.caller, content) | _place_in_thread(call, channel)


def _place_in_thread(call: Call, channel: Json) -> Json:
    wanted = call.args.text("thread_ts")
    if wanted is None:
        return {}
    parent = call.ws.messages.get(channel["id"], wanted)
    if parent is None:
        raise SlackError("thread_not_found")
    # A reply to a reply belongs to the thread that both stand in.
    place = {"thread_ts": parent.get("thread_ts") or wanted}
    return place | ({"subtype": "thread_broadcast"} if call.args.flag("reply_broadcast") else {})


def _own(call: Call, channel: Json, refusal: str) -> Json:
    message = call.ws.messages.stored(channel["id"], call.args.need("ts"))
    if message is None:
        raise SlackError("message_not_found")
    if message["user"] != call.caller.user:
        raise SlackError(refusal)
    return message


def _is_rich(message: Json) -> bool:
    return any(block["type"] == "rich_text" for block in message.get("blocks", ()))


def _sent(channel: Json, message: Json) -> Json:
    shown = seen_by(message, all_metadata=False)
    return {"channel": channel["id"], "ts": message["ts"], "message": shown}
