"""Coming in at a posting service: with a key that it gave out."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from pydantic import ValidationError

from connectors.http import Answer, call
from connectors.posting_service.wire import WireBooks
from journal.books.consent import Company
from journal.errors import ConsentRefused, LedgerError
from journal.ports import Granted, tokens_of_key

_SECONDS = 30.0
_REFUSED, _NOT_FOUND = (401, 403), 404


@dataclass(frozen=True, slots=True)
class PostingServiceKey:
    """The form for a posting service."""

    http: httpx.AsyncClient

    @property
    def site_hint(self) -> str:
        """What the address looks like."""
        return "https://posting.example.com"

    async def take(self, site: str, key: str) -> Granted:
        """Read with the key which books it opens.

        Raises:
            ConsentRefused: the address or the key will not do.
            LedgerError: the service could not be asked.
        """
        root = _checked(site)
        if not (key.isascii() and key.isprintable()):
            raise ConsentRefused("The key has letters that no key has. Was it copied whole?")
        request = self.http.build_request(
            "GET",
            f"{root}/v1/books",
            headers={"Authorization": f"Bearer {key}", "Accept": "application/json"},
        )
        books = _books(await call(self.http, request, within=_SECONDS))
        companies = [Company(one.id, one.name, root) for one in books.books]
        return Granted(tokens_of_key(key), companies)


def _checked(site: str) -> str:
    """Return the address without a slash at its end. Raises ConsentRefused."""
    parts = urlsplit(site)
    is_whole = parts.scheme in ("https", "http") and parts.hostname
    if not is_whole or parts.query or parts.fragment or parts.username:
        raise ConsentRefused("The address must be whole: https://posting.example.com")
    return site.rstrip("/")


def _books(answer: Answer) -> WireBooks:
    if answer.status in _REFUSED:
        raise ConsentRefused("The posting service does not take this key.")
    if answer.status == _NOT_FOUND:
        raise ConsentRefused("There is no posting service at this address.")
    if not answer.is_success:
        raise LedgerError(f"the posting service answered with status {answer.status}")
    try:
        return WireBooks.model_validate_json(answer.body)
    except ValidationError as error:
        raise ConsentRefused("What answers at this address is no posting service.") from error
