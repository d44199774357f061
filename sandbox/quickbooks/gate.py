"""The way of every company call: sign-in, pace, bad days, work, answer, note."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from sandbox.ledger import wire_json
from sandbox.ledger.clock import wire_time
from sandbox.ledger.company import Mode
from sandbox.ledger.grants import StaleAccessError
from sandbox.ledger.hangup import HangUp
from sandbox.ledger.watching import CallMade
from sandbox.quickbooks.company import Company
from sandbox.quickbooks.faults import Fault, RefusedError
from sandbox.quickbooks.gateway_faults import (
    BROKEN,
    NOT_SIGNED_IN,
    STALE_TOKENS,
    THROTTLED,
    TOKEN_MALFORMED,
    WRONG_COMPANY,
)
from sandbox.quickbooks.replies import Reply, fault_response, gateway_timeout
from sandbox.quickbooks.services import Services

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Call:
    """An admitted call: whose company it is about, and all that was sent."""

    company: Company
    params: dict[str, str]  # of the path
    query: dict[str, str]
    body: bytes


Work = Callable[[Services, Call], Reply]


def guarded(services: Services, work: Work, *, writes: bool = False) -> Endpoint:
    """Make an endpoint of `work`; `writes` says that it changes the books."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            company, mode = _admitted(services, request, writes=writes)
        except RefusedError as refused:
            return _noted(services, request, body, refused.fault)
        call = Call(company, dict(request.path_params), dict(request.query_params), body)
        result = _worked(work, services, call)
        if writes:
            services.feed.changed(company.realm)
        if mode is Mode.SLOW:
            await services.sleep(company.slow_seconds)
        return _noted(services, request, body, _lost(company) if mode is Mode.SWALLOW else result)

    return endpoint


def _admitted(services: Services, request: Request, *, writes: bool) -> tuple[Company, Mode]:
    """Let a call in, or refuse it as the gateway would; a bad day strikes only after that."""
    realm = request.path_params["realm"]
    try:
        realms = services.grants.realms_of(_bearer(request))
    except StaleAccessError as stale:
        raise RefusedError(STALE_TOKENS[stale.why]) from stale
    if realm not in realms:
        raise RefusedError(WRONG_COMPANY)
    if not services.throttle.admits(realm):
        raise RefusedError(THROTTLED)
    company = services.companies[realm]
    mode = services.companies.strike(realm, writes=writes)
    if services.companies[realm] is not company:
        services.feed.changed(realm)
    if mode is Mode.THROTTLE:
        raise RefusedError(THROTTLED)
    if mode is Mode.ERROR:
        raise RefusedError(BROKEN)
    return company, mode


def _bearer(request: Request) -> str:
    header = request.headers.get("authorization")
    if header is None:
        raise RefusedError(NOT_SIGNED_IN)
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise RefusedError(TOKEN_MALFORMED)
    return token


def _worked(work: Work, services: Services, call: Call) -> Reply | Fault:
    try:
        return work(services, call)
    except RefusedError as refused:
        return refused.fault


def _lost(company: Company) -> Response:
    """The answer that stands in for one that never comes; the work is done by now."""
    return gateway_timeout() if company.swallow_answer == "504" else HangUp()


def _noted(
    services: Services, request: Request, body: bytes, result: Reply | Fault | Response
) -> Response:
    """Put a result on the wire, and the call in the log."""
    response = _on_the_wire(result, request.headers.get("accept", ""), services.now())
    services.calls.add(
        CallMade(
            method=request.method,
            path=request.url.path,
            query=dict(request.query_params),
            realm=request.path_params["realm"],
            body=_readable(body),
            at=wire_time(services.now()),
            status=None if isinstance(response, HangUp) else response.status_code,
            fault=result.code if isinstance(result, Fault) else None,
            trace=request.scope["trace"],
        )
    )
    return response


def _on_the_wire(result: Reply | Fault | Response, accept: str, at: datetime) -> Response:
    if isinstance(result, Fault):
        return fault_response(result, accept=accept, at=at)
    return result.response() if isinstance(result, Reply) else result


def _readable(body: bytes) -> Any:
    """Return a body as JSON if it is that, as text if not, None if there was none."""
    try:
        return wire_json.loads(body) if body else None
    except (ValueError, RecursionError):
        return body.decode(errors="replace")
