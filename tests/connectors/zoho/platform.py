"""Zoho Books as a list of answers."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import httpx

from connectors.zoho.client import ZohoLedger
from connectors.zoho.opening import open_zoho
from connectors.zoho.settings import ZohoSettings
from journal.amounts.money import Money
from journal.books.book import Connection, ConnectionState, Platform
from journal.entries.posting import LedgerEntry, Outcome
from journal.ports import Tokens
from tests.connectors.zoho.bodies import JOURNAL_ID
from tests.fakes.ready import JULY_7, a_ready_entry
from tests.fakes.tokens import FakeTokenSafe

NOW = datetime(2026, 7, 7, 12, tzinfo=UTC)
REALM = "10234695"
SETTINGS = ZohoSettings("app", "app-secret", link="https://books.invalid/{realm}#{id}")
TOKENS = Tokens("access-1", "refresh-1", NOW + timedelta(hours=1))
GRANT = {"access_token": "access-2", "expires_in": 3600, "api_domain": "https://www.zohoapis.eu"}
URL = f"https://books.invalid/{REALM}#{JOURNAL_ID}"
ENTRY = LedgerEntry(
    JOURNAL_ID,
    "JF-1",
    JULY_7,
    URL,
    texts=("JF-1", "shopify S-JF-1 [JF-1]"),
    listed=Money(25000, "USD"),
)
"""The usual entry as it stands in the ledger."""
Given = tuple[int, bytes] | tuple[int, bytes, dict[str, str]] | Exception


@dataclass
class AnsweringPlatform:
    """Gives its answers in turn, the last one for ever; `asked` is every call received."""

    answers: list[Given]
    sign_in: httpx.Response = field(default_factory=lambda: httpx.Response(200, json=GRANT))
    asked: list[httpx.Request] = field(default_factory=list)
    signed_in: list[httpx.Request] = field(default_factory=list)
    safe: FakeTokenSafe = field(default_factory=lambda: FakeTokenSafe({1: TOKENS}))

    def ledger(
        self,
        *,
        site: str = "eu",
        currency: str = "USD",
        settings: ZohoSettings = SETTINGS,
        http: httpx.AsyncClient | None = None,
    ) -> ZohoLedger:
        """Return the ledger of one organisation on this platform, or where `http` leads."""
        connected = ConnectionState.CONNECTED
        connection = Connection(
            1, 1, Platform.ZOHO, REALM, connected, currency=currency, site=site, consent_id=1
        )
        ours = httpx.AsyncClient(transport=httpx.MockTransport(self._answer))
        return open_zoho(
            connection, http=http or ours, settings=settings, safe=self.safe, now=lambda: NOW
        )

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [request.url.path.removeprefix("/books/v3/") for request in self.asked]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth/v2/token":
            self.signed_in.append(request)
            return self.sign_in
        self.asked.append(request)
        given = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(given, Exception):
            raise given
        status, body, *headers = given
        return httpx.Response(status, content=body, headers=next(iter(headers), None))


def answering(*answers: Given) -> AnsweringPlatform:
    """Return a platform that answers so."""
    return AnsweringPlatform([*answers])


async def posted_on(platform: AnsweringPlatform) -> Outcome:
    """Post the usual entry."""
    return await platform.ledger().post(a_ready_entry())
