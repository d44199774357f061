"""The imitation under a test: in the process, with a held clock and nothing kept."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from sandbox.keep import Keep
from sandbox.xero.app import xero_app
from tests.sandbox.quickbooks.books import HeldClock
from tests.sandbox.xero.books import Books

Opened = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def clock() -> HeldClock:
    """A clock the test moves."""
    return HeldClock()


@pytest.fixture
def opened(clock: HeldClock) -> Opened:
    """Start the imitation on a keep, mounted as the sandbox mounts it."""

    @asynccontextmanager
    async def start(keep: Keep, *, paced: bool = False) -> AsyncIterator[httpx.AsyncClient]:
        app = xero_app(keep, now=clock, sleep=clock.sleep, enforce_pace=paced)
        transport = httpx.ASGITransport(Starlette(routes=[Mount("/xero", app)]))
        async with httpx.AsyncClient(transport=transport, base_url="http://sandbox/xero/") as http:
            yield http

    return start


@pytest.fixture
async def http(opened: Opened) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a fresh imitation."""
    async with opened(Keep(None)) as client:
        yield client


@pytest.fixture
async def books(http: httpx.AsyncClient, clock: HeldClock) -> Books:
    """One connected organisation with the default chart."""
    return await Books.opened(http, clock)
