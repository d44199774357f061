"""Calls to one company: signed, sent, and sent once more with a renewed token when refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import structlog

from connectors.http import Answer
from connectors.oauth import Authorisation
from connectors.quickbooks.replies import read
from connectors.quickbooks.settings import QuickBooksSettings
from connectors.reply import Reply
from connectors.signed import signed
from journal.entries.failure import FailureReason

log = structlog.get_logger(__name__)
NAME = "QuickBooks"

MINOR_VERSION = "75"


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one company (`realm`)."""

    http: httpx.AsyncClient
    settings: QuickBooksSettings
    authorisation: Authorisation
    realm: str

    async def write(self, what: str, body: bytes, key: str) -> Reply:
        """Create `what`, or change the one whose id is in `body`.

        The same `key` again does nothing and repeats the first answer.

        Raises:
            NoAnswer: what became of it is not known, or it never left.
            AuthorisationLost, LedgerError: it never left, for want of a token.
        """
        return await self._signed("POST", what, {"requestid": key}, body)

    async def get(self, what: str, **query: str) -> Mapping[str, Any]:
        """Return what QuickBooks shows.

        Raises:
            ReadingRefused: it would not. AuthorisationLost: jefail has no access.
            LedgerError: there was no answer.
        """
        reply = await self._signed("GET", what, query)
        content: Mapping[str, Any] = reply.shown(NAME)
        return content

    async def ask(self, what: str, body: bytes) -> Mapping[str, Any]:
        """Return what QuickBooks shows to questions that are sent, which change nothing.

        Raises as `get`.
        """
        reply = await self._signed("POST", what, {}, body)
        content: Mapping[str, Any] = reply.shown(NAME)
        return content

    async def _signed(
        self, method: str, what: str, query: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        def noted(answer: Answer, token: str) -> Reply:
            reply = read(answer, secret=token)
            log.debug(
                "quickbooks_answered",
                realm=self.realm,
                call=f"{method} {what.partition('/')[0]}",
                status=reply.status,
                code=reply.failure.code if reply.failure else "",
                trace=reply.trace,
            )
            return reply

        return await signed(
            self.http,
            self.authorisation,
            build=lambda token: self._request(method, what, query, body, token),
            read=noted,
            expired=lambda reply: reply.reason is FailureReason.TOKEN_EXPIRED,
            within=self.settings.timeout,
        )

    def _request(
        self, method: str, what: str, query: Mapping[str, str], body: bytes | None, token: str
    ) -> httpx.Request:
        root = f"{self.settings.api_url.rstrip('/')}/v3/company/{quote(self.realm, safe='')}"
        # Spaces of a query as %20: that "+" is understood is nowhere documented.
        asked = urlencode({**query, "minorversion": MINOR_VERSION}, quote_via=quote)
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self.http.build_request(
            method, f"{root}/{what}?{asked}", content=body, headers=headers
        )
