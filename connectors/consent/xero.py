"""Consent at Xero: one for every organisation that the person ticks on Xero's own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx

from connectors.consent.asking import ask_address, code_in, host_of, hosts_of
from connectors.consent.who import person_claimed
from connectors.xero.opening import xero_app
from connectors.xero.settings import SCOPES, XeroSettings
from connectors.xero.tenants import tenants
from journal.books.consent import Company
from journal.books.signed_in import SignedIn
from journal.ports import Asking, Clock, Granted


@dataclass(frozen=True, slots=True)
class XeroSignIn:
    """Xero's page, with PKCE."""

    http: httpx.AsyncClient
    settings: XeroSettings
    authorise_url: str
    now: Clock

    @property
    def host(self) -> str:
        """Where Xero's page is."""
        return host_of(self.authorise_url)

    @property
    def hosts(self) -> Sequence[str]:
        """Xero's own hosts: one passes a person on to another."""
        return hosts_of(self.authorise_url, "xero.com")

    def address(self, asking: Asking, site: str) -> str:  # noqa: ARG002  it is in one place
        """Return the address of Xero's page."""
        return ask_address(
            self.authorise_url, self.settings.client_id, asking, scope=SCOPES, pkce=True
        )

    async def who_signed_in(self, access: str, company: Company) -> SignedIn:  # noqa: ARG002  of whichever organisation, it is the same person
        """Return whom Xero's userinfo endpoint tells of; without `openid` it refuses."""
        return await person_claimed(self.http, self.settings.userinfo_url, access)

    async def take(self, answer: Mapping[str, str], asking: Asking) -> Granted:
        """Trade the code, and read which organisations it opens. Raises as the port says."""
        app = xero_app(self.settings)
        grant = await app.trade(
            self.http,
            "authorization_code",
            code=code_in(answer, asking, "Xero"),
            redirect_uri=asking.back,
            code_verifier=asking.verifier,
        )
        there = await tenants(self.http, self.settings, grant.access_token)
        companies = [Company(one.id, one.name) for one in there]
        return Granted(grant.tokens(None, self.now(), app.idle), companies)
