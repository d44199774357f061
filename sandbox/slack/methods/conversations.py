"""conversations.*: what there is, who is in it, and what was said."""

from sandbox.slack.channels import shown_to
from sandbox.slack.content import seen_by
from sandbox.slack.people import EVERYBODY
from sandbox.slack.scopes import kind_of
from sandbox.slack.web_call import Call, page
from sandbox.slack.wire import Json, SlackError

TYPES = {"public_channel": "channels", "private_channel": "groups", "im": "im", "mpim": "mpim"}


def conversation_list(call: Call) -> Json:
    """List conversations of the wanted types that the caller may know of."""
    wanted = _types(call)
    user = call.caller.user
    exclude = call.args.flag("exclude_archived")
    found = [
        shown_to(channel, user)
        for channel in call.ws.channels.all()
        if kind_of(channel) in wanted
        and (user in channel["members"] or not channel["is_private"])
        and not (exclude and channel["is_archived"])
    ]
    shown, metadata = page(call, found)
    return {"channels": shown, "response_metadata": metadata}


def info(call: Call) -> Json:
    """Tell about one conversation."""
    return {"channel": shown_to(call.channel(), call.caller.user)}


def members(call: Call) -> Json:
    """List who is in a conversation that the caller may know of."""
    shown, metadata = page(call, [*call.channel()["members"]])
    return {"members": shown, "response_metadata": metadata}


def open_direct(call: Call) -> Json:
    """Return the direct conversation with one person."""
    if call.args.text("channel"):
        return {"channel": {"id": call.channel()["id"]}}
    users = call.args.need("users").split(",")
    if any(user not in EVERYBODY for user in users):
        raise SlackError("user_not_found")
    if len(users) > 1:
        # The program never talks to several people aside, so there are no such groups here.
        raise SlackError("method_not_supported_for_channel_type")
    known = [channel["id"] for channel in call.ws.channels.all()]
    channel = call.ws.channels.direct(users[0])
    existed = channel["id"] in known
    return {"channel": {"id": channel["id"]}, "already_open": existed, "no_op": existed}


def history(call: Call) -> Json:
    """Return top-level messages, newest first, between `oldest` and `latest`."""
    channel = call.readable()
    oldest, latest = call.bound("oldest"), call.bound("latest")
    found = call.ws.messages.history(channel["id"], oldest=oldest, latest=latest)
    return _messages(call, _inside(call, found[::-1], oldest, latest))


def replies(call: Call) -> Json:
    """Return a thread: its first message, then the replies, oldest first."""
    channel = call.readable()
    ts = call.args.need("ts")
    thread = call.ws.messages.thread(channel["id"], ts)
    if not thread:
        raise SlackError("thread_not_found")
    oldest, latest = call.bound("oldest"), call.bound("latest")
    kept = [each for each in thread[1:] if each["ts"] >= oldest and each["ts"] <= (latest or "9")]
    return _messages(call, thread[:1] + _inside(call, kept, oldest, latest))


def _inside(call: Call, found: list[Json], oldest: str, latest: str) -> list[Json]:
    if call.args.flag("inclusive"):
        return found
    return [message for message in found if message["ts"] not in (oldest, latest)]


def _messages(call: Call, found: list[Json]) -> Json:
    shown, metadata = page(call, found)
    all_metadata = call.args.flag("include_all_metadata")
    return {
        "messages": [seen_by(message, all_metadata=all_metadata) for message in shown],
        "has_more": bool(metadata["next_cursor"]),
        "response_metadata": metadata,
    }


def _types(call: Call) -> set[str]:
    asked = [word.strip() for word in (call.args.text("types") or "public_channel").split(",")]
    if any(word not in TYPES for word in asked):
        raise SlackError("invalid_types")
    kinds = {TYPES[word] for word in asked}
    for kind in sorted(kinds):
        call.grant(f"{kind}:read")
    return kinds
