"""Coming in at a Tryton server of one's own: with the key of a user application."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from connectors.addresses import NOWHERE_INSIDE, InnerHosts
from connectors.consent.keyed import address_of, asked, key_of, no_way_in
from connectors.consent.who import Told, person_told
from journal.books.book import Platform
from journal.books.consent import Company
from journal.books.signed_in import SignedIn, signed_in_as
from journal.errors import ConsentRefused
from journal.ports import Granted, tokens_of_key

_LABEL = Platform.TRYTON.label


class _WireCompany(BaseModel):
    id: int
    rec_name: str = ""


class _WirePreferences(BaseModel):
    name: Told = ""
    email: Told = ""


_COMPANIES = TypeAdapter(list[_WireCompany])


@dataclass(frozen=True, slots=True)
class TrytonKey:
    """The form for a Tryton server. Its address ends with the name of the database."""

    http: httpx.AsyncClient
    inner: InnerHosts = NOWHERE_INSIDE

    @property
    def site_hint(self) -> str:
        """What the address looks like."""
        return "https://tryton.example.com/database"

    async def take(self, site: str, key: str) -> Granted:
        """Read with the key which companies its user works in.

        A key that waits for its user's approval is refused as an unknown one is.

        Raises:
            ConsentRefused: the address or the key will not do, or nothing answers there.
        """
        root, key = address_of(site, self.inner, self.site_hint), key_of(key)
        if not urlsplit(root).path.strip("/"):
            raise ConsentRefused(f"The address must end with the database: {self.site_hint}")
        request = self.http.build_request(
            "GET",
            f"{root}/rest/model/company.company",
            headers={"Authorization": f"Bearer {key}", "Accept": "application/json"},
        )
        answer = await asked(self.http, request, _LABEL)
        try:
            found = _COMPANIES.validate_json(answer.body)
        except ValidationError as error:
            raise no_way_in(_LABEL, "another kind of answer", request.url.host) from error
        companies = [Company(str(one.id), one.rec_name, root) for one in found]
        return Granted(tokens_of_key(key), companies)

    async def who_signed_in(self, access: str, company: Company) -> SignedIn:
        """Return the user whose key it is, by their own preferences.

        `res.user`'s `get_preferences` is open to every user and changes nothing (trytond 8.2,
        res/user.py, `__rpc__`; protocols/rest.py, `action`).
        """
        request = self.http.build_request(
            "POST",
            f"{company.site}/rest/model/res.user/get_preferences",
            json={},
            headers={"Authorization": f"Bearer {access}", "Accept": "application/json"},
        )
        return await person_told(self.http, request, _user_in)


def _user_in(body: bytes) -> SignedIn:
    user = _WirePreferences.model_validate_json(body)
    return signed_in_as(user.name, user.email)
