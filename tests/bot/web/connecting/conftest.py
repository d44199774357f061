"""The pages over a real database, with a platform in memory, and a browser that looks at them."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.web.app import app_of
from bot.web.connecting.endpoints import Connecting
from storage.database import Database
from tests.bot.web.stage import needs_of
from tests.clock import SetClock
from tests.journal.bench import Bench
from tests.journal.consenting import PAGES, Consenting


@pytest.fixture
def desk(database: Database, clock: SetClock) -> Consenting:
    """A bench at which books are connected."""
    return Consenting(Bench(database, clock))


async def _name_of(user_id: str) -> str:
    return {"U_ANA": "Ana <Lima>"}.get(user_id, "")


@pytest.fixture
async def browser(desk: Consenting) -> AsyncIterator[httpx.AsyncClient]:
    """One person's browser, with cookies of its own."""
    pages = Connecting(desk.take_consent, _name_of, is_secure=True)
    needs = needs_of(desk.bench.database, desk.bench.clock, connecting=pages)
    transport = httpx.ASGITransport(app_of(needs))
    async with httpx.AsyncClient(transport=transport, base_url=PAGES) as client:
        yield client
