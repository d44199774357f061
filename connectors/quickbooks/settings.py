"""Where QuickBooks is, and who we are to it."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

_API = "quickbooks.api.intuit.com"
_ACCOUNTS = "accounts.platform.intuit.com"
_USERINFO = "v1/openid_connect/userinfo"


@dataclass(frozen=True, slots=True)
class QuickBooksSettings:
    """One app at Intuit; its sandbox has other addresses and other keys."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str = "https://quickbooks.api.intuit.com"
    token_url: str = "https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer"  # noqa: S105
    # Intuit documents no deep link, so it can be changed; "{realm}" is filled in too.
    link: str = "https://app.qbo.intuit.com/app/journal?txnId={id}"
    timeout: float = 120.0  # seconds; Intuit itself cuts requests there

    @property
    def userinfo_url(self) -> str:
        """Where Intuit tells who signed in: the host that goes with that of the API.

        By https://developer.intuit.com/.well-known/openid_configuration and, for sandbox
        companies, .../openid_sandbox_configuration. What stands in Intuit's place answers itself.
        """
        parts = urlsplit(self.api_url)
        if parts.netloc in (_API, f"sandbox-{_API}"):
            return f"https://{parts.netloc.replace(_API, _ACCOUNTS)}/{_USERINFO}"
        return f"{self.api_url.rstrip('/')}/{_USERINFO}"

    def link_to(self, ledger_id: str, realm: str) -> str:
        """Return the address at which a bookkeeper sees the entry."""
        return self.link.replace("{id}", ledger_id).replace("{realm}", realm)
