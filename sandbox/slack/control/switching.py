"""Switches: bad days, pace, transports, and what administrators do to channels and the app."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.slack.channels import shown_to
from sandbox.slack.control.doors import given_in, refused, workspace
from sandbox.slack.people import BOT_USER, EVERYBODY
from sandbox.slack.wire import Json, Refused, SlackError
from sandbox.slack.workspace import Workspace

REASONS = ("warning", "refresh_requested", "too_many_websockets", "link_disabled")


async def faults(request: Request) -> Response:
    """Arm a fault, list those that are armed, or disarm all."""
    armed = workspace(request).faults
    try:
        if request.method == "POST":
            return JSONResponse({"fault": armed.add(await given_in(request))})
    except Refused as refusal:
        return refused(refusal)
    if request.method == "DELETE":
        armed.clear()
    return JSONResponse({"faults": armed.all()})


async def arrive(ws: Workspace, _request: Request, _given: Json) -> Json:
    """Carry out the late calls that are under way."""
    return {"arrived": ws.faults.arrive()}


async def calls(request: Request) -> Response:
    """List the Web API calls that came in, or forget them."""
    log = workspace(request).calls
    if request.method == "DELETE":
        log.clear()
    return JSONResponse({"calls": log.of(request.query_params.get("method"))})


async def pace(ws: Workspace, _request: Request, given: Json) -> Json:
    """Refuse calls that come too fast, or stop refusing them."""
    ws.pace.enforced = bool(given.get("enforce"))
    return {"enforce": ws.pace.enforced}


async def redeliver(ws: Workspace, _request: Request, given: Json) -> Json:
    """Deliver an envelope once more, unchanged."""
    outcome = await ws.delivery.again(given.get("envelope_id"))
    return {"acked": outcome.acked, "payload": outcome.payload, "warning": outcome.warning}


async def disconnect(ws: Workspace, _request: Request, given: Json) -> Json:
    """Send the app's sockets away, or cut them; `next` cuts right after the next delivery."""
    reason = str(given.get("reason") or "refresh_requested")
    if reason not in REASONS:
        raise Refused(f"reason is one of {', '.join(REASONS)}", 400)
    if given.get("next"):
        ws.delivery.sockets.cut_next = True
        return {"sockets": 0}
    cut = bool(given.get("cut"))
    return {"sockets": await ws.delivery.sockets.disconnect(reason, cut=cut)}


async def transport(ws: Workspace, _request: Request, given: Json) -> Json:
    """Choose how the app is reached; for HTTP the URL has to echo a challenge."""
    kind, url = str(given.get("kind")), str(given.get("url") or "")
    verified = await ws.delivery.use(kind, url)
    ws.stream.tell(None, "app")
    return {"kind": kind, "verified": verified}


async def install(ws: Workspace, _request: Request, given: Json) -> Json:
    """Uninstall the app (its token dies, two events tell it), or install it again."""
    installed = bool(given.get("installed", True))
    if not installed:
        ws.happened({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}})
        ws.happened({"type": "app_uninstalled"})
    ws.tokens.install(installed)
    ws.stream.tell(None, "app")
    return {"installed": installed}


async def new_channel(ws: Workspace, _request: Request, given: Json) -> Json:
    """Make a channel, of everybody unless `members` says otherwise."""
    name = given.get("name")
    if not isinstance(name, str) or not name:
        raise Refused("name is missing", 400)
    members = given.get("members") or list(EVERYBODY)
    channel = ws.channels.create(name, members, is_private=bool(given.get("is_private")))
    ws.stream.tell(None, "app")
    return {"channel": shown_to(channel, BOT_USER)}


async def change_channel(ws: Workspace, request: Request, given: Json) -> Json:
    """Archive, rename or delete a channel, let people or the bot in or out; the app hears of it."""
    channel_id = request.path_params["channel"]
    try:
        ws.channels.get(channel_id)
    except SlackError as unknown:
        raise Refused("no such channel", 404) from unknown
    for name in given:
        if name not in _CHANGES:
            raise Refused(f"changes are {', '.join(_CHANGES)}", 400)
    for name, value in given.items():
        _CHANGES[name](ws, channel_id, value)
    ws.stream.tell(None, "app")
    return {"ok": True}


def _archive(ws: Workspace, channel: str, archived: object) -> None:
    ws.channels.change(channel, is_archived=bool(archived))
    kind = "channel_archive" if archived else "channel_unarchive"
    ws.happened({"type": kind, "channel": channel})


def _rename(ws: Workspace, channel: str, name: object) -> None:
    ws.channels.change(channel, name=str(name))
    ws.happened({"type": "channel_rename", "channel": {"id": channel, "name": str(name)}})


def _delete(ws: Workspace, channel: str, deleted: object) -> None:
    if deleted:
        ws.channels.remove(channel)
        ws.happened({"type": "channel_deleted", "channel": channel})


def _let_bot_in(ws: Workspace, channel: str, inside: object) -> None:
    others = [each for each in ws.channels.get(channel)["members"] if each != BOT_USER]
    ws.channels.change(channel, members=[*others, BOT_USER] if inside else others)
    kind = "member_joined_channel" if inside else "channel_left"
    ws.happened({"type": kind, "channel": channel, "user": BOT_USER})


def _join(ws: Workspace, channel: str, person: object) -> None:
    inside = ws.channels.get(channel)["members"]
    ws.channels.change(channel, members=[*inside, str(person)])
    ws.happened({"type": "member_joined_channel", "channel": channel, "user": str(person)})


def _leave(ws: Workspace, channel: str, person: object) -> None:
    inside = [each for each in ws.channels.get(channel)["members"] if each != person]
    ws.channels.change(channel, members=inside)
    ws.happened({"type": "member_left_channel", "channel": channel, "user": str(person)})


_CHANGES = {"archived": _archive, "name": _rename, "bot": _let_bot_in, "deleted": _delete}
_CHANGES |= {"join": _join, "leave": _leave}
