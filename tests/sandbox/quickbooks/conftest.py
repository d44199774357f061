"""The imitation under a test: in the process, with a held clock and nothing kept."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from sandbox.keep import Keep
from sandbox.quickbooks.app import quickbooks_app
from tests.sandbox.quickbooks.books import Books, HeldClock

Opened = Callable[[Keep], AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def clock() -> HeldClock:
    """A clock the test moves."""
    return HeldClock()


@pytest.fixture
def opened(clock: HeldClock) -> Opened:
    """Start the imitation on a keep, mounted as the sandbox mounts it."""

    @asynccontextmanager
    async def start(keep: Keep) -> AsyncIterator[httpx.AsyncClient]:
        app = quickbooks_app(keep, now=clock, sleep=clock.sleep, enforce_pace=False)
        transport = httpx.ASGITransport(Starlette(routes=[Mount("/quickbooks", app)]))
        async with httpx.AsyncClient(
            transport=transport, base_url="http://sandbox/quickbooks/"
        ) as client:
            yield client

    return start


@pytest.fixture
async def http(opened: Opened) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a fresh imitation."""
    async with opened(Keep(None)) as client:
        yield client


@pytest.fixture
async def books(http: httpx.AsyncClient, clock: HeldClock) -> Books:
    """One connected company with the default chart."""
    return await Books.opened(http, clock)
