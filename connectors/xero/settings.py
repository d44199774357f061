"""Where Xero is, and who we are to it."""

from dataclasses import dataclass, field
from datetime import timedelta

SCOPES = "openid profile email accounting.manualjournals accounting.settings offline_access"
"""What a consent asks for: who signs in, manual journals, the chart, also to add to it, and lock
dates, tokens. Nothing is to be ticked at the app (https://developer.xero.com/documentation/guides/oauth2/scopes/).

Apps made since March 2026 are refused the wider `accounting.transactions`.
"""

REFRESH_IDLE = timedelta(days=60)
"""How long a refresh token lives unused. No answer tells it; each use gives a new one."""


@dataclass(frozen=True, slots=True)
class XeroSettings:
    """One app at Xero. Its Demo Company, for trying things out, is at the same addresses."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str = "https://api.xero.com/api.xro/2.0"
    token_url: str = "https://identity.xero.com/connect/token"  # noqa: S105
    connections_url: str = "https://api.xero.com/connections"
    # Journals are not among the deep links that Xero documents, so it can be changed;
    # "{realm}", the tenant id, is filled in too.
    link: str = "https://go.xero.com/Journal/View.aspx?invoiceID={id}"
    timeout: float = 120.0  # seconds for a whole answer; Xero names no limit of its own

    @property
    def userinfo_url(self) -> str:
        """Where Xero tells who signed in, beside its token endpoint.

        By `userinfo_endpoint` in https://identity.xero.com/.well-known/openid-configuration.
        """
        return f"{self.token_url.rpartition('/')[0]}/userinfo"

    def link_to(self, ledger_id: str, realm: str) -> str:
        """Return the address at which a bookkeeper sees the journal."""
        return self.link.replace("{id}", ledger_id).replace("{realm}", realm)
