"""Coming in at a posting service: with a key that it gave out."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
from pydantic import ValidationError

from connectors.addresses import NOWHERE_INSIDE, InnerHosts
from connectors.consent.keyed import address_of, asked, key_of, no_way_in
from connectors.posting_service.wire import WireBooks
from journal.books.book import Platform
from journal.books.consent import Company
from journal.books.signed_in import NOBODY, SignedIn
from journal.ports import Granted, tokens_of_key

_LABEL = Platform.POSTING_SERVICE.label


@dataclass(frozen=True, slots=True)
class PostingServiceKey:
    """The form for a posting service."""

    http: httpx.AsyncClient
    inner: InnerHosts = NOWHERE_INSIDE

    @property
    def site_hint(self) -> str:
        """What the address looks like."""
        return "https://posting.example.com"

    async def take(self, site: str, key: str) -> Granted:
        """Read with the key which books it opens.

        Raises:
            ConsentRefused: the address or the key will not do, or nothing answers there.
        """
        root, key = address_of(site, self.inner, self.site_hint), key_of(key)
        request = self.http.build_request(
            "GET",
            f"{root}/v1/books",
            headers={"Authorization": f"Bearer {key}", "Accept": "application/json"},
        )
        answer = await asked(self.http, request, _LABEL)
        try:
            books = WireBooks.model_validate_json(answer.body)
        except ValidationError as error:
            raise no_way_in(_LABEL, "another kind of answer", request.url.host) from error
        companies = [Company(one.id, one.name, root) for one in books.books]
        return Granted(tokens_of_key(key), companies)

    async def who_signed_in(self, access: str, company: Company) -> SignedIn:  # noqa: ARG002  the contract names nobody
        """Return NOBODY: a key of a posting service is a program's, not a person's."""
        return NOBODY
