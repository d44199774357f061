"""The token, revocation and userinfo endpoints of Intuit's OAuth 2 and OpenID Connect."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from sandbox.ledger import wire_json
from sandbox.ledger.forms import credentials, form_of
from sandbox.ledger.gate import note_call
from sandbox.ledger.grants import BadGrantError, Tokens
from sandbox.ledger.person import Person
from sandbox.ledger.services import Services
from sandbox.ledger.token_call import granted
from sandbox.ledger.userinfo import OPENID, userinfo
from sandbox.quickbooks.doorman import QuickBooksDoorman

HARD_EXPIRY_HEADER = "x-include-refresh-token-hard-expires-in"
BAD_REFRESH_TOKEN = "Incorrect or invalid refresh token"
BAD_CODE = "Invalid authorization code"
Handler = Callable[[Services, Request], Awaitable[JSONResponse]]


def oauth_routes(services: Services) -> list[Route]:
    """List the endpoints an app calls by itself; how userinfo refuses is guessed."""
    return [
        Route("/oauth2/v1/tokens/bearer", _for_the_app(services, _token), methods=["POST"]),
        Route("/v2/oauth2/tokens/revoke", _for_the_app(services, _revoke), methods=["POST"]),
        Route(
            "/v1/openid_connect/userinfo",
            userinfo(services, QuickBooksDoorman(services.now).stale, _claims),
            methods=["GET"],
        ),
    ]


def _for_the_app(
    services: Services, handle: Handler
) -> Callable[[Request], Awaitable[JSONResponse]]:
    """Let only the registered app in, and note the call without its secrets."""

    async def endpoint(request: Request) -> JSONResponse:
        if credentials(request) == (services.client.id, services.client.secret):
            response = await handle(services, request)
        else:
            response = _error("invalid_client", "Client authentication failed", 401)
        grant_type = (await form_of(request)).get("grant_type")
        told = wire_json.dumps({"grant_type": grant_type}) if grant_type else ""
        note_call(services, request, response, "", told.encode())
        return response

    return endpoint


async def _token(services: Services, request: Request) -> JSONResponse:
    form = await form_of(request)
    try:
        return _pair(services, request, granted(services, form))
    except BadGrantError:
        wrong = BAD_CODE if form["grant_type"] == "authorization_code" else BAD_REFRESH_TOKEN
        return _error("invalid_grant", wrong)
    except LookupError:
        return _error("unsupported_grant_type", "The grant type is not supported")


def _pair(services: Services, request: Request, tokens: Tokens) -> JSONResponse:
    terms = services.grants.terms
    body: dict[str, Any] = {
        "token_type": "bearer",
        "access_token": tokens.access_token,
        "expires_in": int(terms.access_lives.total_seconds()),
        "refresh_token": tokens.refresh_token,
        "x_refresh_token_expires_in": int(terms.refresh_lives.total_seconds()),
    }
    if request.headers.get(HARD_EXPIRY_HEADER) == "true":
        left = tokens.consent_ends_at - services.now()
        body["x_refresh_token_hard_expires_in"] = int(left.total_seconds())
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


async def _revoke(services: Services, request: Request) -> JSONResponse:
    try:
        sent = wire_json.loads(await request.body())
        realms = services.grants.revoke(str(sent["token"]))
    except (ValueError, KeyError, TypeError):
        realms = ()
    if not realms:
        return _error("invalid_request", "The token is invalid")
    for realm in realms:
        services.feed.changed(realm)
    return JSONResponse({})


def _error(error: str, description: str, status: int = 400) -> JSONResponse:
    return JSONResponse({"error": error, "error_description": description}, status)


def _claims(person: Person) -> dict[str, dict[str, Any]]:
    """Return what Intuit tells of a person, by scope; without a name, or an address, none."""
    address = {"email": person.email, "emailVerified": True}
    return {
        OPENID: {"sub": str(uuid5(NAMESPACE_URL, person.email))},
        "profile": {"givenName": person.given, "familyName": person.family},
        "email": address if person.email else {},
    }
