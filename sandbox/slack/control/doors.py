"""Turns plain functions into routes of the control API: JSON in, JSON out, refusals as 4xx."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.slack.acts import Act, act_of
from sandbox.slack.arguments import base_of
from sandbox.slack.wire import Json, Refused, SlackError
from sandbox.slack.workspace import Workspace

Look = Callable[[Workspace, Request], Json]
Switch = Callable[[Workspace, Request, Json], Awaitable[Json]]
Doing = Callable[[Act], Awaitable[Json]]


def workspace(request: Request) -> Workspace:
    """Return the workspace that this app serves."""
    found: Workspace = request.app.state.workspace
    return found


async def given_in(request: Request) -> Json:
    """Return the request's JSON object, {} for an empty body; raises Refused for anything else."""
    if not await request.body():
        return {}
    try:
        given = await request.json()
    except ValueError as wrong:
        raise Refused("the body is not JSON", 400) from wrong
    if not isinstance(given, dict):
        raise Refused("the body is not a JSON object", 400)
    return given


def get(path: str, look: Look) -> Route:
    """Return a route that only looks."""

    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(look(workspace(request), request))
        except (Refused, SlackError) as refusal:
            return refused(refusal)

    return Route(f"/control/{path}", endpoint)


def post(path: str, switch: Switch) -> Route:
    """Return a route that switches something of the workspace."""

    async def endpoint(request: Request) -> Response:
        try:
            given = await given_in(request)
            return JSONResponse(await switch(workspace(request), request, given))
        except (Refused, SlackError) as refusal:
            return refused(refusal)

    return Route(f"/control/{path}", endpoint, methods=["POST"])


def acts(path: str, doing: Doing) -> Route:
    """Return a route by which a person (`as`) does something."""

    async def switch(ws: Workspace, request: Request, given: Json) -> Json:
        return await doing(act_of(ws, given, base_of(request)))

    return post(path, switch)


def refused(refusal: Refused | SlackError) -> Response:
    """Return a refusal as `{"error": reason}`."""
    status = refusal.status if isinstance(refusal, Refused) else 409
    return JSONResponse({"error": str(refusal)}, status_code=status)
