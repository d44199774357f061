"""QuickBooks as a list of answers, for days that the imitation cannot have."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from connectors.quickbooks.client import QuickBooksLedger
from connectors.quickbooks.opening import open_quickbooks
from connectors.quickbooks.settings import QuickBooksSettings
from journal.books.book import Connection, ConnectionState, Platform
from journal.ports import Tokens
from tests.fakes.tokens import FakeTokenSafe

NOW = datetime(2026, 7, 7, 12, tzinfo=UTC)
TOKEN_URL = "https://sign-in.invalid/token"
SETTINGS = QuickBooksSettings(
    "app",
    "app-secret",
    api_url="https://books.invalid",
    token_url=TOKEN_URL,
    link="https://books.invalid/journal?txnId={id}&companyId={realm}",
)
TOKENS = Tokens("access-1", "refresh-1", NOW + timedelta(hours=1))
GRANT = {"access_token": "access-2", "refresh_token": "refresh-2", "expires_in": 3600}
Behaviour = Callable[[httpx.Request], Awaitable[httpx.Response]]


@dataclass
class AnsweringPlatform:
    """Gives its answers in turn, the last one for ever; `asked` is every call received."""

    answers: list[httpx.Response | Exception | Behaviour]
    sign_in: httpx.Response = field(default_factory=lambda: httpx.Response(200, json=GRANT))
    asked: list[httpx.Request] = field(default_factory=list)
    sign_ins: int = 0

    def ledger(self, settings: QuickBooksSettings = SETTINGS) -> QuickBooksLedger:
        """Return the ledger of one company on this platform."""
        return open_quickbooks(
            Connection(1, 1, Platform.QUICKBOOKS, "4620", ConnectionState.CONNECTED, consent_id=1),
            http=httpx.AsyncClient(transport=httpx.MockTransport(self._answer)),
            settings=settings,
            safe=FakeTokenSafe({1: TOKENS}),
            now=lambda: NOW,
        )

    @property
    def queries(self) -> list[str]:
        """The questions asked in the query language."""
        return [
            request.url.params["query"] for request in self.asked if "query" in request.url.params
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


def answering(*answers: tuple[int, bytes] | Exception | Behaviour) -> AnsweringPlatform:
    """Return a platform that answers so, each time with Intuit's id of the request."""
    return AnsweringPlatform(
        [
            httpx.Response(one[0], content=one[1], headers={"intuit_tid": "1-tid"})
            if isinstance(one, tuple)
            else one
            for one in answers
        ]
    )
