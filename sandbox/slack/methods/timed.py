"""Messages for later: scheduled, listed, taken back, and sent when their time comes."""

from sandbox.slack.methods.chat import composed, may_write
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace
from sandbox.slack.writing import write


def schedule(call: Call) -> Json:
    """Keep a message until `post_at`."""
    channel = may_write(call, call.ws.channels.named(call.args.need("channel")))
    post_at = call.args.number("post_at", 0)
    message = composed(call, channel)
    key = call.ws.scheduled.add(channel["id"], post_at, message, call.ws.clock())
    return {
        "channel": channel["id"],
        "scheduled_message_id": key,
        "post_at": post_at,
        "message": message,
    }


def waiting(call: Call) -> Json:
    """List what waits, of one channel or of all."""
    channel = call.args.text("channel")
    found = call.ws.scheduled.all()
    wanted = [each for each in found if channel in (None, each["channel_id"])]
    return {"scheduled_messages": wanted}


def cancel(call: Call) -> Json:
    """Take back one that waits."""
    call.ws.scheduled.cancel(call.args.need("scheduled_message_id"))
    return {}


def send_due(ws: Workspace) -> None:
    """Send every scheduled message whose time has come; a channel that is gone loses its own."""
    for channel_id, message in ws.scheduled.take_due(ws.clock()):
        try:
            channel = ws.channels.get(channel_id)
        except SlackError:
            continue
        if not channel["is_archived"]:
            write(ws, channel, message)
