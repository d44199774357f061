"""The Web API's one door: reads a call, checks who may, does it, and answers as Slack does."""

import asyncio
from dataclasses import dataclass, field

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.serve import DROP
from sandbox.slack import scopes
from sandbox.slack.arguments import Args, base_of, read_arguments, token_of
from sandbox.slack.faults import Fault
from sandbox.slack.methods import APP_TOKEN, METHODS
from sandbox.slack.tokens import Caller
from sandbox.slack.web_call import Call
from sandbox.slack.wire import Json, SlackError
from sandbox.slack.workspace import Workspace


@dataclass(frozen=True, slots=True)
class _Answer:
    body: Json
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


async def web_api(request: Request) -> Response:
    """Answer one call of `/api/{method}`; faults on request spoil it before or after it is done."""
    ws: Workspace = request.app.state.workspace
    method = request.path_params["method"]
    args = Args({})
    try:
        args = await read_arguments(request)
    except SlackError as refusal:
        return JSONResponse(refusal.answer())
    fault = ws.faults.strike(method, args.text("channel"))
    if fault and fault.shape == "slow":
        await asyncio.sleep(fault.seconds)
    answer = _done(request, method, args) if fault is None or fault.happens else _Answer({})
    if fault and fault.kind == "late":
        ws.faults.carry_out(fault.seconds, lambda: _done(request, method, args))
    if fault and fault.shape != "slow":
        answer = _spoilt(fault)
    ws.calls.add(method, args.values, status=answer.status, body=answer.body)
    if fault and fault.shape == "dropped":
        return await _dropped(request)
    return JSONResponse(answer.body, status_code=answer.status, headers=answer.headers)


def _done(request: Request, method: str, args: Args) -> _Answer:
    ws: Workspace = request.app.state.workspace
    try:
        caller = _caller(ws, method, token_of(request, args))
        # People and their scripts look as often as they like; the app is held to its pace.
        wait = ws.pace.refuse(caller.user, method, args.text("channel")) if caller.is_bot else 0
        if wait:
            return _ratelimited(wait)
        call = Call(ws, caller, args, base_of(request))
        _check_scope(call, method)
        return _Answer({"ok": True, **METHODS[method](call)})
    except SlackError as refusal:
        return _Answer(refusal.answer())


def _caller(ws: Workspace, method: str, token: str | None) -> Caller:
    if method not in METHODS:
        raise SlackError("unknown_method", req_method=method)
    caller = ws.tokens.caller(token)
    if (caller.kind == "app") != (method in APP_TOKEN):
        raise SlackError("not_allowed_token_type")
    return caller


def _check_scope(call: Call, method: str) -> None:
    needed = scopes.NEEDED.get(method)
    if needed is None or not call.caller.is_bot:
        return
    if not needed.startswith("*"):
        call.grant(needed)
        return
    channel = call.args.text("channel")
    if channel:
        call.grant(needed.replace("*", scopes.kind_of(call.ws.channels.get(channel))))


def _spoilt(fault: Fault) -> _Answer:
    if fault.shape == "ratelimited":
        return _ratelimited(fault.retry_after)
    if fault.shape in ("server_error", "late"):
        return _Answer({"ok": False, "error": "internal_error"}, status=500)
    error = "dropped" if fault.shape == "dropped" else fault.error
    return _Answer({"ok": False, "error": error})


def _ratelimited(wait: int) -> _Answer:
    body = {"ok": False, "error": "ratelimited"}
    return _Answer(body, status=429, headers={"Retry-After": str(wait)})


async def _dropped(request: Request) -> Response:
    cut = request.scope.get("extensions", {}).get(DROP)
    if cut is None:
        # Not behind our own server, so there is no cable to pull.
        raise ConnectionResetError("dropped on request")
    cut()
    # Let the loop notice the loss, so that the empty answer is not written into the void.
    await asyncio.sleep(0)
    return Response()
