"""Answers without a token: what an app says to a response URL or on an acknowledgement."""

from sandbox.slack.arguments import Args
from sandbox.slack.content import content_of, says_something
from sandbox.slack.response_urls import ReplyPlace
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace
from sandbox.slack.writing import APP, erase, new_message, rewrite, unwhisper, whisper, write


def answer(ws: Workspace, place: ReplyPlace, said: Json) -> None:
    """Show what an app answers: a new message, or a change of the one that was acted on.

    Without `response_type: in_channel` only the person who acted sees it.

    Raises:
        SlackError: what is wrong with it, or the message that is to change is gone.
    """
    channel = ws.channels.get(place.channel)
    if said.get("delete_original"):
        _delete(ws, place, channel)
        return
    content = content_of(Args(said))
    if not says_something(content):
        raise SlackError("no_text")
    if said.get("replace_original") and place.message_ts:
        _replace(ws, place, channel, content)
        return
    message = new_message(APP, content)
    thread_ts = said.get("thread_ts") or place.thread_ts
    if thread_ts:
        message["thread_ts"] = thread_ts
    if said.get("response_type") == "in_channel":
        write(ws, channel, message)
    else:
        whisper(ws, channel, place.user, message)


def _delete(ws: Workspace, place: ReplyPlace, channel: Json) -> None:
    ts = place.message_ts or ""
    if place.is_ephemeral:
        unwhisper(ws, channel, place.user, ts)
    elif ws.messages.stored(channel["id"], ts) is None:
        raise SlackError("message_not_found")
    else:
        erase(ws, channel, ts)


def _replace(ws: Workspace, place: ReplyPlace, channel: Json, content: Json) -> None:
    ts = place.message_ts or ""
    if place.is_ephemeral:
        whisper(ws, channel, place.user, {**new_message(APP, content), "ts": ts})
        return
    message = ws.messages.stored(channel["id"], ts)
    if message is None:
        raise SlackError("message_not_found")
    rewrite(ws, channel, message, {"blocks": [], **content})
