"""The reference server to speak to."""

from collections.abc import AsyncIterator

import pytest

from bot.web.pace import Pace
from bot.web.posting_service.app import posting_service_app, service_needs
from storage.database import Database
from tests.bot.web.posting_service.stage import ServiceStage, fill
from tests.bot.web.stage import client_of
from tests.clock import SetClock
from tests.journal.bench import Bench


@pytest.fixture
async def service(database: Database, clock: SetClock) -> AsyncIterator[ServiceStage]:
    """The server over a queue with an entry posted, one refused and one that waits."""
    bench = Bench(database, clock)
    connection, token = await fill(bench)
    needs = service_needs(database, clock, Pace(lambda: 0.0))
    async with client_of(posting_service_app(needs)) as client:
        yield ServiceStage(client, bench, connection, token)
