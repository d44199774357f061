"""The way of every company call: sign-in, pace, bad days, work, answer, note."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, Protocol

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sandbox.ledger import wire_json
from sandbox.ledger.clock import wire_time
from sandbox.ledger.company import Company, Mode
from sandbox.ledger.drip import Drip
from sandbox.ledger.grants import Stale, StaleAccessError
from sandbox.ledger.hangup import HangUp
from sandbox.ledger.services import Services
from sandbox.ledger.watching import CallMade

Endpoint = Callable[[Request], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Call:
    """An admitted call: whose company it is about, and all that was sent."""

    company: Company
    request: Request
    body: bytes


class RefusedError(Exception):
    """The call is answered with `response`, a refusal in the platform's words."""

    def __init__(self, response: Response) -> None:
        super().__init__(response.status_code)
        self.response = response


class Doorman(Protocol):
    """How one platform words what happens before a call reaches the company."""

    @property
    def scheme(self) -> str:
        """The scheme of the Authorization header."""
        ...

    def realm(self, request: Request) -> str:
        """Return the company that the call is about, "" when it does not say."""
        ...

    def stale(self, why: Stale | None) -> Response:
        """Refuse a token; None: there is no Authorization header."""
        ...

    def wrong_company(self) -> Response:
        """Refuse a company that the token is not for."""
        ...

    def throttled(self, company: Company | None) -> Response:
        """Refuse one call too many; None: the pace is enforced."""
        ...

    def broken(self) -> Response:
        """Break down."""
        ...


Work = Callable[[Services, Call], Response]


def guarded(services: Services, doorman: Doorman, work: Work, *, writes: bool = False) -> Endpoint:
    """Make an endpoint of `work`; `writes` says that it changes the books."""

    async def endpoint(request: Request) -> Response:
        body = await request.body()
        try:
            company, mode = _admitted(services, doorman, request, writes=writes)
        except RefusedError as refused:
            note_call(services, request, refused.response, doorman.realm(request), body)
            return refused.response
        response = _worked(work, services, Call(company, request, body))
        if writes:
            services.feed.changed(company.realm)
        if mode is Mode.SLOW:
            await services.sleep(company.slow_seconds)
        answer = _lost(company) if mode is Mode.SWALLOW else response
        note_call(services, request, answer, company.realm, body)
        return Drip(services, company.realm, answer) if mode is Mode.DRIP else answer

    return endpoint


def token_of(request: Request, scheme: str) -> str:
    """Return the token of an Authorization header of that scheme, "" when there is none."""
    given, _, token = request.headers.get("authorization", "").partition(" ")
    return token if given.lower() == scheme.lower() else ""


def _admitted(
    services: Services, doorman: Doorman, request: Request, *, writes: bool
) -> tuple[Company, Mode]:
    """Let a call in, or refuse it as the platform would; a bad day strikes only after that."""
    token, realm = token_of(request, doorman.scheme), doorman.realm(request)
    if not token:
        why = Stale.UNKNOWN if "authorization" in request.headers else None
        raise RefusedError(doorman.stale(why))
    try:
        realms = services.grants.realms_of(token)
    except StaleAccessError as stale:
        raise RefusedError(doorman.stale(stale.why)) from stale
    if realm not in realms:
        raise RefusedError(doorman.wrong_company())
    if not services.throttle.admits(realm):
        raise RefusedError(doorman.throttled(None))
    return _struck(services, doorman, services.companies[realm], writes=writes)


def _struck(
    services: Services, doorman: Doorman, company: Company, *, writes: bool
) -> tuple[Company, Mode]:
    mode = services.companies.strike(company.realm, writes=writes)
    if services.companies[company.realm] is not company:
        services.feed.changed(company.realm)
    if mode is Mode.THROTTLE:
        raise RefusedError(doorman.throttled(company))
    if mode is Mode.ERROR:
        raise RefusedError(doorman.broken())
    return company, mode


def _worked(work: Work, services: Services, call: Call) -> Response:
    try:
        return work(services, call)
    except RefusedError as refused:
        return refused.response


def _lost(company: Company) -> Response:
    """Return what stands in for an answer that never comes; the work is done by now."""
    if company.swallow_answer == "504":
        return HTMLResponse("<html><body><h1>504 Gateway Time-out</h1></body></html>", 504)
    return HangUp()


def note_call(
    services: Services, request: Request, response: Response, realm: str, body: bytes
) -> None:
    """Note a call and its answer; `body` is kept as JSON if it is that, as text if not."""
    services.calls.add(
        CallMade(
            method=request.method,
            path=request.url.path,
            query=dict(request.query_params),
            realm=realm or None,
            body=_readable(body),
            at=wire_time(services.now()),
            status=None if isinstance(response, HangUp) else response.status_code,
            trace=request.scope.get("trace", ""),
        )
    )


def _readable(body: bytes) -> Any:
    try:
        return wire_json.loads(body) if body else None
    except (ValueError, RecursionError):
        return body.decode(errors="replace")
