"""The userinfo endpoint of OpenID Connect: who gave the consent that a token stands for."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.ledger.gate import note_call, token_of
from sandbox.ledger.grants import Stale, StaleAccessError
from sandbox.ledger.person import Person
from sandbox.ledger.services import Services

OPENID: Final = "openid"
Claims = Callable[[Person], dict[str, dict[str, Any]]]
"""What a platform tells of a person, by the scope that it wants."""
_REFUSED: Final = {"WWW-Authenticate": 'Bearer error="insufficient_scope"'}


def userinfo(
    services: Services, stale: Callable[[Stale | None], Response], claims: Claims
) -> Callable[[Request], Awaitable[Response]]:
    """Return the endpoint; a token that was not asked for with `openid` is refused (RFC 6750, 3.1).

    What a consent lets an app do is what it asked for; one that asked for nothing in particular,
    as those of the control calls, lets it do all.
    """

    async def endpoint(request: Request) -> Response:
        answer = _answer(services, request, stale, claims)
        note_call(services, request, answer, "", b"")
        return answer

    return endpoint


def _answer(
    services: Services, request: Request, stale: Callable[[Stale | None], Response], claims: Claims
) -> Response:
    token = token_of(request, "Bearer")
    try:
        services.grants.realms_of(token)
    except StaleAccessError as why:
        return stale(why.why if token else None)
    asked = services.grants.scope_of(token).split()
    if asked and OPENID not in asked:
        return JSONResponse({"error": "insufficient_scope"}, 403, _REFUSED)
    told: dict[str, Any] = {}
    for scope, parts in claims(services.grants.person_of(token)).items():
        told |= parts if not asked or scope in asked else {}
    return JSONResponse(told, headers={"Cache-Control": "no-store"})
