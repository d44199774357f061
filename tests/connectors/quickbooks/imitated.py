"""The imitation with one company in this process, as the connector and as people there see it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from connectors.quickbooks.client import QuickBooksLedger
from connectors.quickbooks.opening import open_quickbooks
from connectors.quickbooks.settings import QuickBooksSettings
from journal.books.book import Connection, ConnectionState, Platform
from journal.books.chart import Chart
from journal.books.lists import Lists
from journal.entries.placing import Known
from journal.ports import Tokens
from sandbox.keep import Keep
from sandbox.ledger.services import client_of
from sandbox.quickbooks.app import quickbooks_app
from tests.connectors.quickbooks.platform import NOW
from tests.fakes.tokens import FakeTokenSafe

ROOT = "http://sandbox.invalid/quickbooks"
LISTS: dict[str, Any] = {
    "class_tracking": "line",
    "track_departments": True,
    "classes": ["Retail", "Retail:Online", {"name": "Old", "active": False}],
    "departments": ["Web warehouse", "Toronto Queen St"],
    "customers": ["Faire Wholesale", {"name": "Gone", "active": False}],
    "vendors": ["CA Tax Agency"],
    "employees": ["Ada Byron"],
}
CANADA: dict[str, Any] = {
    **LISTS,
    "country": "CA",
    "sales_tax": True,
    "tax_codes": [
        {"name": "HST ON", "sales": "13", "purchase": "13"},
        {"name": "GST purchases", "sales": None, "purchase": "5"},
        {"name": "Mixed", "sales": "5", "purchase": "0"},
        "Out of Scope",
        "Exempt",
    ],
}


@dataclass(frozen=True, slots=True)
class Company:
    """One company of the imitation."""

    http: httpx.AsyncClient
    realm: str
    ledger: QuickBooksLedger

    async def turn(self, **switches: object) -> None:
        """Turn switches of the company."""
        address = f"{ROOT}/control/companies/{self.realm}"
        (await self.http.post(address, json=switches)).raise_for_status()

    async def calls(self) -> list[str]:
        """Return the calls received, as paths."""
        told = (await self.http.get(f"{ROOT}/control/calls")).json()["calls"]
        return [one["path"] for one in told]

    async def known(self) -> Known:
        """Return what jefail knows of the company once it was read."""
        return Known(
            Platform.QUICKBOOKS,
            Chart(tuple(await self.ledger.accounts())),
            {},
            {},
            lists=Lists(tuple(await self.ledger.lists())),
            company_rules=await self.ledger.company_rules(),
        )


@asynccontextmanager
async def a_company(currency: str = "USD", **company: Any) -> AsyncIterator[Company]:
    """Open a company that is connected."""
    app = quickbooks_app(Keep(None), now=lambda: NOW, enforce_pace=False)
    transport = httpx.ASGITransport(Starlette(routes=[Mount("/quickbooks", app)]))
    async with httpx.AsyncClient(transport=transport) as http:
        sent = {"name": "Northwind", "currency": currency, **company}
        made = (await http.post(f"{ROOT}/control/companies", json=sent)).json()
        tokens = Tokens(made["access_token"], made["refresh_token"], NOW + timedelta(hours=1))
        client = client_of("quickbooks")
        state = ConnectionState.CONNECTED
        connection = Connection(
            1, 1, Platform.QUICKBOOKS, made["realm"], state, currency=currency, consent_id=1
        )
        ledger = open_quickbooks(
            connection,
            http=http,
            settings=QuickBooksSettings(
                client.id,
                client.secret,
                api_url=ROOT,
                token_url=f"{ROOT}/oauth2/v1/tokens/bearer",
            ),
            safe=FakeTokenSafe({1: tokens}),
            now=lambda: NOW,
        )
        yield Company(http, made["realm"], ledger)
