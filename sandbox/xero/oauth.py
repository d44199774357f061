"""Xero's token and userinfo endpoints, and the organisations that a token lets in to."""

from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.ledger.forms import credentials, form_of
from sandbox.ledger.gate import token_of
from sandbox.ledger.grants import BadGrantError, StaleAccessError, Tokens
from sandbox.ledger.person import Person
from sandbox.ledger.services import Services
from sandbox.ledger.token_call import granted
from sandbox.ledger.userinfo import OPENID, userinfo
from sandbox.xero.doorman import XeroDoorman

SCOPES = "openid profile email accounting.manualjournals accounting.settings offline_access"


def oauth_routes(services: Services) -> list[Route]:
    """List the calls an app makes by itself."""
    return [
        Route("/identity/connect/token", _token(services), methods=["POST"]),
        Route(
            "/identity/connect/userinfo",
            userinfo(services, XeroDoorman().stale, _claims),
            methods=["GET"],
        ),
        Route("/connections", _connections(services), methods=["GET"]),
    ]


def _token(services: Services) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        if credentials(request) != (services.client.id, services.client.secret):
            return _error("invalid_client", 401)
        form = await form_of(request)
        try:
            return _pair(services, granted(services, form))
        except BadGrantError:
            return _error("invalid_grant")
        except LookupError:
            return _error("unsupported_grant_type")

    return endpoint


def _pair(services: Services, tokens: Tokens) -> JSONResponse:
    body = {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "expires_in": int(services.grants.terms.access_lives.total_seconds()),
        "token_type": "Bearer",
        "scope": services.grants.scope_of(tokens.access_token) or SCOPES,
    }
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _error(error: str, status: int = 400) -> JSONResponse:
    return JSONResponse({"error": error}, status)


def _connections(services: Services) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        doorman = XeroDoorman()
        try:
            realms = services.grants.realms_of(token_of(request, doorman.scheme))
        except StaleAccessError as stale:
            return doorman.stale(stale.why)
        shown = [
            {
                "id": f"connection-{realm}",
                "tenantId": realm,
                "tenantType": "ORGANISATION",
                "tenantName": services.companies[realm].name,
            }
            for realm in realms
        ]
        return JSONResponse(shown)

    return endpoint


def _claims(person: Person) -> dict[str, dict[str, Any]]:
    """Return what Xero tells of a person, by scope."""
    user = str(uuid5(NAMESPACE_URL, person.email))
    names = {"name": person.name, "given_name": person.given, "family_name": person.family}
    return {
        OPENID: {"sub": user, "xero_userid": user},
        "profile": {**names, "preferred_username": person.email},
        "email": {"email": person.email} if person.email else {},
    }
