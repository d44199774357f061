"""Clicks: a person uses a button, menu or input of a message, a modal or the App Home."""

from typing import Any

from sandbox.slack import payloads
from sandbox.slack.acts import Act
from sandbox.slack.drawn import HELD, Values, find, values_of
from sandbox.slack.response_urls import ReplyPlace
from sandbox.slack.wire import Json, Refused, micros_of, stamp

LISTS = ("options", "option_groups")


async def click(act: Act) -> Json:
    """Deliver a block_actions; only what is drawn can be clicked.

    Raises:
        Refused: 404 for what is not there, 409 for what cannot be used or chosen.
    """
    payload = _on_view(act) if act.given.get("view_id") else _on_message(act)
    outcome = await act.deliver(payload)
    return {"acked": outcome.acked, "warning": outcome.warning}


def _on_message(act: Act) -> Json:
    channel = act.channel()
    message = act.message(channel)
    action = _action(act, message.get("blocks", []))
    is_ephemeral = bool(message.get("is_ephemeral"))
    # A card with replies is still a message of the channel, and so are the answers to it.
    thread = message.get("thread_ts")
    thread = thread if thread != message["ts"] else None
    place = ReplyPlace(act.user, channel["id"], message["ts"], is_ephemeral, thread)
    state = values_of(message.get("blocks", []), _given_values(act, action))
    return {
        **act.payload("block_actions"),
        **payloads.of_message(channel, message),
        "state": {"values": state},
        "response_url": act.reply_url(place),
        "actions": [action],
    }


def _on_view(act: Act) -> Json:
    view = act.view()
    action = _action(act, view["blocks"])
    act.ws.views.type_in(view["id"], _given_values(act, action))
    fresh = act.ws.views.get(view["id"])
    return {**act.payload("block_actions"), **payloads.of_view(fresh), "actions": [action]}


def _action(act: Act, blocks: list[Json]) -> Json:
    found = find(blocks, act.need("block_id"), act.need("action_id"))
    if found is None:
        raise Refused("nothing with these ids is drawn there", 404)
    block, element = found
    if block["type"] == "input" and not block.get("dispatch_action"):
        raise Refused("this input tells the app nothing before it is submitted")
    return {
        "type": element["type"],
        "block_id": block["block_id"],
        "action_id": element["action_id"],
        **_chosen(act, element),
        "action_ts": stamp(micros_of(act.ws.clock())),
    }


def _chosen(act: Act, element: Json) -> Json:
    if element["type"] == "button":
        return {key: element[key] for key in ("text", "value") if key in element}
    key = "selected_option" if element["type"] == "overflow" else HELD[element["type"]]
    value = act.given.get(key)
    if key == "selected_option":
        value = _offered(element, value)
    if key == "selected_options":
        value = [_offered(element, each) for each in value or ()]
    return {key: value}


def _offered(element: Json, wanted: Any) -> Any:
    """The option as it is drawn, found by its value; external ones are taken as they come."""
    if not any(element.get(key) for key in LISTS):
        return wanted
    value = wanted.get("value") if isinstance(wanted, dict) else wanted
    for option in _options(element):
        if option.get("value") == value:
            return option
    if value is None and element["type"] != "overflow":
        return None
    raise Refused("no such option")


def _options(element: Json) -> list[Json]:
    groups = element.get("option_groups") or ()
    inside = [option for group in groups for option in group["options"]]
    return [*(element.get("options") or ()), *inside]


def _given_values(act: Act, action: Json) -> Values:
    """What was typed before the click and travels with it, and what the click itself changed."""
    values = {block_id: dict(held) for block_id, held in _typed(act).items()}
    if action["type"] in HELD:
        key = HELD[action["type"]]
        held = {"type": action["type"], key: action[key]}
        values.setdefault(action["block_id"], {})[action["action_id"]] = held
    return values


def _typed(act: Act) -> Values:
    state = act.given.get("state")
    values = state.get("values") if isinstance(state, dict) else state
    if values is None:
        return {}
    if not isinstance(values, dict) or not all(isinstance(held, dict) for held in values.values()):
        raise Refused("state is not {values: {block_id: {action_id: ...}}}", 400)
    return values
