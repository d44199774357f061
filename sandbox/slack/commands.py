"""Commands, shortcuts, suggestions and the App Home: acts that start something."""

from sandbox.slack import payloads
from sandbox.slack.acts import Act
from sandbox.slack.answers import answer
from sandbox.slack.blocks.check import check_options
from sandbox.slack.drawn import find
from sandbox.slack.envelopes import COMMAND, Outcome
from sandbox.slack.response_urls import ReplyPlace
from sandbox.slack.wire import Json, Refused, SlackError, micros_of, stamp
from sandbox.slack.writing import warn


async def command(act: Act) -> Json:
    """Type a slash command and wait until the app has answered, or was too slow."""
    channel = act.channel()
    name = act.need("command")
    _must_be_known(act, name)
    place = ReplyPlace(act.user, channel["id"])
    payload = payloads.command(
        channel,
        act.user,
        (name, str(act.given.get("text") or "").strip()),
        token=act.ws.token,
        trigger=act.ws.triggers.issue(act.user),
        reply=act.reply_url(place),
    )
    outcome = await act.ws.delivery.ask(COMMAND, payload, accepts=True)
    if not outcome.acked:
        code = "operation_timeout" if outcome.error == "operation_timeout" else "dispatch_failed"
        warn(act.ws, channel, act.user, f'{name} failed with the error "{code}"')
        return {"acked": False, "response": None}
    return {"acked": True, "response": _shown(act, name, place, outcome)}


async def shortcut(act: Act) -> Json:
    """Choose a shortcut, of a message or of the whole workspace."""
    callback_id = act.need("callback_id")
    known = {each["callback_id"] for each in act.ws.manifest.shortcuts}
    if known and callback_id not in known:
        raise Refused("no such shortcut", 404)
    act_ts = stamp(micros_of(act.ws.clock()))
    common = {"callback_id": callback_id, "action_ts": act_ts}
    if act.given.get("message_ts"):
        payload = {**act.payload("message_action"), **common, **_on_message(act)}
    else:
        payload = {**act.payload("shortcut"), **common}
    outcome = await act.deliver(payload)
    return {"acked": outcome.acked, "warning": outcome.warning}


async def suggest(act: Act) -> Json:
    """Type into a menu whose options the app knows; nothing is asked below its least length."""
    if act.given.get("view_id"):
        view = act.view()
        place, blocks = payloads.of_view(view), view["blocks"]
    else:
        channel = act.channel()
        message = act.message(channel)
        place, blocks = payloads.of_message(channel, message), message.get("blocks", [])
    ids = {"block_id": act.need("block_id"), "action_id": act.need("action_id")}
    found = find(blocks, **ids)
    if found is None or "external" not in found[1]["type"]:
        raise Refused("no such menu is drawn there", 404)
    typed = str(act.given.get("value") or "")
    if len(typed) < found[1].get("min_query_length", 3):
        return {"acked": True, "options": [], "option_groups": None}
    payload = {**act.payload("block_suggestion", trigger=False), **place, **ids, "value": typed}
    return _suggestions(await act.deliver(payload, accepts=True))


async def open_home(act: Act) -> Json:
    """Open the App Home; the app hears of it as an event."""
    channel = act.ws.channels.direct(act.user)
    view = act.ws.views.home(act.user)
    event = {
        "type": "app_home_opened",
        "user": act.user,
        "channel": channel["id"],
        "tab": "home",
        "event_ts": stamp(micros_of(act.ws.clock())),
    }
    act.ws.happened(event | ({"view": view} if view else {}))
    return {"ok": True}


def _must_be_known(act: Act, name: str) -> None:
    known = {each["command"] for each in act.ws.manifest.commands}
    if known and name not in known:
        raise Refused(f"{name} is not a valid command.", 404)


def _shown(act: Act, name: str, place: ReplyPlace, outcome: Outcome) -> Json | None:
    """Show what rode on the acknowledgement; an empty one shows nothing."""
    response = outcome.payload
    if not response:
        return None
    try:
        answer(act.ws, place, response)
    except SlackError as refusal:
        channel = act.ws.channels.get(place.channel)
        warn(act.ws, channel, act.user, f'{name} failed with the error "{refusal.code}"')
    return response


def _on_message(act: Act) -> Json:
    channel = act.channel()
    message = act.message(channel)
    if message.get("is_ephemeral"):
        raise Refused("shortcuts are not offered on messages that only you see")
    place = ReplyPlace(act.user, channel["id"], None, thread_ts=message.get("thread_ts"))
    return {
        **payloads.of_message(channel, message),
        "message_ts": message["ts"],
        "response_url": act.reply_url(place),
    }


def _suggestions(outcome: Outcome) -> Json:
    offered: Json = outcome.payload or {}
    try:
        check_options(offered)
    except SlackError:
        # A real menu shows nothing for options it cannot draw.
        offered = {}
    return {
        "acked": outcome.acked,
        "options": offered.get("options"),
        "option_groups": offered.get("option_groups"),
    }
