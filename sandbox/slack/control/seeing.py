"""What a person sees: channels, messages, modals, the home, and the stream of changes."""

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse

from sandbox.slack.control.doors import refused, workspace
from sandbox.slack.people import BOT, PEOPLE, TEAM_ID, TEAM_NAME
from sandbox.slack.sharing import attachment, may_see
from sandbox.slack.wire import Json, Refused, SlackError
from sandbox.slack.workspace import Workspace


def state(ws: Workspace, request: Request) -> Json:
    """Return the workspace as this person finds it when the page opens."""
    user = _person(request)
    if ws.tokens.installed:
        ws.channels.direct(user)  # the app's Messages tab is there before anything is said in it
    return {
        "team": {"id": TEAM_ID, "name": TEAM_NAME},
        "me": user,
        "people": [_person_row(ws, person_id) for person_id in PEOPLE],
        "bot": {"id": BOT.id, "name": BOT.name},
        "channels": [_channel_row(ws, channel) for channel in ws.channels.of(user)],
        "app": {
            "connected": ws.delivery.transport.connected,
            "transport": ws.delivery.kind,
            "installed": ws.tokens.installed,
        },
        "pace": {"enforce": ws.pace.enforced},
        "commands": list(ws.manifest.commands),
        "shortcuts": list(ws.manifest.shortcuts),
    }


def tokens(ws: Workspace, _request: Request) -> Json:
    """Return what the program needs to know to work with this workspace."""
    names = ("bot_token", "app_token", "signing_secret")
    return {name: ws.tokens[name] for name in names}


def messages(ws: Workspace, request: Request) -> Json:
    """Return a channel's messages or a thread as this person sees them, oldest first."""
    user = _person(request)
    channel = ws.channels.get(request.query_params.get("channel", ""))
    if user not in channel["members"]:
        raise Refused("not in this channel")
    thread_ts = request.query_params.get("thread_ts")
    own = ws.ephemeral.of(channel["id"], user)
    if thread_ts:
        found = ws.messages.thread(channel["id"], thread_ts)
        found += [each for each in own if each.get("thread_ts") == thread_ts]
    else:
        found = ws.messages.history(channel["id"])
        found += [each for each in own if not each.get("thread_ts")]
    return {"messages": sorted(found, key=lambda message: str(message["ts"]))}


def views(ws: Workspace, request: Request) -> Json:
    """Return this person's open modals (the last is on top) and their App Home."""
    user = _person(request)
    return {"stack": ws.views.stack(user), "home": ws.views.home(user)}


async def stream(request: Request) -> Response:
    """Stream what changes for this person, or for everybody when `as` is missing."""
    user = request.query_params.get("as", "")
    if user and user not in PEOPLE:
        return refused(Refused("as is the id of a person", 404))
    return StreamingResponse(
        workspace(request).stream.listen(user),
        media_type="text/event-stream",
        headers={"Cache-Control": "no-store"},
    )


async def file(request: Request) -> Response:
    """Give a file to a person who may see it, as their browser would have it with a cookie."""
    ws = workspace(request)
    try:
        found = ws.files.get(request.query_params.get("id", ""))
        if not may_see(ws, _person(request), found):
            raise Refused("no such file", 404)  # noqa: TRY301  told as all refusals here
    except (Refused, SlackError) as refusal:
        return refused(refusal)
    return attachment(found, ws.files.content(found["id"]))


def _person(request: Request) -> str:
    user = request.query_params.get("as", next(iter(PEOPLE)))
    if user not in PEOPLE:
        raise Refused("as is the id of a person", 404)
    return user


def _person_row(ws: Workspace, person_id: str) -> Json:
    person = PEOPLE[person_id]
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "title": person.title,
        "token": ws.tokens[person.id],
    }


def _channel_row(ws: Workspace, channel: Json) -> Json:
    return {
        "id": channel["id"],
        "name": channel["name"],
        "topic": channel["topic"]["value"],
        "is_im": channel["is_im"],
        "is_private": channel["is_private"],
        "is_archived": channel["is_archived"],
        "members": channel["members"],
        "latest_ts": ws.messages.latest_ts(channel["id"]),
    }
