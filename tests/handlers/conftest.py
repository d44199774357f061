"""A desk at which three entries were refused, and a team that works at it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from bot.reasons import read_reasons
from bot.services import Services
from handlers.edge import Desk
from journal.book import Platform
from journal.ports import OpenStore
from journal.services.connect_book import ConnectBook
from storage.database import Database
from tests.clock import SetClock
from tests.handlers.slack import Team, open_team
from tests.journal.services.bench import Bench
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


async def meet(_person_id: str) -> None:
    """Slack knows nobody else."""


def desk_of(services: Services, open_store: OpenStore) -> Desk:
    """Return the desk that the program would put together."""
    return Desk(
        open_store=open_store,
        now=services.now,
        retry_incident=services.retry_incident,
        draft_incident=services.draft_incident,
        add_costs=services.add_costs,
        redate_incident=services.redate_incident,
        await_period=services.await_period,
        edit_lines=services.edit_lines,
        find_twin=services.find_twin,
        link_entry=services.link_entry,
        post_anyway=services.post_anyway,
        resolve_incident=services.resolve_incident,
        reopen_incident=services.reopen_incident,
        assign_incident=services.assign_incident,
        snooze_incident=services.snooze_incident,
        wake_incident=services.wake_incident,
        skip_entries=services.skip_entries,
        contact_support=services.contact_support,
        note_rule=services.resolve_incident.note_rule,
        reasons=read_reasons(),
        connect_book=ConnectBook(open_store, services.now, PAGES, CONNECTED_HERE),
        stop_incident=services.stop_incident,
        ask_owner=services.ask_owner,
        try_connection=services.try_connection,
        approve_request=services.approve_request,
        decline_request=services.decline_request,
        meet=meet,
        create_account=services.create_account,
        map_accounts=services.map_accounts,
        read_chart=services.read_chart,
    )


@pytest.fixture
async def team(bench: Bench) -> AsyncIterator[Team]:
    """People in a Slack of this test alone."""
    async with open_team(desk_of(bench.services, bench.database.store)) as team:
        yield team
