"""The local workspace as an ASGI app: Web API, sockets, response URLs, control."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket

from sandbox.slack.answers import answer
from sandbox.slack.arguments import read_arguments
from sandbox.slack.control import CONTROL
from sandbox.slack.sharing import hand_out, receive
from sandbox.slack.web_api import web_api
from sandbox.slack.wire import SlackError
from sandbox.slack.workspace import Workspace

TICK_SECONDS = 0.25


def slack_app(workspace: Workspace) -> Starlette:
    """Return the app that serves this workspace; its lifespan repeats what was missed."""
    app = Starlette(
        lifespan=_lifespan,
        routes=[
            Route("/api/{method}", web_api, methods=["GET", "POST"]),
            WebSocketRoute("/socket/{ticket}", _socket),
            Route("/response/{key}", _respond, methods=["POST"]),
            Route("/upload/v1/{ticket}", receive, methods=["POST"]),
            Route("/files-pri/{file}/{name:path}", hand_out),
            *CONTROL,
        ],
    )
    app.state.workspace = workspace
    return app


async def catch_up(workspace: Workspace) -> None:
    """Repeat the missed events whose time has come."""
    await workspace.delivery.repeat_due()


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    ticking = asyncio.create_task(_tick(app.state.workspace))
    try:
        yield
    finally:
        ticking.cancel()
        with suppress(asyncio.CancelledError):
            await ticking
        await app.state.workspace.delivery.stop()


async def _tick(workspace: Workspace) -> None:
    while True:
        await catch_up(workspace)
        await asyncio.sleep(TICK_SECONDS)


async def _socket(socket: WebSocket) -> None:
    workspace: Workspace = socket.app.state.workspace
    await workspace.delivery.sockets.hold(socket)


async def _respond(request: Request) -> Response:
    workspace: Workspace = request.app.state.workspace
    try:
        place = workspace.response_urls.use(request.path_params["key"])
    except SlackError as refusal:
        return JSONResponse(refusal.answer(), status_code=404)
    try:
        answer(workspace, place, (await read_arguments(request)).values)
    except SlackError as refusal:
        return JSONResponse(refusal.answer(), status_code=400)
    return PlainTextResponse("ok")
