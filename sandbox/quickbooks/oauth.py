"""The token and revocation endpoints of Intuit's OAuth 2."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.ledger import wire_json
from sandbox.ledger.clock import wire_time
from sandbox.ledger.forms import credentials, form_of
from sandbox.ledger.grants import BadGrantError, Tokens
from sandbox.ledger.watching import CallMade
from sandbox.quickbooks.services import CLIENT_ID, CLIENT_SECRET, TERMS, Services

HARD_EXPIRY_HEADER = "x-include-refresh-token-hard-expires-in"
BAD_REFRESH_TOKEN = "Incorrect or invalid refresh token"
BAD_CODE = "Invalid authorization code"
Handler = Callable[[Services, Request], Awaitable[JSONResponse]]


def oauth_routes(services: Services) -> list[Route]:
    """List the two endpoints an app calls by itself."""
    return [
        Route("/oauth2/v1/tokens/bearer", _for_the_app(services, _token), methods=["POST"]),
        Route("/v2/oauth2/tokens/revoke", _for_the_app(services, _revoke), methods=["POST"]),
    ]


def _for_the_app(
    services: Services, handle: Handler
) -> Callable[[Request], Awaitable[JSONResponse]]:
    """Let only the registered app in, and note the call without its secrets."""

    async def endpoint(request: Request) -> JSONResponse:
        if credentials(request) == (CLIENT_ID, CLIENT_SECRET):
            response = await handle(services, request)
        else:
            response = _error("invalid_client", "Client authentication failed", 401)
        services.calls.add(await _noted(services, request, response))
        return response

    return endpoint


async def _token(services: Services, request: Request) -> JSONResponse:
    form = await form_of(request)
    match form.get("grant_type"):
        case "authorization_code":
            return _traded(services, request, form)
        case "refresh_token":
            return _refreshed(services, request, form)
    return _error("unsupported_grant_type", "The grant type is not supported")


def _traded(services: Services, request: Request, form: dict[str, str]) -> JSONResponse:
    sent = (form.get(name, "") for name in ("code", "redirect_uri", "code_verifier"))
    code, redirect_uri, verifier = sent
    try:
        realms = services.codes.trade(code, CLIENT_ID, redirect_uri, verifier)
    except BadGrantError:
        return _error("invalid_grant", BAD_CODE)
    tokens = services.grants.consent(realms, CLIENT_ID)
    for realm in realms:
        services.feed.changed(realm)
    return _pair(services, request, tokens)


def _refreshed(services: Services, request: Request, form: dict[str, str]) -> JSONResponse:
    try:
        tokens = services.grants.refresh(form.get("refresh_token", ""), CLIENT_ID)
    except BadGrantError:
        return _error("invalid_grant", BAD_REFRESH_TOKEN)
    return _pair(services, request, tokens)


def _pair(services: Services, request: Request, tokens: Tokens) -> JSONResponse:
    body: dict[str, Any] = {
        "token_type": "bearer",
        "access_token": tokens.access_token,
        "expires_in": int(TERMS.access_lives.total_seconds()),
        "refresh_token": tokens.refresh_token,
        "x_refresh_token_expires_in": int(TERMS.refresh_lives.total_seconds()),
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


async def _noted(services: Services, request: Request, response: Response) -> CallMade:
    """Draw the call for the log: of a form only its grant type, of a token nothing."""
    grant_type = (await form_of(request)).get("grant_type")
    return CallMade(
        method=request.method,
        path=request.url.path,
        query={},
        realm=None,
        body={"grant_type": grant_type} if grant_type else None,
        at=wire_time(services.now()),
        status=response.status_code,
        fault=None,
        trace=request.scope["trace"],
    )
