"""Books that a posting service posts to: their jobs go to the use cases that watch it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from journal.books.book import Connection, Platform
from journal.polling.poll_connection import PollConnection
from journal.ports import Clock
from journal.posting_service.asking import AskForRetries
from journal.posting_service.read_reports import ReadReports
from storage.database import Database

READ_EVERY = timedelta(seconds=15)
"""How often reports are read. It costs one call that answers 304, so failures are told soon."""
LOOK_EVERY = timedelta(minutes=5)
"""How often the rest is looked at: whether jefail has access, the chart, what people closed."""


@dataclass(frozen=True, slots=True)
class Watching:
    """Does a watched connection's work; says so when the connection is none."""

    database: Database
    now: Clock
    ask: AskForRetries
    read: ReadReports
    poll_connection: PollConnection

    async def post_or_ask_service(self, connection_id: int, job_id: int) -> bool:
        """Ask for what is due to be tried again; False: jefail posts to this one itself."""
        if (await self._connection(connection_id)).platform is not Platform.POSTING_SERVICE:
            return False
        await self.ask(connection_id, job_id)
        return True

    async def poll(self, connection_id: int) -> bool:
        """Read what is reported, and now and then look at the rest; False as in `carry`."""
        connection = await self._connection(connection_id)
        if connection.platform is not Platform.POSTING_SERVICE:
            return False
        await self.read(connection_id)
        polled_at = connection.polled_at
        if polled_at is None or self.now() - polled_at >= LOOK_EVERY:
            await self.poll_connection(connection_id)
        async with self.database.store() as store:
            await store.reports.look_again(connection_id, self.now() + READ_EVERY)
        return True

    async def _connection(self, connection_id: int) -> Connection:
        async with self.database.store() as store:
            return await store.books.connection(connection_id)
