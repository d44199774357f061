"""A posting service is read from where we stopped: only what changed, and nothing twice."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from journal.books.book import Connection
from journal.errors import AuthorisationLost, LedgerError
from journal.ports import Clock
from journal.posting_service.keeping import take_reports
from journal.posting_service.outage import note_away, note_back
from journal.posting_service.reports import (
    CursorGone,
    OpenPostingService,
    OpenReportStore,
    Page,
    Place,
    PostingService,
)
from journal.posting_service.telling import tell_service

MAX_PAGES = 1000
"""In one look; what is left is read by the next, so a service without end holds up nobody."""


@dataclass(frozen=True, slots=True)
class ReadReports:
    """Read what changed at one connection's posting service."""

    open_store: OpenReportStore
    open_service: OpenPostingService
    now: Clock
    patience: timedelta  # how long a service that cannot be read is kept from the team

    async def __call__(self, connection_id: int) -> int:
        """Read to the end; return how many reports were new.

        A service that does not answer is left for the next look, which begins where this ended.
        """
        async with self.open_store() as store:
            connection = await store.books.connection(connection_id)
        try:
            new = await self._read_all(self.open_service(connection), connection)
        except AuthorisationLost:
            return 0  # told by the look at the connection itself
        except LedgerError as error:
            async with self.open_store() as store:
                await note_away(store, connection, str(error), self.now(), self.patience)
            return 0
        async with self.open_store() as store:
            await note_back(store, connection, self.now())
        return new

    async def _read_all(self, service: PostingService, connection: Connection) -> int:
        # Settings that it will not take must not keep us from reading.
        with suppress(LedgerError):
            await tell_service(self.open_store, service, connection)
        new = 0
        for _ in range(MAX_PAGES):
            taken, has_more = await self._read_page(service, connection)
            new += taken
            if not has_more:
                break
        return new

    async def _read_page(self, service: PostingService, connection: Connection) -> tuple[int, bool]:
        """Read one page; return how many of its reports were new, and whether more is there."""
        async with self.open_store() as store:
            place = await store.reports.place(connection.id)
        page = await _page_from(service, place)
        if page is None:
            return 0, False
        async with self.open_store() as store:
            # Where we stand is kept with what was read, so neither is ever kept alone.
            if not await store.reports.go_on(connection.id, place, page.then):
                return 0, True  # someone else read on meanwhile, and told it
            new = await take_reports(store, connection, page.reports, self.now())
        return new, page.has_more


async def _page_from(service: PostingService, place: Place) -> Page | None:
    try:
        return await service.reports(place)
    except CursorGone:
        if not place.cursor:
            raise
        return Page((), Place(), has_more=True)
