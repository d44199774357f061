"""The engine, and the unit of work over one connection of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, fields
from datetime import timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from journal.errors import StoreBusy
from journal.ports import SeenStore, Store
from journal.posting_service.reports import ReportStore
from journal.seeing import EVERY_BOOK, BeingRead, Sees, Viewer
from storage.access.consents import ConsentRepository
from storage.access.rights import RightRepository
from storage.books.aliases import AliasRepository
from storage.books.books import BookRepository
from storage.books.closings import ClosingRepository
from storage.books.codings import CodingRepository
from storage.books.costs import CostRepository
from storage.books.kept import KeptCompanies
from storage.books.mappings import MappingRepository
from storage.books.setup import DeskRepository
from storage.engine.busy import busy_told
from storage.engine.jobs import JobQueue
from storage.engine.reasons import AWAY
from storage.engine.room import Room
from storage.engine.wire import LIVELINESS, STATEMENT, UNIT_SECONDS, milliseconds
from storage.entries.entries import EntryRepository
from storage.entries.intake import IntakeRepository
from storage.entries.postings import PostingRepository
from storage.entries.reports import ReportRepository
from storage.entries.revisions import RevisionRepository
from storage.entries.watch import WatchRepository
from storage.incidents.incidents import IncidentRepository
from storage.slack.clicks import ClickRepository
from storage.slack.doubts import Doubts
from storage.slack.drafts import DraftRepository
from storage.slack.members import MemberRepository
from storage.slack.messages import Outbox
from storage.slack.moving import ChannelMoves
from storage.slack.notices import NoticeRepository
from storage.slack.offers import OfferRepository
from storage.slack.outages import OutageRepository
from storage.slack.roster import RosterRepository
from storage.slack.silences import SilenceRepository
from storage.slack.storms import StormRepository


def sqlalchemy_url(url: str) -> str:
    """Return a libpq URL (`postgresql://...`) as SQLAlchemy wants it for psycopg."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


FROZEN_AFTER = timedelta(seconds=15)


def open_engine(
    url: str, *, pool_size: int = 10, frozen_after: timedelta = FROZEN_AFTER
) -> AsyncEngine:
    """Return an engine on `url` (libpq form). Nothing is connected yet.

    A transaction in which nothing is asked for so long is undone by the server: its process is
    frozen, and others wait for the rows that it has locked.
    """
    engine = create_async_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=5,
        pool_pre_ping=True,
        hide_parameters=True,  # entry texts and tokens have no place in a log
        pool_timeout=5,
        connect_args=dict(LIVELINESS),
    )
    settings = {
        "TimeZone": "UTC",
        "lock_timeout": "2s",
        "statement_timeout": f"{milliseconds(STATEMENT)}ms",
        "idle_in_transaction_session_timeout": f"{milliseconds(frozen_after)}ms",
    }

    calls = ", ".join(["set_config(%s, %s, false)"] * len(settings))

    def set_up(connection: Any, _record: Any) -> None:
        # By a statement, since a pooler in between refuses settings that come along at the start.
        cursor = connection.cursor()
        cursor.execute(f"SELECT {calls}", [one for pair in settings.items() for one in pair])
        cursor.close()
        connection.commit()

    event.listen(engine.sync_engine, "connect", set_up)
    return engine


@dataclass(frozen=True, slots=True)
class SqlStore(ReportStore):
    """One unit of work, with what only the program around the rules reads and writes."""

    entries: EntryRepository
    incidents: IncidentRepository
    reports: ReportRepository
    consents: ConsentRepository
    notices: NoticeRepository
    closings: ClosingRepository
    aliases: AliasRepository
    clicks: ClickRepository
    drafts: DraftRepository
    offers: OfferRepository
    jobs: JobQueue
    outbox: Outbox
    doubts: Doubts
    desk: DeskRepository
    rights: RightRepository
    roster: RosterRepository
    members: MemberRepository
    outages: OutageRepository
    storms: StormRepository
    silences: SilenceRepository
    channels: ChannelMoves


@dataclass(frozen=True, slots=True)
class Database:
    """Where units of work come from. `kept`: what they have read of companies, for all of them."""

    engine: AsyncEngine
    kept: KeptCompanies = field(default_factory=KeptCompanies, compare=False, repr=False)
    room: Room = field(default_factory=Room, compare=False, repr=False)

    @asynccontextmanager
    async def store(self) -> AsyncIterator[SqlStore]:
        """Open one unit of work: committed at the end of the block, undone when it raises.

        Raises:
            StoreBusy: the database did not answer in time, or two writers met.
        """
        async with self._transaction() as connection:
            yield _store(connection, EVERY_BOOK, self.kept)

    @asynccontextmanager
    async def seen_by(self, viewer: Viewer) -> AsyncIterator[SeenStore]:
        """Open a unit of work in which only this person's books are found.

        What they see is read as it begins, in its transaction: someone who was just taken out of
        a channel is not shown what an open form of theirs asks for.

        Raises:
            BeingRead: they see no book, and who is in the channel of some book is not known yet.
            StoreBusy: as `store`.
        """
        async with self._transaction() as connection:
            sees = await RightRepository(connection).sees(viewer)
            if sees.is_being_read and not sees.books:
                raise BeingRead
            yield _seen_store(_store(connection, sees, self.kept), sees)

    @asynccontextmanager
    async def members(self) -> AsyncIterator[MemberRepository]:
        """Open a unit of work over who is in which channel, and nothing else. Raises as `store`."""
        async with self._transaction() as connection:
            yield MemberRepository(connection)

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        try:
            async with asyncio.timeout(UNIT_SECONDS) as limit:
                with busy_told():
                    async with self.room.taken(), self.engine.begin() as connection:
                        yield connection
        except TimeoutError as error:
            if not limit.expired():
                raise
            raise StoreBusy("the database went silent", AWAY) from error


def _seen_store(whole: SqlStore, sees: Sees) -> SeenStore:
    return SeenStore(**{one.name: getattr(whole, one.name) for one in fields(Store)}, sees=sees)


def _store(connection: AsyncConnection, sees: Sees, kept: KeptCompanies) -> SqlStore:
    jobs = JobQueue(connection)
    return SqlStore(
        books=BookRepository(connection, sees, kept),
        entries=EntryRepository(connection, sees),
        intake=IntakeRepository(connection),
        postings=PostingRepository(connection),
        revisions=RevisionRepository(connection),
        watch=WatchRepository(connection),
        incidents=IncidentRepository(connection, jobs, sees),
        costs=CostRepository(connection, sees),
        consents=ConsentRepository(connection),
        notices=NoticeRepository(connection, jobs),
        closings=ClosingRepository(connection, jobs),
        mappings=MappingRepository(connection, sees),
        codings=CodingRepository(connection),
        aliases=AliasRepository(connection),
        clicks=ClickRepository(connection),
        drafts=DraftRepository(connection),
        offers=OfferRepository(connection, jobs, sees),
        jobs=jobs,
        outbox=Outbox(connection),
        doubts=Doubts(connection),
        desk=DeskRepository(connection),
        reports=ReportRepository(connection),
        rights=RightRepository(connection),
        roster=RosterRepository(connection),
        members=MemberRepository(connection),
        outages=OutageRepository(connection, jobs),
        storms=StormRepository(connection, jobs),
        silences=SilenceRepository(connection, jobs),
        channels=ChannelMoves(connection, jobs),
    )
