"""An imitation under a test: in the process, with a held clock and nothing kept."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from sandbox.keep import Keep
from sandbox.serve import serving
from tests.sandbox.ledger.books import Books, HeldClock, Wire

Opened = Callable[..., AbstractAsyncContextManager[httpx.AsyncClient]]


@pytest.fixture
def clock() -> HeldClock:
    """A clock the test moves."""
    return HeldClock()


@pytest.fixture
def opened(wire: Wire, clock: HeldClock) -> Opened:
    """Start the imitation on a keep, mounted as the sandbox mounts it."""

    @asynccontextmanager
    async def start(keep: Keep, *, paced: bool = False) -> AsyncIterator[httpx.AsyncClient]:
        app = wire.app(keep, now=clock, sleep=clock.sleep, enforce_pace=paced)
        path = f"/{wire.platform}"
        transport = httpx.ASGITransport(Starlette(routes=[Mount(path, app)]))
        root = f"http://sandbox{path}/"
        async with httpx.AsyncClient(transport=transport, base_url=root) as client:
            yield client

    return start


@pytest.fixture
async def http(opened: Opened) -> AsyncIterator[httpx.AsyncClient]:
    """A client of a fresh imitation."""
    async with opened(Keep(None)) as client:
        yield client


@pytest.fixture
async def books(wire: Wire, http: httpx.AsyncClient, clock: HeldClock) -> Books:
    """One connected company with the default chart."""
    return await Books.opened(wire, http, clock)


@pytest.fixture
async def paced(wire: Wire, opened: Opened, clock: HeldClock) -> AsyncIterator[Books]:
    """A company behind the real limits."""
    async with opened(Keep(None), paced=True) as client:
        yield await Books.opened(wire, client, clock)


@pytest.fixture
async def real(wire: Wire, clock: HeldClock) -> AsyncIterator[Books]:
    """A company behind a real server on loopback."""
    app = wire.app(Keep(None), now=clock, sleep=clock.sleep, enforce_pace=False)
    async with (
        serving(app) as address,
        httpx.AsyncClient(base_url=f"{address}/", trust_env=False) as client,
    ):
        yield await Books.opened(wire, client, clock)
