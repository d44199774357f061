"""Zoho's token endpoint: refusals come under status 200, and refresh tokens stay the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, Final

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.ledger.forms import form_of
from sandbox.ledger.grants import BadGrantError, Tokens
from sandbox.ledger.services import Services
from sandbox.ledger.throttle import Throttle
from sandbox.ledger.token_call import granted

TOKENS: Final = ((timedelta(minutes=10), 10),)
"""How many access tokens a refresh token gives within which time."""


def oauth_routes(services: Services, *, enforce_pace: bool) -> list[Route]:
    """List the call an app makes by itself."""
    pace = Throttle(services.now, TOKENS, enforced=enforce_pace)
    return [Route("/oauth/v2/token", _token(services, pace), methods=["POST"])]


def _token(services: Services, pace: Throttle) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        form = await form_of(request)
        sent = (form.get("client_id"), form.get("client_secret"))
        if sent != (services.client.id, services.client.secret):
            return _error("invalid_client")
        refresh = form.get("refresh_token", "")
        if refresh and not pace.admits(refresh):
            return _error("Access Denied", 400)
        try:
            return _pair(services, request, granted(services, form), fresh=not refresh)
        except BadGrantError:
            return _error("invalid_code")
        except LookupError:
            return _error("unsupported_grant_type")

    return endpoint


def _pair(services: Services, request: Request, tokens: Tokens, *, fresh: bool) -> JSONResponse:
    body: dict[str, Any] = {
        "access_token": tokens.access_token,
        "api_domain": str(request.url.replace(path=request.scope["root_path"], query="")),
        "token_type": "Bearer",
        "expires_in": int(services.grants.terms.access_lives.total_seconds()),
    }
    if fresh:
        body["refresh_token"] = tokens.refresh_token
    return JSONResponse(body, headers={"Cache-Control": "no-store"})


def _error(error: str, status: int = 200) -> JSONResponse:
    return JSONResponse({"error": error}, status)
