"""Calls to one company's records: signed with the key of a user application."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import structlog

from connectors.http import call
from connectors.key import Key
from connectors.reply import Reply
from connectors.tryton.replies import read
from connectors.tryton.values import encoded

log = structlog.get_logger(__name__)
NAME = "Tryton"

PAGE = 500
Domain = Sequence[Any]
"""A condition in Tryton's own form: [["date", ">=", "2026-07-07"], ["company", "=", 1]]."""


@dataclass(frozen=True, slots=True)
class Calls:
    """The calls of one company (`realm`) in one database (`site` ends with its name)."""

    http: httpx.AsyncClient
    key: Key
    site: str
    realm: str
    timeout: float

    @property
    def company(self) -> int:
        """The company's id, as records name it."""
        return int(self.realm)

    async def write(self, what: str, body: bytes, fields: Sequence[str] = ()) -> Reply:
        """Create a record or run an action. The same again does the same again.

        Raises:
            NoAnswer: what became of it is not known, or it never left.
            AuthorisationLost, LedgerError: it never left, for want of a key.
        """
        return await self._sent("POST", what, [("f", one) for one in fields], body)

    async def delete(self, what: str) -> Reply:
        """Delete a record. Raises as `write`."""
        return await self._sent("DELETE", what, [])

    async def get(
        self, what: str, fields: Sequence[str], domain: Domain = (), start: int = 0
    ) -> Any:
        """Return the records `what` that fit `domain`, at most PAGE of them from `start` on.

        Raises:
            ReadingRefused: it would not. AuthorisationLost: jefail has no access.
            LedgerError: there was no answer.
        """
        query = [("f", one) for one in fields]
        if domain:
            page = [("s", str(PAGE)), ("p", str(start)), ("o", encoded([["id", "ASC"]]))]
            query += [("d", encoded(domain)), *page]
        return (await self._sent("GET", what, query)).shown(NAME)

    async def _sent(
        self, method: str, what: str, query: Sequence[tuple[str, str]], body: bytes | None = None
    ) -> Reply:
        key = await self.key.read()
        headers = {
            "Authorization": f"Bearer {key}",
            "Accept": "application/json",
            "X-Tryton-Context": encoded({"company": self.company}),
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        asked = f"?{urlencode(query)}" if query else ""
        request = self.http.build_request(
            method, f"{self.site}/rest/model/{what}{asked}", content=body, headers=headers
        )
        reply = read(await call(self.http, request, within=self.timeout), secret=key)
        log.debug(
            "tryton_answered", company=self.realm, call=f"{method} {what}", status=reply.status
        )
        return reply
