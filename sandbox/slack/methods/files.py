"""files.*: what a file is, and the three steps by which an app brings one in."""

from sandbox.slack.sharing import may_see, share
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json, SlackError


def info(call: Call) -> Json:
    """Tell about one file that the caller may see."""
    file = call.ws.files.get(call.args.need("file"))
    if not may_see(call.ws, call.caller.user, file):
        raise SlackError("file_not_found")
    return {"file": file, "comments": [], "response_metadata": {"next_cursor": ""}}


def upload_url(call: Call) -> Json:
    """Announce a file; it is then sent to the address that is given."""
    name, length = call.args.need("filename"), call.args.number("length", 0)
    if length < 1:
        raise SlackError("invalid_arguments")
    file_id, ticket = call.ws.files.announce(call.caller.user, name, length)
    return {"upload_url": f"{call.base}/upload/v1/{ticket}", "file_id": file_id}


def complete(call: Call) -> Json:
    """Finish uploads, and share them where it is asked for."""
    given = call.args.json("files", "invalid_arguments")
    if not isinstance(given, list) or not given:
        raise SlackError("invalid_arguments")
    ids = [str(one.get("id")) for one in given]
    for file_id, one in zip(ids, given, strict=True):
        if call.ws.files.get(file_id)["user"] != call.caller.user:
            raise SlackError("file_not_found")
        if one.get("title"):
            call.ws.files.name(file_id, str(one["title"]))
    if call.args.text("channel_id"):
        _share(call, ids)
    return {"files": [call.ws.files.get(file_id) for file_id in ids]}


def _share(call: Call, ids: list[str]) -> None:
    channel = call.ws.channels.get(call.args.need("channel_id"))
    if call.caller.user not in channel["members"]:
        raise SlackError("not_in_channel")
    if channel["is_archived"]:
        raise SlackError("is_archived")
    thread_ts = call.args.text("thread_ts")
    if thread_ts and call.ws.messages.get(channel["id"], thread_ts) is None:
        raise SlackError("invalid_thread_ts")
    text = call.args.text("initial_comment") or ""
    share(call.ws, channel, call.caller, ids, text=text, thread_ts=thread_ts)
