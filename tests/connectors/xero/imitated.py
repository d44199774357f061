"""The connector against the imitation, with what is known of the organisation behind it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from connectors.xero.client import XeroLedger
from connectors.xero.opening import open_xero
from connectors.xero.settings import XeroSettings
from journal.books.book import Connection, ConnectionState, Platform
from journal.books.chart import Chart
from journal.books.lists import Lists
from journal.entries.mapping import Prepared, prepare
from journal.entries.placing import Known
from journal.ports import Tokens
from journal.posting.read_books import read_company
from sandbox.keep import Keep
from sandbox.ledger.services import client_of
from sandbox.xero.app import xero_app
from tests.build import an_entry, some_content
from tests.fakes.tokens import FakeTokenSafe

ROOT = "http://sandbox/xero"
NOW = datetime(2026, 7, 31, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Organisation:
    """One organisation of the imitation, and the ledger that leads there."""

    ledger: XeroLedger
    control: httpx.AsyncClient
    realm: str

    async def turn(self, **switches: Any) -> None:
        """Turn its switches."""
        answer = await self.control.post(f"control/companies/{self.realm}", json=switches)
        answer.raise_for_status()

    async def known(self) -> Known:
        """Return what is known of it once chart, lists and rules are read."""
        company = await read_company(self.ledger)
        chart, lists = Chart(tuple(company.accounts)), Lists(tuple(company.lists))
        known = Known(Platform.XERO, chart, {}, {}, lists=lists)
        return replace(known, company_rules=company.rules)

    async def prepared(self, number: int = 1, **content: Any) -> Prepared:
        """Return an entry of this content as it would be sent there."""
        entry = an_entry(id=number, uid=UUID(int=number), content=some_content(**content))
        return prepare(entry, await self.known())

    async def shown(self) -> list[dict[str, Any]]:
        """Return its journals as the imitation keeps them, oldest first."""
        state = (await self.control.get("control/state")).json()
        (company,) = [one for one in state["companies"] if one["realm"] == self.realm]
        return [*reversed(company["entries"])]


@asynccontextmanager
async def organisation(**company: Any) -> AsyncIterator[Organisation]:
    """Open an organisation of this currency and chart."""
    app = xero_app(Keep(None), now=lambda: NOW, enforce_pace=False)
    transport = httpx.ASGITransport(Starlette(routes=[Mount("/xero", app)]))
    async with httpx.AsyncClient(transport=transport, base_url=f"{ROOT}/") as http:
        sent = {"name": "Harbor Goods", **company}
        made = (await http.post("control/companies", json=sent)).raise_for_status().json()
        tokens = Tokens(made["access_token"], made["refresh_token"], NOW + timedelta(minutes=30))
        client = client_of("xero")
        connection = Connection(
            1,
            1,
            Platform.XERO,
            made["realm"],
            ConnectionState.CONNECTED,
            currency=company.get("currency", "USD"),
            consent_id=1,
        )
        ledger = open_xero(
            connection,
            http=http,
            settings=XeroSettings(client.id, client.secret, api_url=f"{ROOT}/api.xro/2.0"),
            safe=FakeTokenSafe({1: tokens}),
            now=lambda: NOW,
        )
        yield Organisation(ledger, http, made["realm"])
