"""Two desks: one posts and shows its queue, the other watches it and has the people."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest

from bot.services import Services, services_of
from connectors.posting_service.calls import Calls
from connectors.posting_service.client import ServiceClient
from connectors.posting_service.ledger import ServiceLedger
from journal.books.book import Connection
from journal.entries.failure import FailureReason
from journal.incidents.incident import IncidentState
from storage.database import Database, open_engine
from tests.bot.web.posting_service.stage import settled
from tests.build import some_content
from tests.clock import SetClock
from tests.connectors.posting_service.platform import reference_server
from tests.database import Shelf
from tests.journal.bench import MAPPING, PATIENCE, Bench
from tests.journal.watching import watch
from tests.storage.stage import running_job

OPEN, RETRYING, RESOLVED = IncidentState


@dataclass(frozen=True, slots=True)
class Desks:
    """The desk that posts, the one that watches, and the wire between them."""

    posts: Bench
    posted_to: Connection
    watches: Bench
    watched: Connection
    calls: Calls

    @property
    def services(self) -> Services:
        """The use cases of the desk that watches."""
        return services_of(
            self.watches.database,
            lambda _one: ServiceLedger(self.calls),
            self.watches.clock,
            PATIENCE,
            lambda _one: ServiceClient(self.calls),
        )

    async def look(self) -> None:
        """Let the watching desk look, once all that was posted can be seen."""
        await settled(self.posts.database)
        await self.watches.pass_time(timedelta(minutes=6))
        await self.services.poll(self.watched.id)


@pytest.fixture
async def desks(shelf: Shelf, database: Database, clock: SetClock) -> AsyncIterator[Desks]:
    """Each with its own database; gift cards have no account where it is posted."""
    with shelf.database() as url:
        engine = open_engine(url)
        posts, watches = Bench(Database(engine), SetClock()), Bench(database, clock)
        posted_to = await posts.book(mapped=False)
        async with posts.store() as store:
            await store.desk.save_mapping(posted_to.book_id, MAPPING[:1])
            token = await store.desk.new_token(posted_to.book_id)
        watched = (await watch(watches)).connection
        async with reference_server(posts.database, token) as calls:
            yield Desks(posts, posted_to, watches, watched, calls)
        await engine.dispose()


async def test_mapped_here_retried_there_posted_once(desks: Desks) -> None:
    """From the first failure to the closed card, with the mapping set where the people are."""
    await desks.posts.take(desks.posted_to, [some_content(reference="S-1")])
    await desks.posts.post(desks.posted_to)
    await desks.look()
    case = await desks.watches.case()
    assert case.incident.failure.reason is FailureReason.MAPPING_MISSING
    assert case.incident.failure.subject == "Gift cards"

    async with desks.watches.store() as store:
        await store.desk.save_mapping(desks.watched.book_id, MAPPING[1:])
    await desks.watches.retry(case.incident.id)
    await desks.services.post_or_ask_service(
        desks.watched.id, await running_job(desks.watches.database)
    )
    assert await desks.watches.states() == [RETRYING]
    await desks.posts.post(desks.posted_to)
    await desks.look()

    assert await desks.watches.states() == [RESOLVED]
    assert desks.posts.ledger.numbers == ["JF-1"]
    async with desks.posts.store() as store:
        known = await store.books.known(desks.posted_to)
    named = {known.chart.by_id(to): key for key, to in known.mappings.items()}
    assert {(*key, to.number) for to, key in named.items() if to} == {*MAPPING}


async def test_a_platform_that_lets_the_service_in_again(desks: Desks) -> None:
    """One card while it does not, which closes by itself when the entries are in the books."""
    desks.posts.ledger.connected = False
    await desks.posts.take(desks.posted_to, [some_content(reference=f"S-{n}") for n in (1, 2)])
    async with desks.posts.store() as store:
        await store.desk.save_mapping(desks.posted_to.book_id, MAPPING)
    await desks.posts.post(desks.posted_to)
    for _look in range(3):
        await desks.look()
    case = await desks.watches.case()
    assert case.incident.failure.reason is FailureReason.CONNECTION_LOST
    assert case.summary.waiting == 2

    desks.posts.ledger.connected = True
    await desks.posts.pass_time()
    await desks.posts.poll(desks.posted_to)
    await desks.posts.post(desks.posted_to)
    await desks.look()

    assert await desks.watches.states() == [RESOLVED]
    assert len(desks.posts.ledger.numbers) == 2


async def test_a_watcher_that_reads_all_again_tells_nothing_twice(desks: Desks) -> None:
    """Its place forgotten, every report comes once more and none is news."""
    await desks.posts.take(desks.posted_to, [some_content(reference="S-1")])
    await desks.posts.post(desks.posted_to)
    await desks.look()
    async with desks.watches.store() as store:
        place = await store.reports.place(desks.watched.id)
        assert await store.reports.go_on(desks.watched.id, place, type(place)())

    await desks.look()

    assert await desks.watches.story() == ["opened"]
