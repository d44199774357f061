"""Coming in at a Tryton server of one's own: with the key of a user application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx
from pydantic import BaseModel, TypeAdapter, ValidationError

from connectors.http import Answer, call
from journal.books.consent import Company
from journal.errors import ConsentRefused, LedgerError
from journal.ports import Granted, tokens_of_key

_SECONDS = 30.0
_UNAUTHORISED, _NOT_FOUND = 401, 404


class _WireCompany(BaseModel):
    id: int
    rec_name: str = ""


_COMPANIES = TypeAdapter(list[_WireCompany])


@dataclass(frozen=True, slots=True)
class TrytonKey:
    """The form for a Tryton server. Its address ends with the name of the database."""

    http: httpx.AsyncClient

    @property
    def site_hint(self) -> str:
        """What the address looks like."""
        return "https://tryton.example.com/database"

    async def take(self, site: str, key: str) -> Granted:
        """Read with the key which companies its user works in.

        A key that waits for its user's approval is refused as an unknown one is.

        Raises:
            ConsentRefused: the address or the key will not do.
            LedgerError: the server could not be asked.
        """
        root = _checked(site)
        request = self.http.build_request(
            "GET",
            f"{root}/rest/model/company.company",
            headers={"Authorization": f"Bearer {key}", "Accept": "application/json"},
        )
        answer = await call(self.http, request, within=_SECONDS)
        companies = [Company(str(one.id), one.rec_name, root) for one in _companies(answer)]
        return Granted(tokens_of_key(key), companies)


def _checked(site: str) -> str:
    """Return the address without a slash at its end. Raises ConsentRefused."""
    parts = urlsplit(site)
    is_whole = parts.scheme in ("https", "http") and parts.hostname and parts.path.strip("/")
    if not is_whole or parts.query or parts.fragment or parts.username:
        raise ConsentRefused(
            "The address must be whole, with the database at its end:"
            " https://tryton.example.com/database"
        )
    return site.rstrip("/")


def _companies(answer: Answer) -> Sequence[_WireCompany]:
    if answer.status == _UNAUTHORISED:
        raise ConsentRefused(
            "Tryton does not take this key. Is it approved, in the preferences of its user?"
        )
    if answer.status == _NOT_FOUND:
        raise ConsentRefused("There is no Tryton database at this address.")
    if not answer.is_success:
        raise LedgerError(f"the server answered with status {answer.status}")
    try:
        return _COMPANIES.validate_json(answer.body)
    except ValidationError as error:
        raise ConsentRefused("What answers at this address is no Tryton server.") from error
