"""A sandbox, a program that answers in it, and browser tabs that look at it."""

from collections.abc import AsyncIterator

import httpx
import pytest_asyncio
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.app import sandbox_app
from sandbox.serve import serving
from tests.page.partner import Partner
from tests.page.tabs import Chromium, OpenTab, chromium, tabs


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Chromium]:
    """A Chromium for all tests of the page; each tab has a profile of its own."""
    async with chromium() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def address() -> AsyncIterator[str]:
    """The address of a fresh sandbox that keeps nothing."""
    async with serving(sandbox_app(None, manifest=None)) as address:
        yield address


@pytest_asyncio.fixture(loop_scope="session")
async def control(address: str) -> AsyncIterator[httpx.AsyncClient]:
    """Calls to the sandbox's control surfaces."""
    async with httpx.AsyncClient(base_url=address) as client:
        yield client


@pytest_asyncio.fixture(loop_scope="session")
async def partner(address: str, control: httpx.AsyncClient) -> AsyncIterator[Partner]:
    """A connected program whose answers the test decides."""
    tokens = (await control.get("/slack/control/tokens")).json()
    web = AsyncWebClient(tokens["bot_token"], base_url=f"{address}/slack/api/")
    socket = SocketModeClient(app_token=tokens["app_token"], web_client=web)
    partner = Partner(web)
    socket.socket_mode_request_listeners.append(partner.hears)  # type: ignore[arg-type]
    await socket.connect()  # type: ignore[no-untyped-call]  # slack_sdk leaves it unannotated
    yield partner
    await socket.close()  # type: ignore[no-untyped-call]


@pytest_asyncio.fixture(loop_scope="session")
async def tab(browser: Chromium, address: str) -> AsyncIterator[OpenTab]:
    """Opens tabs that look at the sandbox."""
    async with tabs(browser, address) as open_tab:
        yield open_tab
