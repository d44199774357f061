"""views.*: modals and App Homes."""

from sandbox.slack.blocks.check import check_view
from sandbox.slack.people import PEOPLE
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json, SlackError


def open_modal(call: Call) -> Json:
    """Open a modal for the person whose act gave the trigger id."""
    view = _modal(call)
    user = call.ws.triggers.exchange(call.args.need("trigger_id"))
    return _shown(call, user, call.ws.views.open(user, view))


def push(call: Call) -> Json:
    """Put a modal on top of those that are open."""
    view = _modal(call)
    user = call.ws.triggers.exchange(call.args.need("trigger_id"))
    return _shown(call, user, call.ws.views.push(user, view))


def update(call: Call) -> Json:
    """Draw a view again, found by `view_id` or `external_id`."""
    view = check_view(call.args.json("view", "invalid_arguments"))
    external_id = call.args.text("external_id")
    if external_id:
        view_id = call.ws.views.by_external_id(external_id)["id"]
    else:
        view_id = call.args.need("view_id")
    user = call.ws.views.owner(view_id)
    return _shown(call, user, call.ws.views.update(view_id, view, call.args.text("hash")))


def publish(call: Call) -> Json:
    """Draw a person's App Home."""
    view = check_view(call.args.json("view", "invalid_arguments"))
    user = call.args.need("user_id")
    if user not in PEOPLE:
        raise SlackError("user_not_found")
    if view["type"] != "home":
        raise SlackError("invalid_arguments")
    shown = call.ws.views.publish(user, view, call.args.text("hash"))
    call.ws.stream.tell([user], "home")
    return {"view": shown}


def _modal(call: Call) -> Json:
    view = check_view(call.args.json("view", "invalid_arguments"))
    if view["type"] != "modal":
        raise SlackError("invalid_arguments")
    return view


def _shown(call: Call, user: str, view: Json) -> Json:
    call.ws.stream.tell([user], "home" if view["type"] == "home" else "views")
    return {"view": view}
