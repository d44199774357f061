"""How Xero words what happens before a call reaches the organisation."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from sandbox.ledger.company import Company
from sandbox.ledger.grants import Stale
from sandbox.xero.faults import gateway

_WAITS = {"minute": "30", "concurrent": "1", "day": "3600"}
_STALE = {
    None: "AuthenticationUnsuccessful",
    Stale.UNKNOWN: "TokenInvalid: the token is not one of ours",
    Stale.REVOKED: "TokenInvalid: the connection was revoked",
    Stale.EXPIRED: "TokenExpired: token expired",
}


@dataclass(frozen=True, slots=True)
class XeroDoorman:
    """Xero's gateway; the organisation is named by a header."""

    scheme: str = "Bearer"

    def realm(self, request: Request) -> str:
        """Return the tenant id."""
        return request.headers.get("xero-tenant-id", "")

    def stale(self, why: Stale | None) -> Response:
        """Refuse a token; a revoked one is unknown to Xero."""
        return gateway(401, "Unauthorized", _STALE[why])

    def wrong_company(self) -> Response:
        """Refuse an organisation that the token is not for, or none at all."""
        return gateway(403, "Forbidden", "AuthenticationUnsuccessful")

    def throttled(self, company: Company | None) -> Response:
        """Refuse one call too many: no body, only headers."""
        problem = company.own.get("throttle_problem", "minute") if company else "minute"
        headers = {"X-Rate-Limit-Problem": problem, "Retry-After": _WAITS[problem]}
        return Response(None, 429, headers)

    def broken(self) -> Response:
        """Break down."""
        return gateway(500, "An error occurred", "An unexpected error occurred in Xero")
