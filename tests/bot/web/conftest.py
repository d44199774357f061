"""A web app to speak to."""

from collections.abc import AsyncIterator

import pytest

from bot.web.app import app_of
from storage.database import Database
from tests.bot.web.stage import Stage, add_book, client_of, needs_of
from tests.clock import SetClock


@pytest.fixture
async def stage(database: Database, clock: SetClock) -> AsyncIterator[Stage]:
    """The web app with one connected book and its token."""
    token = await add_book(database, "northwind")
    needs = needs_of(database, clock)
    async with client_of(app_of(needs)) as client:
        yield Stage(client, database, needs, token)
