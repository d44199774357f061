"""The control calls: what the page and the tests use to see and to turn an imitation."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from functools import partial
from typing import Any

from pydantic import ValidationError
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sandbox.ledger import wire_json
from sandbox.ledger.watching import Feed

Handler = Callable[[Request, bytes], dict[str, Any]]
_COMPANY = "/control/companies/{realm}"
CALLS: Mapping[str, tuple[str, str]] = {
    "see_state": ("GET", "/control/state"),
    "open_company": ("POST", "/control/companies"),
    "turn_switches": ("POST", _COMPANY),
    "expire_access": ("POST", f"{_COMPANY}/expire"),
    "open_account": ("POST", f"{_COMPANY}/accounts"),
    "turn_account": ("POST", _COMPANY + "/accounts/{id}"),
    "type_entry": ("POST", f"{_COMPANY}/entries"),
    "change_entry": ("POST", _COMPANY + "/entries/{id}"),
    "delete_entry": ("DELETE", _COMPANY + "/entries/{id}"),
    "see_calls": ("GET", "/control/calls"),
    "clear_calls": ("DELETE", "/control/calls"),
    "set_pace": ("POST", "/control/pace"),
}
"""Every imitation answers all of them: name -> method and path."""


class UnknownError(Exception):
    """The company or account named in the path is not there; the text says which."""


class HandError(Exception):
    """What a person wants to do there by hand is not possible; the text says why."""


def control_routes(handlers: Mapping[str, Handler], feed: Feed) -> list[Route]:
    """List the control calls, each with its handler by name, and the stream of changes."""
    routes = [
        Route(path, answered(_over(handlers[name])), methods=[method])
        for name, (method, path) in CALLS.items()
    ]
    return [*routes, Route("/control/stream", partial(stream, (feed,)), methods=["GET"])]


def _over(handle: Handler) -> Callable[[Request], Awaitable[dict[str, Any]]]:
    async def work(request: Request) -> dict[str, Any]:
        return handle(request, await request.body())

    return work


def answered(
    work: Callable[[Request], Awaitable[dict[str, Any]]],
) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint that answers in JSON, and tells what was wrong as `{"error": ...}`."""

    async def endpoint(request: Request) -> Response:
        try:
            return _json(await work(request))
        except UnknownError as unknown:
            return _json({"error": str(unknown)}, 404)
        except HandError as refused:
            return _json({"error": str(refused)}, 400)
        except ValidationError as wrong:
            return _json({"error": _first_complaint(wrong)}, 400)

    return endpoint


def _first_complaint(wrong: ValidationError) -> str:
    error = wrong.errors()[0]
    place = ".".join(map(str, error["loc"]))
    return f"{place}: {error['msg']}" if place else error["msg"]


def _json(body: dict[str, Any], status: int = 200) -> Response:
    return Response(wire_json.dumps(body), status, media_type="application/json")


async def stream(feeds: Sequence[Feed], _request: Request) -> Response:
    """Server-sent events, one for each change of a company in any of `feeds`."""

    async def events() -> AsyncIterator[str]:
        yield ": connected\n\n"
        async for realm in Feed.listen(feeds):
            yield f"data: {wire_json.dumps({'type': 'changed', 'realm': realm})}\n\n"

    headers = {"Cache-Control": "no-store"}
    return StreamingResponse(events(), media_type="text/event-stream", headers=headers)
