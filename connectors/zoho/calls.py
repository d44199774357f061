"""Calls to one organisation: signed, sent, and sent once more with a renewed token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import httpx
import structlog

from connectors.http import NoAnswer, call
from connectors.oauth import Authorisation
from connectors.reply import Reply
from connectors.zoho.replies import read
from connectors.zoho.settings import ZohoSettings
from journal.entries.failure import FailureReason

log = structlog.get_logger(__name__)
NAME = "Zoho Books"
_R = FailureReason
ORGANIZATIONS = "organizations"


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one organisation (`realm`) in one data centre (`site`)."""

    http: httpx.AsyncClient
    settings: ZohoSettings
    authorisation: Authorisation
    realm: str
    site: str

    async def write(self, what: str, body: bytes = b"") -> Reply:
        """Create or change `what`. The same again does the same again: Zoho knows no keys.

        Raises:
            NoAnswer: what became of it is not known, or it never left.
            AuthorisationLost, LedgerError: it never left, for want of a token.
        """
        # POST only: aiohttp sends a PUT a second time by itself when the connection drops.
        return await self._answered("POST", what, {}, body)

    async def change(self, what: str, body: bytes) -> Reply:
        """Put `body` in place of `what`. Raises as `write`.

        Should aiohttp send it a second time, it puts there what it has put there already.
        """
        return await self._answered("PUT", what, {}, body)

    async def get(self, what: str, **query: str) -> Mapping[str, Any]:
        """Return what Zoho shows of `what`.

        Raises:
            ReadingRefused: it would not. AuthorisationLost: jefail has no access.
            LedgerError: there was no answer.
        """
        reply = await self._answered("GET", what, query)
        content: Mapping[str, Any] = reply.shown(NAME)
        return content

    async def _answered(
        self, method: str, what: str, query: Mapping[str, str], body: bytes | None = None
    ) -> Reply:
        """Send, and once more with a renewed token where it ran out."""
        token = await self.authorisation.access_token()
        reply = await self._sent(method, what, query, body, token)
        trouble = await self._trouble(reply, token)
        if trouble is _R.TOKEN_EXPIRED:
            token = await self.authorisation.renew(refused=token)
            reply = await self._sent(method, what, query, body, token)
            trouble = await self._trouble(reply, token)
        if reply.failure is None or trouble is None:
            return reply
        reason = _R.CONNECTION_LOST if trouble is _R.TOKEN_EXPIRED else trouble
        return replace(reply, failure=replace(reply.failure, reason=reason))

    async def _trouble(self, reply: Reply, token: str) -> FailureReason | None:
        """Return what it is about when `token` was refused, None when it was not.

        Zoho has one answer for a token that ran out, a consent that is gone and a right that is
        missing; which organisations the token shows tells them apart. That is asked before a
        renewal: Zoho gives ten tokens in ten minutes, and entries that lack a right would use
        them up.
        """
        if reply.reason is not _R.TOKEN_EXPIRED:
            return None
        try:
            shown = await self._sent("GET", ORGANIZATIONS, {}, None, token)
        except NoAnswer:
            # The call itself was answered, with a refusal: nothing of it is uncertain.
            return _R.TRANSIENT
        if shown.failure is None:
            return _R.PERMISSION if self.realm in _ids(shown.content) else _R.CONNECTION_LOST
        return _R.TOKEN_EXPIRED if shown.reason is _R.TOKEN_EXPIRED else _R.TRANSIENT

    async def _sent(
        self, method: str, what: str, query: Mapping[str, str], body: bytes | None, token: str
    ) -> Reply:
        request = self._request(method, what, query, body, token)
        reply = read(await call(self.http, request, within=self.settings.timeout), secret=token)
        log.debug(
            "zoho_answered",
            organization=self.realm,
            call=f"{method} {what}",
            status=reply.status,
            code=reply.failure.code if reply.failure else "",
        )
        return reply

    def _request(
        self, method: str, what: str, query: Mapping[str, str], body: bytes | None, token: str
    ) -> httpx.Request:
        headers = {"Authorization": f"Zoho-oauthtoken {token}", "Accept": "application/json"}
        if body:
            headers["Content-Type"] = "application/json"
        return self.http.build_request(
            method,
            f"{self.settings.books_url(self.site)}/{what}",
            params={"organization_id": self.realm, **query},
            content=body,
            headers=headers,
        )


def _ids(content: Mapping[str, Any]) -> set[str]:
    shown = content.get(ORGANIZATIONS)
    listed = shown if isinstance(shown, list) else []
    return {str(one.get("organization_id", "")) for one in listed if isinstance(one, dict)}
