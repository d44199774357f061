"""How Zoho words what happens before a call reaches the organisation."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from sandbox.ledger.company import Company
from sandbox.ledger.grants import Stale
from sandbox.zoho.answers import answer, not_authorised

_RESETS = {"minute": "30", "day": "3600"}
_WORDS = {
    "minute": (45, "Access Denied: more than 100 requests in a minute"),
    "day": (1070, "The API limit of this organisation per day has been exceeded"),
}


@dataclass(frozen=True, slots=True)
class ZohoDoorman:
    """Zoho's gateway; the organisation is named in the query."""

    scheme: str = "Zoho-oauthtoken"

    def realm(self, request: Request) -> str:
        """Return the organization_id."""
        return request.query_params.get("organization_id", "")

    def stale(self, why: Stale | None) -> Response:  # noqa: ARG002  one answer for all
        """Refuse a token."""
        return not_authorised()

    def wrong_company(self) -> Response:
        """Refuse an organisation that the token is not for, or none at all."""
        return not_authorised()

    def throttled(self, company: Company | None) -> Response:
        """Refuse one call too many; no Retry-After tells when to come again."""
        problem = company.own.get("throttle_problem", "minute") if company else "minute"
        code, words = _WORDS[problem]
        refusal = answer(429, code, words)
        refusal.headers["X-Rate-Limit-Reset"] = _RESETS[problem]
        return refusal

    def broken(self) -> Response:
        """Break down."""
        return answer(500, 1000, "Internal error")
