"""A watched book on the bench: a posting service in memory instead of a ledger to post to."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import text

from bot.services import Services, services_of
from journal.books.book import Connection, Platform
from tests.fakes.posting_service import FakePostingService
from tests.journal.bench import PATIENCE, Bench
from tests.storage.stage import running_job


@dataclass(frozen=True, slots=True)
class Watch:
    """A bench, a book of it, and the posting service that posts to the book."""

    bench: Bench
    connection: Connection
    service: FakePostingService = field(default_factory=FakePostingService)

    @property
    def services(self) -> Services:
        """The use cases, with the service behind every connection."""
        bench = self.bench
        return services_of(
            bench.database,
            lambda _one: bench.ledger,
            bench.clock,
            PATIENCE,
            lambda _one: self.service,
        )

    async def read(self) -> int:
        """Read what changed; return how many reports were new."""
        watching = self.services.watching
        assert watching is not None
        return await watching.read(self.connection.id)

    async def look(self) -> None:
        """Do what the job does that looks at the connection."""
        await self.services.poll(self.connection.id)

    async def post_or_ask_service(self) -> None:
        """Do what the job does that posts."""
        await self.services.post_or_ask_service(
            self.connection.id, await running_job(self.bench.database)
        )


async def watch(bench: Bench) -> Watch:
    """Make a book that a posting service posts to."""
    connection = await bench.book(mapped=False)
    async with bench.database.engine.begin() as sql:
        await sql.execute(
            text("UPDATE connection SET platform = :platform, site = 'https://posting.invalid'"),
            {"platform": Platform.POSTING_SERVICE.value},
        )
    return Watch(bench, connection)
