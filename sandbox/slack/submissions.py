"""Modals are sent and closed: what the client checks itself, and what the app answers."""

from sandbox.slack.acts import Act
from sandbox.slack.blocks.check import check_view
from sandbox.slack.drawn import HELD, Values, elements
from sandbox.slack.envelopes import Outcome
from sandbox.slack.wire import Json, SlackError

TROUBLE = "We had some trouble connecting. Try again?"
REQUIRED = "Please complete this required field."


async def submit(act: Act) -> Json:
    """Deliver a view_submission, unless the client itself refuses it, and do as the app answers."""
    view = act.top_view()
    act.ws.views.type_in(view["id"], act.given.get("values") or {})
    view = act.ws.views.get(view["id"])
    missing = client_errors(view)
    if missing:
        return _result(acked=False, response_action="errors", errors=missing)
    payload = {
        **act.payload("view_submission"),
        "view": view,
        "response_urls": [],  # no select of jefail's asks for one
    }
    outcome = await act.deliver(payload, accepts=True)
    return _follow(act, view, outcome)


async def close(act: Act) -> Json:
    """Close the top modal, or all of them (`is_cleared`); the app hears of it if it asked to."""
    view = act.top_view()
    is_cleared = bool(act.given.get("is_cleared"))
    stack = act.ws.views.stack(act.user)
    leaving = stack if is_cleared or view["clear_on_close"] else [view]
    for each in leaving:
        act.ws.views.close(each["id"])
    act.ws.stream.tell([act.user], "views")
    acked = True
    for each in (each for each in leaving if each["notify_on_close"]):
        closed = act.payload("view_closed", trigger=False)
        outcome = await act.deliver({**closed, "view": each, "is_cleared": len(leaving) > 1})
        acked = acked and outcome.acked
    return {"acked": acked}


def client_errors(view: Json) -> dict[str, str]:
    """Return what a client refuses to send: block_id -> the words under the field."""
    values: Values = view["state"]["values"]
    wrong = {}
    for block, element in elements(view["blocks"]):
        if block["type"] == "input":
            held = values[block["block_id"]][element["action_id"]].get(HELD[element["type"]])
            words = _wrong_with(held, block, element)
            if words:
                wrong[block["block_id"]] = words
    return wrong


def _wrong_with(held: object, block: Json, element: Json) -> str | None:
    if not held:
        return None if block.get("optional") else REQUIRED
    if element["type"] == "plain_text_input":
        return _wrong_length(str(held), element)
    return None


def _wrong_length(text: str, element: Json) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if len(text) < least:
        return f"Please enter at least {least} characters."
    if len(text) > most:
        return f"Please enter at most {most} characters."
    return None


def _follow(act: Act, view: Json, outcome: Outcome) -> Json:
    if not outcome.acked:
        return _result(acked=False, warning=TROUBLE)
    answer = outcome.payload or {}
    response_action = answer.get("response_action")
    try:
        errors = _apply(act, view, response_action, answer)
    except SlackError as refusal:
        act.ws.stream.tell([act.user], "warning", text=TROUBLE, view_id=view["id"])
        details = refusal.details.get("errors", [])
        warning = " ".join([TROUBLE, f"({refusal.code})", *details])
        return _result(acked=True, response_action=response_action, warning=warning)
    act.ws.stream.tell([act.user], "views")
    return _result(acked=True, response_action=response_action, errors=errors)


def _apply(act: Act, view: Json, action: str | None, answer: Json) -> dict[str, str] | None:
    views = act.ws.views
    if action == "errors":
        return _field_errors(view, answer.get("errors"))
    if action == "update":
        views.update(view["id"], check_view(answer.get("view")))
    elif action == "push":
        views.push(act.user, check_view(answer.get("view")))
    elif action == "clear":
        views.close_all(act.user)
    elif action is None:
        views.close(view["id"])
    else:
        raise SlackError("invalid_response_action")
    return None


def _field_errors(view: Json, errors: object) -> dict[str, str]:
    inputs = {block["block_id"] for block in view["blocks"] if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors or not errors.keys() <= inputs:
        # Errors under fields that are not there: a real client shows only that it has trouble.
        raise SlackError("invalid_errors")
    return errors


def _result(
    *,
    acked: bool,
    response_action: str | None = None,
    errors: dict[str, str] | None = None,
    warning: str | None = None,
) -> Json:
    return {
        "acked": acked,
        "response_action": response_action,
        "errors": errors,
        "warning": warning,
    }
