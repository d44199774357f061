"""A posting service that answers what a test says, and one that is real."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

import httpx

from bot.web.pace import Pace
from bot.web.posting_service.app import posting_service_app, service_needs
from connectors.posting_service.calls import Calls
from connectors.posting_service.opening import calls_of
from journal.books.book import Connection, ConnectionState, Platform
from journal.ports import tokens_of_key
from storage.database import Database
from tests.clock import SetClock
from tests.fakes.tokens import FakeTokenSafe

KEY = "key-of-northwind-0123456789"
SITE = "https://posting.example/below"
Handler = Callable[[httpx.Request], httpx.Response]


def calls_to(http: httpx.AsyncClient, *, key: str = KEY, site: str = SITE) -> Calls:
    """Return the calls of the book Northwind."""
    connection = Connection(
        1,
        1,
        Platform.POSTING_SERVICE,
        "northwind",
        ConnectionState.CONNECTED,
        site=site,
        consent_id=1,
    )
    return calls_of(connection, http=http, safe=FakeTokenSafe({1: tokens_of_key(key)}))


def answering(handler: Handler) -> Calls:
    """Return calls that are answered by `handler`."""
    return calls_to(httpx.AsyncClient(transport=httpx.MockTransport(handler)))


def always(status: int, content: Any = None, **headers: str) -> Calls:
    """Return calls that are always answered so."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return answering(lambda _request: httpx.Response(status, content=body, headers=headers))


@asynccontextmanager
async def reference_server(database: Database, token: str) -> AsyncIterator[Calls]:
    """Yield calls to the reference server over the queue in `database`."""
    needs = service_needs(database, SetClock(), Pace(lambda: 0.0, burst=10_000))
    transport = httpx.ASGITransport(posting_service_app(needs))
    async with httpx.AsyncClient(transport=transport) as http:
        yield calls_to(http, key=token, site="http://service")


def a_report_json(**changes: Any) -> dict[str, Any]:
    """Return a report of an entry that lacks a mapping, as the contract has it."""
    report = {
        "id": "77",
        "reference": "SHOP-7",
        "revision": 1,
        "version": 4,
        "date": "2026-07-07",
        "sales_channel": "Shopify",
        "kind": "sales_summary",
        "currency": "USD",
        "lines": [
            {"side": "debit", "amount": "12.30", "account": "1300"},
            {"side": "credit", "amount": "12.30", "category": "Gift cards"},
        ],
        "attempts": 1,
        "state": "failed",
        "failure": {
            "reason": "mapping_missing",
            "subject": "Gift cards",
            "details": [],
            "words": "No account for Gift cards",
            "code": "",
        },
        "ledger": None,
    }
    return {**report, **changes}
