"""Sharing files in a conversation, and the ways by which they are carried in and out."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from sandbox.slack.arguments import base_of, sent_file
from sandbox.slack.people import BOT_USER
from sandbox.slack.tokens import Caller
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace
from sandbox.slack.writing import new_message, write


def share(
    ws: Workspace,
    channel: Json,
    author: Caller,
    file_ids: list[str],
    *,
    text: str = "",
    thread_ts: str | None = None,
) -> Json:
    """Write the message that shows the files; an app that is there hears of each of them."""
    message = new_message(author, {"text": text})
    files = [ws.files.get(file_id) for file_id in file_ids]
    message |= {"subtype": "file_share", "upload": True, "files": files}
    if thread_ts:
        message["thread_ts"] = thread_ts
    written = write(ws, channel, message)
    for file_id in file_ids:
        ws.files.shared(file_id, channel, written["ts"], thread_ts)
        if BOT_USER in channel["members"]:
            ws.happened(_shared_event(file_id, author.user, channel, written["ts"]))
    return written


def _shared_event(file_id: str, user: str, channel: Json, ts: str) -> Json:
    return {
        "type": "file_shared",
        "file_id": file_id,
        "user_id": user,
        "file": {"id": file_id},
        "channel_id": channel["id"],
        "event_ts": ts,
    }


def may_see(ws: Workspace, user: str, file: Json) -> bool:
    """Say whether the file is the user's own, or was shared where they are."""
    places = [*file["channels"], *file["groups"], *file["ims"]]
    return file["user"] == user or any(user in ws.channels.get(one)["members"] for one in places)


async def receive(request: Request) -> Response:
    """Take in the file that was announced for this address."""
    ws: Workspace = request.app.state.workspace
    base = base_of(request)
    content = sent_file(request.headers.get("content-type", ""), await request.body())
    try:
        ws.files.receive(request.path_params["ticket"], content, base)
    except SlackError as refusal:
        return PlainTextResponse(refusal.code, status_code=404)
    return PlainTextResponse(f"OK - {len(content)}")


async def hand_out(request: Request) -> Response:
    """Give a file to the person who may have it; others are sent to sign in, as Slack does."""
    ws: Workspace = request.app.state.workspace
    _scheme, _, token = request.headers.get("authorization", "").partition(" ")
    file_id = request.path_params["file"].rpartition("-")[2]
    try:
        caller = ws.tokens.caller(token)
        file = ws.files.get(file_id)
    except SlackError:
        return RedirectResponse("/?redir=file", status_code=302)
    is_granted = not caller.is_bot or ws.manifest.grants("files:read")
    if not is_granted or not may_see(ws, caller.user, file):
        return RedirectResponse("/?redir=file", status_code=302)
    return attachment(file, ws.files.content(file_id))


def attachment(file: Json, content: bytes) -> Response:
    """Return the file as a browser saves it; never as a page of ours."""
    name = file["name"].replace('"', "'").encode("ascii", "replace").decode()
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "X-Content-Type-Options": "nosniff",
    }
    return Response(content, media_type=file["mimetype"], headers=headers)
