"""Calls to one organisation: signed, sent, and sent once more with a renewed token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import quote, urlencode

import httpx
import structlog

from connectors.http import Answer
from connectors.oauth import Authorisation
from connectors.reply import Reply
from connectors.signed import signed
from connectors.xero.limits import day_used_up
from connectors.xero.replies import read
from connectors.xero.settings import XeroSettings
from journal.entries.failure import FailureReason

log = structlog.get_logger(__name__)
NAME = "Xero"


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one organisation (`tenant`)."""

    http: httpx.AsyncClient
    settings: XeroSettings
    authorisation: Authorisation
    tenant: str

    async def write(self, what: str, body: bytes, key: str) -> Reply:
        """Create or change `what`; the same `key` again changes nothing.

        Raises:
            NoAnswer: what became of it is not known, or it never left.
            AuthorisationLost, LedgerError: it never left, for want of a token.
        """
        # POST, which creates as PUT does: aiohttp sends a PUT a second time by itself when the
        # connection drops, and whether to send twice is for the caller to know. And said how
        # refusals are to come, since Xero is told to have either way for its default.
        path = f"{what}?summarizeErrors=true"
        return await self._signed("POST", path, {"Idempotency-Key": key}, body)

    async def change(self, what: str, body: bytes, key: str) -> Reply:
        """Change the one object `what` and create nothing, whatever is there. Raises as `write`."""
        return await self._signed("POST", what, {"Idempotency-Key": key}, body)

    async def create(self, what: str, body: bytes, key: str) -> Reply:
        """Create `what`, where Xero has nothing but PUT for that. Raises as `write`.

        Sent twice by aiohttp after all, the `key` keeps it from being created twice.
        """
        return await self._signed("PUT", what, {"Idempotency-Key": key}, body)

    async def get(
        self, what: str, *, since: datetime | None = None, **query: str
    ) -> Mapping[str, Any]:
        """Return what Xero shows of `what`; no object of it when nothing changed `since`.

        Raises:
            ReadingRefused: it would not. AuthorisationLost: jefail has no access.
            LedgerError: there was no answer.
        """
        headers = {}
        if since is not None:
            headers["If-Modified-Since"] = since.astimezone(UTC).isoformat(timespec="seconds")
        asked = f"?{urlencode(query, quote_via=quote)}" if query else ""
        reply = await self._signed("GET", f"{what}{asked}", headers)
        if since is not None and reply.status == HTTPStatus.NOT_MODIFIED:
            return {what: []}
        content: Mapping[str, Any] = reply.shown(NAME)
        return content

    async def _signed(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        def noted(answer: Answer, token: str) -> Reply:
            reply = read(answer, secret=token, writing=body is not None)
            log.debug(
                "xero_answered",
                tenant=self.tenant,
                call=f"{method} {path.partition('?')[0]}",
                status=reply.status,
                code=reply.failure.code if reply.failure else "",
                trace=reply.trace,
                day_used_up=day_used_up(answer.headers),
            )
            return reply

        return await signed(
            self.http,
            self.authorisation,
            build=lambda token: self._request(method, path, headers, body, token),
            read=noted,
            expired=lambda reply: reply.reason is FailureReason.TOKEN_EXPIRED,
            within=self.settings.timeout,
        )

    def _request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, token: str
    ) -> httpx.Request:
        ours = request_headers(token, self.tenant)
        if body is not None:
            ours["Content-Type"] = "application/json"
        url = f"{self.settings.api_url.rstrip('/')}/{path}"
        return self.http.build_request(method, url, content=body, headers={**ours, **headers})


def request_headers(token: str, tenant: str = "") -> dict[str, str]:
    """Return what every call carries, and what one to an organisation carries beside it."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    return {**headers, "xero-tenant-id": tenant} if tenant else headers
