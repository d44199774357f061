"""How Intuit's gateway words what happens before a call reaches the company."""

from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from sandbox.ledger.clock import Clock
from sandbox.ledger.company import Company
from sandbox.ledger.grants import Stale
from sandbox.quickbooks import gateway_faults
from sandbox.quickbooks.replies import Refusal


@dataclass(frozen=True, slots=True)
class QuickBooksDoorman:
    """Intuit's gateway; the company is named in the path."""

    now: Clock
    scheme: str = "Bearer"

    def realm(self, request: Request) -> str:
        """Return the realm id."""
        return str(request.path_params["realm"])

    def stale(self, why: Stale | None) -> Response:
        """Refuse a token."""
        return Refusal(gateway_faults.STALE_TOKENS[why], self.now())

    def wrong_company(self) -> Response:
        """Refuse a company that the token is not for."""
        return Refusal(gateway_faults.WRONG_COMPANY, self.now())

    def throttled(self, company: Company | None) -> Response:  # noqa: ARG002  one limit for all
        """Refuse one call too many; no Retry-After tells when to come again."""
        return Refusal(gateway_faults.THROTTLED, self.now())

    def broken(self) -> Response:
        """Break down."""
        return Refusal(gateway_faults.BROKEN, self.now())
