"""Consent at QuickBooks: for one company, which the person chooses on Intuit's own page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx
from pydantic import BaseModel, Field, ValidationError

from connectors.consent.asking import ask_address, code_in, host_of, hosts_of
from connectors.consent.held_tokens import HeldTokens
from connectors.consent.who import person_claimed
from connectors.oauth import Authorisation
from connectors.path import path_of
from connectors.quickbooks.calls import Calls
from connectors.quickbooks.opening import quickbooks_app
from connectors.quickbooks.settings import QuickBooksSettings
from journal.books.consent import Company
from journal.books.signed_in import SignedIn
from journal.errors import ConsentRefused
from journal.ports import Asking, Clock, Granted

SCOPE = "com.intuit.quickbooks.accounting openid profile email"
"""Entries, and who signs in. Intuit gives the last three to every app: there is no box to tick
(https://developer.intuit.com/.well-known/openid_configuration, `scopes_supported`)."""


class _WireCompany(BaseModel):
    name: str = Field("", alias="CompanyName")


@dataclass(frozen=True, slots=True)
class QuickBooksSignIn:
    """Intuit's page. PKCE is not offered there; the state guards the way back."""

    http: httpx.AsyncClient
    settings: QuickBooksSettings
    authorise_url: str
    now: Clock

    @property
    def host(self) -> str:
        """Where Intuit's page is."""
        return host_of(self.authorise_url)

    @property
    def hosts(self) -> Sequence[str]:
        """Intuit's own hosts: one passes a person on to another."""
        return hosts_of(self.authorise_url, "intuit.com")

    def address(self, asking: Asking, site: str) -> str:  # noqa: ARG002  it is in one place
        """Return the address of Intuit's page."""
        return ask_address(
            self.authorise_url, self.settings.client_id, asking, scope=SCOPE, pkce=False
        )

    async def take(self, answer: Mapping[str, str], asking: Asking) -> Granted:
        """Trade the code, and look at the company that came back with it.

        The company stands in the address, where anybody could change it, so it is believed
        only once the tokens have opened it. Raises as the port says.
        """
        code = code_in(answer, asking, "QuickBooks")
        realm = answer.get("realmId", "")
        if not (realm.isascii() and realm.isdecimal()):
            raise ConsentRefused("QuickBooks did not say which company it is; nothing was changed.")
        grant = await quickbooks_app(self.settings).trade(
            self.http, "authorization_code", code=code, redirect_uri=asking.back
        )
        held = HeldTokens(grant.tokens(None, self.now()))
        name = await self._name(held, realm)
        return Granted(held.tokens, [Company(realm, name)])

    async def who_signed_in(self, access: str, company: Company) -> SignedIn:  # noqa: ARG002  of whichever company, it is the same person
        """Return whom Intuit's userinfo endpoint tells of; without `openid` it refuses."""
        return await person_claimed(self.http, self.settings.userinfo_url, access)

    async def _name(self, held: HeldTokens, realm: str) -> str:
        """Return what the company is called. Raises as the port says."""
        authorisation = Authorisation(self.http, quickbooks_app(self.settings), held, 0, self.now)
        calls = Calls(self.http, self.settings, authorisation, realm)
        shown = await calls.get(path_of("companyinfo", realm))
        try:
            return _WireCompany.model_validate(shown.get("CompanyInfo", {})).name
        except ValidationError:
            return ""
