"""Consent at Zoho Books: in the data centre of the person's account, for its organisations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from pydantic import BaseModel, ValidationError

from connectors.consent.asking import ask_address, code_in, host_of
from connectors.consent.who import Told, person_told
from connectors.consent.zoho_centres import CENTRES, Centre, centre_at, centre_in, centre_of
from connectors.grant import Grant
from connectors.http import call
from connectors.oauth import App
from journal.books.consent import Company
from journal.books.signed_in import SignedIn, signed_in_as
from journal.errors import ConsentRefused, LedgerError
from journal.ports import Asking, Clock, Granted

SCOPE = (
    "ZohoBooks.accountants.CREATE,ZohoBooks.accountants.READ,ZohoBooks.accountants.UPDATE"
    ",ZohoBooks.settings.READ,ZohoBooks.contacts.READ,ZohoBooks.contacts.CREATE"
    ",ZohoBooks.projects.READ"
)
"""What is called, by Zoho's OpenAPI documents (journals.yml, chart-of-accounts.yml,
transaction-locking.yml, organizations.yml): POST /journals, .../status/publish and /chartofaccounts
want accountants.CREATE; PUT /journals/{id} accountants.UPDATE; all lists of those and
/transactionlocks accountants.READ; /organizations, /users/me, /locations, /settings/... and
/reportingtags settings.READ; GET /contacts contacts.READ, POST /contacts contacts.CREATE; GET
/projects projects.READ (contacts.yml, projects.yml, locations.yml, taxes.yml, currency.yml,
users.yml)."""
_SECONDS = 30.0


class _WireOrganization(BaseModel):
    organization_id: str
    name: str = ""


class _WireEmail(BaseModel):
    email: Told = ""
    is_selected: Any = False  # the one they use


class _WireUser(BaseModel):
    name: Told = ""
    email_ids: list[_WireEmail] = []


class _WireMe(BaseModel):
    user: _WireUser


class _WireAnswer(BaseModel):
    code: int
    message: str = ""
    organizations: list[_WireOrganization] = []


@dataclass(frozen=True, slots=True)
class ZohoSignIn:
    """Zoho's page. `accounts_url` and `api_url` stand for every data centre's where set."""

    http: httpx.AsyncClient
    client_id: str
    client_secret: str = field(repr=False)
    now: Clock
    accounts_url: str = ""
    api_url: str = ""

    @property
    def host(self) -> str:
        """Where Zoho's page is, for those whose data centre is not known yet."""
        return host_of(self._accounts(centre_of("")))

    @property
    def hosts(self) -> Sequence[str]:
        """Where people of every data centre sign in: the usual one sends them on to their own."""
        return [host_of(url) for url in sorted({self._accounts(one) for one in CENTRES.values()})]

    def address(self, asking: Asking, site: str) -> str:
        """Return the address of Zoho's page; the usual centre sends people on to their own.

        Without `access_type` there is no refresh token, without `prompt` none a second time.
        """
        return ask_address(
            f"{self._accounts(centre_of(site))}/oauth/v2/auth",
            self.client_id,
            asking,
            scope=SCOPE,
            pkce=False,
            access_type="offline",
            prompt="consent",
        )

    async def take(self, answer: Mapping[str, str], asking: Asking) -> Granted:
        """Trade the code where it was given, and read which organisations it opens.

        Raises as the port says.
        """
        code, centre = code_in(answer, asking, "Zoho"), centre_in(answer)
        app = App(
            f"{self._accounts(centre)}/oauth/v2/token",
            self.client_id,
            self.client_secret,
            secret_in_body=True,
        )
        grant = await app.trade(
            self.http, "authorization_code", code=code, redirect_uri=asking.back
        )
        if not grant.refresh_token:
            raise ConsentRefused(
                "Zoho let jefail in for an hour only. Take jefail out of the connected apps of"
                " your Zoho account, and connect again."
            )
        centre = centre_at(grant.api_domain, otherwise=centre)
        companies = await self._organizations(grant, centre)
        return Granted(grant.tokens(None, self.now()), companies)

    async def who_signed_in(self, access: str, company: Company) -> SignedIn:
        """Return the user of `company` to whom the token belongs (users.yml, GET /users/me)."""
        root = (self.api_url or centre_of(company.site).api_url).rstrip("/")
        request = self.http.build_request(
            "GET",
            f"{root}/books/v3/users/me",
            params={"organization_id": company.realm},
            headers={"Authorization": f"Zoho-oauthtoken {access}"},
        )
        return await person_told(self.http, request, _user_in)

    async def _organizations(self, grant: Grant, centre: Centre) -> Sequence[Company]:
        root = (self.api_url or centre.api_url).rstrip("/")
        headers = {"Authorization": f"Zoho-oauthtoken {grant.access_token}"}
        request = self.http.build_request("GET", f"{root}/books/v3/organizations", headers=headers)
        answer = await call(self.http, request, within=_SECONDS)
        try:
            shown = _WireAnswer.model_validate_json(answer.body)
        except ValidationError as error:
            raise LedgerError("Zoho told its organisations in a way we do not know") from error
        if shown.code != 0 or not answer.is_success:
            raise LedgerError(f"Zoho does not show its organisations: {shown.message[:300]}")
        return [Company(one.organization_id, one.name, centre.site) for one in shown.organizations]

    def _accounts(self, centre: Centre) -> str:
        return (self.accounts_url or centre.accounts_url).rstrip("/")


def _user_in(body: bytes) -> SignedIn:
    """Return the user that an answer shows, by the address they use. Raises ValidationError."""
    user = _WireMe.model_validate_json(body).user
    addresses = sorted(user.email_ids, key=lambda one: one.is_selected is not True)
    return signed_in_as(user.name, addresses[0].email if addresses else "")
