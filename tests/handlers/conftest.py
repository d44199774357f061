"""A desk at which three entries were refused, and a team that works at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from blocks.forms.support import Support
from bot import slack
from bot.services import Services
from handlers.edge import listening
from handlers.edge.listening import Desk
from journal.books.book import Platform
from journal.connecting.connect_book import ConnectBook
from journal.ports import OpenSeen
from journal.rights import Met
from storage.database import Database
from tests.clock import SetClock
from tests.handlers.slack import Team, open_team
from tests.journal.bench import Bench
from tests.storage.stage import some_entries


@pytest.fixture
def bench(database: Database, clock: SetClock) -> Bench:
    """The use cases over a database of this test alone."""
    return Bench(database, clock)


@pytest.fixture
async def incident_id(bench: Bench) -> int:
    """An open incident of three entries of Northwind."""
    connection = await bench.book()
    await bench.take(connection, some_entries(3))
    bench.ledger.can_post = False
    await bench.post(connection)
    return (await bench.case()).incident.id


PAGES = "https://jefail.example"
CONNECTED_HERE = frozenset({Platform.QUICKBOOKS, Platform.XERO})


async def meet(_person_id: str) -> Met:
    """Slack knows nobody else."""
    return Met.NOT_NAMED


def desk_of(services: Services, open_store: OpenSeen) -> Desk:
    """Return the desk that the program would put together."""
    connect_book = ConnectBook(open_store, services.now, PAGES, CONNECTED_HERE)
    return slack.desk_of(
        services, open_store, services.database.members, connect_book, meet, Support()
    )


@pytest.fixture
async def team(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Team]:
    """People in a Slack of this test alone, who wait longer than Slack does.

    When a click is given up is told in edge/test_listening.py; here a busy machine decides nothing.
    """
    monkeypatch.setattr(listening, "CLICK_SECONDS", 20.0)
    async with open_team(desk_of(bench.services, bench.database.seen_by)) as team:
        yield team
