"""Xero's token endpoint, and the organisations that a token lets in to."""

from collections.abc import Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.ledger.forms import credentials, form_of
from sandbox.ledger.gate import token_of
from sandbox.ledger.grants import BadGrantError, StaleAccessError, Tokens
from sandbox.ledger.services import Services
from sandbox.ledger.token_call import granted
from sandbox.xero.doorman import XeroDoorman

SCOPES = "accounting.manualjournals accounting.settings offline_access"


def oauth_routes(services: Services) -> list[Route]:
    """List the calls an app makes by itself."""
    return [
        Route("/identity/connect/token", _token(services), methods=["POST"]),
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
        "scope": SCOPES,
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
