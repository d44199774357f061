"""A posting service with its queue behind it, moved by hand: in memory, and over the wire."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from bot.web.posting_service.cursors import cursor_of, position_of
from connectors.posting_service.client import ServiceClient
from journal.books.book import Connection
from journal.posting_service.reports import (
    MappingRow,
    Page,
    Place,
    PostingService,
    Report,
    ReportState,
)
from tests.bot.web.posting_service.stage import settled
from tests.build import some_content
from tests.fakes.posting_service import FakePostingService, a_report
from tests.journal.bench import Bench

S = ReportState


class ServiceStage(Protocol):
    """What the agreement asks of every implementation."""

    @property
    def service(self) -> PostingService:
        """The service that is tried."""
        ...

    async def hand_in(self, *references: str) -> None:
        """Let entries come in that wait to be posted."""
        ...

    async def work(self, *, refused: bool = False) -> None:
        """Post what waits, or have all of it refused for a missing permission."""
        ...

    async def restore(self, place: Place) -> Place:
        """Return the place as a reader holds it after the service lost what it stood for."""
        ...

    async def mapping(self) -> Sequence[MappingRow]:
        """Return the mapping that the service uses."""
        ...


@dataclass(frozen=True, slots=True)
class FakeServiceStage:
    """The service in memory."""

    service: FakePostingService = field(default_factory=lambda: FakePostingService(page_size=2))

    async def hand_in(self, *references: str) -> None:
        """Let entries come in that wait to be posted."""
        self.service.tell(*(a_report(one, S.WAITING) for one in references))

    async def work(self, *, refused: bool = False) -> None:
        """Post what waits, or have all of it refused."""
        for one in list(self.service.shown):
            if one.state is S.WAITING:
                state = S.FAILED if refused else S.POSTED
                self.service.move(state, one.content.reference)

    async def restore(self, place: Place) -> Place:
        """Forget every cursor."""
        self.service.is_restored = True
        return place

    async def mapping(self) -> Sequence[MappingRow]:
        """Return what it was given, the newest of each category."""
        rows = [row for given in self.service.mapping for row in given]
        return sorted({row[:2]: row for row in rows}.values())


@dataclass(frozen=True, slots=True)
class ReferenceStage:
    """The connector, speaking to the reference server over a real queue."""

    service: ServiceClient
    bench: Bench
    connection: Connection

    async def hand_in(self, *references: str) -> None:
        """Take entries in at the desk that posts."""
        contents = [some_content(reference=one) for one in references]
        await self.bench.take(self.connection, contents)
        await settled(self.bench.database)

    async def work(self, *, refused: bool = False) -> None:
        """Run its posting job."""
        self.bench.ledger.can_post = not refused
        await self.bench.pass_time()
        await self.bench.post(self.connection)
        await settled(self.bench.database)

    async def restore(self, place: Place) -> Place:
        """Return the same place of another database server."""
        position = position_of(place.cursor)
        return Place(cursor_of(replace(position, system=position.system + 1)))

    async def mapping(self) -> Sequence[MappingRow]:
        """Return what the desk that posts maps by."""
        async with self.bench.store() as store:
            return await store.desk.mapping(self.connection.book_id)


async def read_on(service: PostingService, place: Place) -> tuple[list[Report], Place]:
    """Read every page from `place`; return the reports and the place behind them."""
    reports: list[Report] = []
    page: Page | None = Page((), place, has_more=True)
    while page is not None and page.has_more:
        page = await service.reports(place)
        if page is not None:
            reports += page.reports
            place = page.then
    return reports, place
