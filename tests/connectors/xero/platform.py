"""Xero as a list of answers."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from connectors.xero.client import XeroLedger
from connectors.xero.opening import open_xero
from connectors.xero.settings import XeroSettings
from journal.books.book import Connection, ConnectionState, Platform
from journal.ports import Tokens
from tests.fakes.tokens import FakeTokenSafe

NOW = datetime(2026, 7, 7, 12, tzinfo=UTC)
TOKEN_URL = "https://sign-in.invalid/token"
TENANT = "70784a63-d24b-46a9-a4db-0e70a274b056"
SETTINGS = XeroSettings(
    "app",
    "app-secret",
    api_url="https://books.invalid/api.xro/2.0/",
    token_url=TOKEN_URL,
    connections_url="https://books.invalid/connections",
    link="https://books.invalid/journal?id={id}&org={realm}",
)
TOKENS = Tokens("access-1", "refresh-1", NOW + timedelta(minutes=30))
GRANT = {"access_token": "access-2", "refresh_token": "refresh-2", "expires_in": 1800}
Behaviour = Callable[[httpx.Request], Awaitable[httpx.Response]]
Given = tuple[int, bytes] | tuple[int, bytes, dict[str, str]] | Exception | Behaviour


@dataclass
class AnsweringPlatform:
    """Gives its answers in turn, the last one for ever; `asked` is every call received."""

    answers: list[httpx.Response | Exception | Behaviour]
    sign_in: httpx.Response = field(default_factory=lambda: httpx.Response(200, json=GRANT))
    asked: list[httpx.Request] = field(default_factory=list)
    sign_ins: int = 0
    safe: FakeTokenSafe = field(default_factory=lambda: FakeTokenSafe({1: TOKENS}))

    @property
    def http(self) -> httpx.AsyncClient:
        """A client that reaches this platform only."""
        return httpx.AsyncClient(transport=httpx.MockTransport(self._answer))

    def ledger(
        self,
        settings: XeroSettings = SETTINGS,
        currency: str = "USD",
        http: httpx.AsyncClient | None = None,
    ) -> XeroLedger:
        """Return the ledger of one organisation on this platform, or where `http` leads."""
        connected = ConnectionState.CONNECTED
        return open_xero(
            Connection(1, 1, Platform.XERO, TENANT, connected, currency=currency, consent_id=1),
            http=http or self.http,
            settings=settings,
            safe=self.safe,
            now=lambda: NOW,
        )

    @property
    def conditions(self) -> list[str]:
        """The conditions under which journals were asked for."""
        return [
            request.url.params["where"] for request in self.asked if "where" in request.url.params
        ]

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        if str(request.url) == TOKEN_URL:
            self.sign_ins += 1
            return self.sign_in
        self.asked.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return httpx.Response(
                answer.status_code, headers=answer.headers, content=answer.content
            )
        return await answer(request)


def answering(*answers: Given) -> AnsweringPlatform:
    """Return a platform that answers so, each time with Xero's id of the request."""
    return AnsweringPlatform(
        [_response(*one) if isinstance(one, tuple) else one for one in answers]
    )


def _response(status: int, body: bytes, headers: dict[str, str] | None = None) -> httpx.Response:
    ours = {"Xero-Correlation-Id": "1-correlation"}
    return httpx.Response(status, content=body, headers={**ours, **(headers or {})})
