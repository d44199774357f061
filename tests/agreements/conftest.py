"""Every implementation of the Ledger port, each with its platform behind it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from connectors.http import open_client
from connectors.quickbooks.opening import open_quickbooks
from connectors.quickbooks.settings import QuickBooksSettings
from connectors.tryton.opening import open_tryton
from connectors.tryton.settings import TrytonSettings
from connectors.xero.opening import open_xero
from connectors.xero.settings import XeroSettings
from connectors.zoho.opening import open_zoho
from connectors.zoho.settings import ZohoSettings
from journal.books.book import Connection, ConnectionState, Platform
from journal.ports import Tokens, tokens_of_key
from sandbox.keep import Keep
from sandbox.ledger.services import Client, client_of
from sandbox.quickbooks.app import quickbooks_app
from sandbox.serve import serving
from sandbox.tryton.books import Tryton
from sandbox.xero.app import xero_app
from sandbox.zoho.app import zoho_app
from tests.agreements.quickbooks_stage import QuickBooksStage
from tests.agreements.stages import NOW, FakeStage, Stage, lacks_of
from tests.agreements.tryton_stage import TrytonStage
from tests.agreements.weather import Spoil, Weather
from tests.agreements.xero_stage import XeroStage
from tests.agreements.zoho_stage import ZohoStage
from tests.fakes.tokens import FakeTokenSafe
from tests.loopback import LOOPBACK

PATIENCE = 60.0
"""Seconds until an answer is given up, on a machine that may be busy with other things."""
SHORT_PATIENCE = 5.0
"""The same where an answer does not come, and the test waits for just that."""


async def weathered(stack: AsyncExitStack) -> tuple[httpx.AsyncClient, Weather]:
    """Return a client over real sockets, and the weather that can be made on its way."""
    real = await stack.enter_async_context(open_client(inner=LOOPBACK))
    weather = Weather(real._transport)
    return await stack.enter_async_context(httpx.AsyncClient(transport=weather)), weather


def a_connection(platform: Platform, realm: str, site: str = "") -> Connection:
    """Return a connection whose tokens are those of consent 1."""
    state = ConnectionState.CONNECTED
    return Connection(1, 1, platform, realm, state, site=site, consent_id=1)


async def a_fake_stage(_stack: AsyncExitStack, _patience: float) -> Stage:
    """Return the ledger in memory."""
    return FakeStage()


@dataclass(frozen=True, slots=True)
class Imitated:
    """An imitation on a loopback port, with a new company that is connected."""

    root: str
    control: httpx.AsyncClient
    realm: str
    client: Client
    tokens: Tokens

    @property
    def secrets(self) -> tuple[str, ...]:
        """What may be written nowhere."""
        return (self.tokens.access, self.tokens.refresh, self.client.secret)


async def imitated(stack: AsyncExitStack, platform: Platform, make: Callable[..., Any]) -> Imitated:
    """Serve an imitation and open a company in it."""
    name = platform.value
    app = make(Keep(None), now=lambda: NOW, enforce_pace=False)
    address = await stack.enter_async_context(serving(Starlette(routes=[Mount(f"/{name}", app)])))
    control = httpx.AsyncClient(base_url=f"{address}/{name}/control/")
    await stack.enter_async_context(control)
    company = (await control.post("companies", json={"name": "Northwind"})).json()
    tokens = Tokens(company["access_token"], company["refresh_token"], NOW + timedelta(hours=1))
    return Imitated(f"{address}/{name}", control, company["realm"], client_of(name), tokens)


async def a_quickbooks_stage(stack: AsyncExitStack, patience: float) -> Stage:
    """Connect to a company of the imitation."""
    there = await imitated(stack, Platform.QUICKBOOKS, quickbooks_app)
    http, weather = await weathered(stack)
    ledger = open_quickbooks(
        a_connection(Platform.QUICKBOOKS, there.realm),
        http=http,
        settings=QuickBooksSettings(
            there.client.id,
            there.client.secret,
            api_url=there.root,
            token_url=f"{there.root}/oauth2/v1/tokens/bearer",
            timeout=patience,
        ),
        safe=FakeTokenSafe({1: there.tokens}),
        now=lambda: NOW,
    )
    return QuickBooksStage(ledger, there.control, weather, there.secrets)


async def a_xero_stage(stack: AsyncExitStack, patience: float) -> Stage:
    """Connect to an organisation of the imitation."""
    there = await imitated(stack, Platform.XERO, xero_app)
    http, weather = await weathered(stack)
    ledger = open_xero(
        a_connection(Platform.XERO, there.realm),
        http=http,
        settings=XeroSettings(
            there.client.id,
            there.client.secret,
            api_url=f"{there.root}/api.xro/2.0",
            token_url=f"{there.root}/identity/connect/token",
            timeout=patience,
        ),
        safe=FakeTokenSafe({1: there.tokens}),
        now=lambda: NOW,
    )
    return XeroStage(ledger, there.control, weather, there.secrets)


async def a_zoho_stage(stack: AsyncExitStack, patience: float) -> Stage:
    """Connect to an organisation of the imitation."""
    there = await imitated(stack, Platform.ZOHO, zoho_app)
    http, weather = await weathered(stack)
    ledger = open_zoho(
        a_connection(Platform.ZOHO, there.realm),
        http=http,
        settings=ZohoSettings(
            there.client.id,
            there.client.secret,
            api_url=there.root,
            accounts_url=there.root,
            timeout=patience,
        ),
        safe=FakeTokenSafe({1: there.tokens}),
        now=lambda: NOW,
    )
    return ZohoStage(ledger, there.control, weather, there.secrets)


async def a_tryton_stage(stack: AsyncExitStack, patience: float, server: Tryton) -> Stage:
    """Connect to a real server, in whose books nothing is posted."""
    http, weather = await weathered(stack)
    ledger = open_tryton(
        a_connection(Platform.TRYTON, server.company, server.site),
        http=http,
        settings=TrytonSettings(timeout=patience),
        safe=FakeTokenSafe({1: tokens_of_key(server.key)}),
        now=lambda: NOW,
    )
    return TrytonStage(ledger, server, weather)


Opener = Callable[[AsyncExitStack, float], Awaitable[Stage]]
STAGES: Mapping[str, Opener] = {
    "fake": a_fake_stage,
    "quickbooks": a_quickbooks_stage,
    "xero": a_xero_stage,
    "zoho": a_zoho_stage,
}


KINDS: Mapping[str, type[Any]] = {
    "fake": FakeStage,
    "quickbooks": QuickBooksStage,
    "xero": XeroStage,
    "zoho": ZohoStage,
    "tryton": TrytonStage,
}


@pytest.fixture(params=[*KINDS])
def opener(request: pytest.FixtureRequest) -> Opener:
    """How one implementation is opened; a real server is started before there is a loop.

    Left out, before anything is started, is a test about something that the platform lacks.
    """
    for mark in request.node.iter_markers("needs"):
        if lacking := lacks_of(KINDS[request.param]) & set(mark.args):
            pytest.skip(f"this platform has no {' and no '.join(sorted(lacking))}")
    if request.param == "tryton":
        return partial(a_tryton_stage, server=request.getfixturevalue("tryton"))
    return STAGES[request.param]


@pytest.fixture
def patience(request: pytest.FixtureRequest) -> float:
    """How long the connector waits for an answer, in seconds."""
    spoil = request.node.callspec.params.get("spoil")
    return SHORT_PATIENCE if spoil is Spoil.SLOW else PATIENCE


@pytest.fixture
async def stage(opener: Opener, patience: float) -> AsyncIterator[Stage]:
    """One implementation, on a good day."""
    async with AsyncExitStack() as stack:
        yield await opener(stack, patience)


@pytest.fixture
def nothing_secret_is_kept(
    stage: Stage, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> Iterator[None]:
    """Whatever happens in a test, no log line holds a token or a key."""
    caplog.set_level("DEBUG")
    yield
    written = caplog.text + "".join(capsys.readouterr())
    assert not [secret for secret in stage.secrets if secret in written]
