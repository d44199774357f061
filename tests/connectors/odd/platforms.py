"""Each accounting platform on this machine, with what spoils its answers in between."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

import httpx
from starlette.applications import Starlette
from starlette.routing import Mount

from connectors.quickbooks.opening import open_quickbooks
from connectors.quickbooks.settings import QuickBooksSettings
from connectors.tryton.opening import open_tryton
from connectors.tryton.settings import TrytonSettings
from connectors.xero.opening import open_xero
from connectors.xero.settings import XeroSettings
from connectors.zoho.opening import open_zoho
from connectors.zoho.settings import ZohoSettings
from journal.books.book import Connection, ConnectionState, Platform
from journal.ports import Ledger, Tokens, tokens_of_key
from sandbox.keep import Keep
from sandbox.ledger.services import client_of
from sandbox.quickbooks.app import quickbooks_app
from sandbox.xero.app import xero_app
from sandbox.zoho.app import zoho_app
from tests.build import NOW
from tests.connectors.odd import tryton as tryton_books
from tests.connectors.odd.spoiling import Chance, Spoiling
from tests.fakes.tokens import FakeTokenSafe

ROOT: Final = "http://sandbox.invalid"
KEY: Final = "key-0123456789"
_MAKES: Final[dict[Platform, Callable[..., Starlette]]] = {
    Platform.QUICKBOOKS: quickbooks_app,
    Platform.XERO: xero_app,
    Platform.ZOHO: zoho_app,
}
_COMPANIES: Final[dict[Platform, dict[str, Any]]] = {
    Platform.QUICKBOOKS: {
        "class_tracking": "line",
        "track_departments": True,
        "classes": ["Retail", "Retail:Online"],
        "departments": ["Toronto"],
        "customers": ["Faire"],
    },
    Platform.XERO: {"tracking": [{"name": "Region", "options": ["South"]}]},
    Platform.ZOHO: {
        "contacts": ["Ada"],
        "tags": [{"name": "Channel", "options": ["Web"]}],
        "taxes": [{"name": "VAT 20", "percentage": "20"}],
        "locations": ["Leeds"],
        "projects": ["Refit"],
    },
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One company at a platform. `ledger` opens it, as each run of the program does."""

    ledger: Callable[[], Ledger]
    spoiling: Spoiling


Opening = Callable[[Chance], AbstractAsyncContextManager[Stage]]


def imitated(platform: Platform) -> Opening:
    """Return what opens a company at the imitation of `platform`."""

    @asynccontextmanager
    async def opened(chance: Chance) -> AsyncIterator[Stage]:
        app = _MAKES[platform](Keep(None), now=lambda: NOW, enforce_pace=False)
        inside = httpx.ASGITransport(Starlette(routes=[Mount(f"/{platform.value}", app)]))
        spoiling = Spoiling(inside, chance)
        async with httpx.AsyncClient(transport=spoiling) as http:
            address = f"{ROOT}/{platform.value}/control/companies"
            made = (await http.post(address, json={"name": "Northwind"})).json()
            turned = await http.post(f"{address}/{made['realm']}", json=_COMPANIES[platform])
            turned.raise_for_status()
            yield Stage(lambda: _ledger(platform, http, made), spoiling)

    return opened


def _ledger(platform: Platform, http: httpx.AsyncClient, made: dict[str, Any]) -> Ledger:
    connection = Connection(
        1, 1, platform, made["realm"], ConnectionState.CONNECTED, currency="USD", consent_id=1
    )
    tokens = Tokens(made["access_token"], made["refresh_token"], NOW + timedelta(minutes=30))
    known: dict[str, Any] = {
        "http": http,
        "safe": FakeTokenSafe({1: tokens}),
        "now": lambda: NOW,
    }
    client, root = client_of(platform.value), f"{ROOT}/{platform.value}"
    if platform is Platform.QUICKBOOKS:
        token_url = f"{root}/oauth2/v1/tokens/bearer"
        books = QuickBooksSettings(client.id, client.secret, api_url=root, token_url=token_url)
        return open_quickbooks(connection, settings=books, **known)
    if platform is Platform.XERO:
        address, token_url = f"{root}/api.xro/2.0", f"{root}/connect/token"
        xero = XeroSettings(client.id, client.secret, api_url=address, token_url=token_url)
        return open_xero(connection, settings=xero, **known)
    zoho = ZohoSettings(client.id, client.secret, api_url=root, accounts_url=root)
    return open_zoho(connection, settings=zoho, **known)


@asynccontextmanager
async def tryton(chance: Chance) -> AsyncIterator[Stage]:
    """Open a company at a Tryton that shows a good record of everything."""
    spoiling = Spoiling(httpx.MockTransport(tryton_books.answer), chance)
    async with httpx.AsyncClient(transport=spoiling) as http:
        yield Stage(lambda: open_tryton_at(http), spoiling)


def open_tryton_at(http: httpx.AsyncClient) -> Ledger:
    """Return the ledger of a company at the Tryton that `http` leads to."""
    connection = Connection(
        *(1, 1, Platform.TRYTON, "1", ConnectionState.CONNECTED),
        currency="USD",
        site=tryton_books.ROOT,
        consent_id=1,
    )
    safe = FakeTokenSafe({1: tokens_of_key(KEY)})
    settings = TrytonSettings()
    return open_tryton(connection, http=http, settings=settings, safe=safe, now=lambda: NOW)


PLATFORMS: Final[dict[str, Opening]] = {
    **{platform.value: imitated(platform) for platform in _MAKES},
    Platform.TRYTON.value: tryton,
}
