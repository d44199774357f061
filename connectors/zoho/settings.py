"""Where Zoho Books is, and who we are to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from connectors.consent.zoho_centres import centre_of


@dataclass(frozen=True, slots=True)
class ZohoSettings:
    """One API client at Zoho. The two addresses stand for every data centre's where set."""

    client_id: str
    client_secret: str = field(repr=False)
    api_url: str = ""
    accounts_url: str = ""
    link: str = ""  # Zoho documents none; "{id}" and "{realm}" are filled in, "": no link
    timeout: float = 120.0  # seconds for a whole answer; Zoho names no limit of its own

    def books_url(self, site: str) -> str:
        """Return where the API of a data centre is, without a slash at its end."""
        return f"{(self.api_url or centre_of(site).api_url).rstrip('/')}/books/v3"

    def token_url(self, site: str) -> str:
        """Return where a data centre trades tokens."""
        accounts = self.accounts_url or centre_of(site).accounts_url
        return f"{accounts.rstrip('/')}/oauth/v2/token"

    def link_to(self, ledger_id: str, realm: str) -> str:
        """Return the address at which a bookkeeper sees the journal, "" when none is set."""
        return self.link.replace("{id}", ledger_id).replace("{realm}", realm)
