"""The engine, and the unit of work over one connection of it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.aliases import AliasRepository
from storage.books import BookRepository
from storage.busy import busy_told
from storage.clicks import ClickRepository
from storage.closings import ClosingRepository
from storage.consents import ConsentRepository
from storage.costs import CostRepository
from storage.desk import DeskRepository
from storage.drafts import DraftRepository
from storage.entries import EntryRepository
from storage.incidents import IncidentRepository
from storage.intake import IntakeRepository
from storage.jobs import JobQueue
from storage.mappings import MappingRepository
from storage.messages import Outbox
from storage.notices import NoticeRepository
from storage.postings import PostingRepository
from storage.reports import ReportRepository
from storage.revisions import RevisionRepository
from storage.rights import RightRepository
from storage.roster import RosterRepository


def sqlalchemy_url(url: str) -> str:
    """Return a libpq URL (`postgresql://...`) as SQLAlchemy wants it for psycopg."""
    for prefix in ("postgresql://", "postgres://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url.removeprefix(prefix)
    return url


def open_engine(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """Return an engine on `url` (libpq form). Nothing is connected yet."""
    return create_async_engine(
        sqlalchemy_url(url),
        pool_size=pool_size,
        max_overflow=5,
        pool_pre_ping=True,
        hide_parameters=True,  # entry texts and tokens have no place in a log
        pool_timeout=5,
        connect_args={"options": "-c timezone=UTC -c lock_timeout=2s"},
    )


@dataclass(frozen=True, slots=True)
class SqlStore:
    """One unit of work."""

    books: BookRepository
    entries: EntryRepository
    intake: IntakeRepository
    postings: PostingRepository
    revisions: RevisionRepository
    incidents: IncidentRepository
    costs: CostRepository
    consents: ConsentRepository
    notices: NoticeRepository
    closings: ClosingRepository
    mappings: MappingRepository
    aliases: AliasRepository
    clicks: ClickRepository
    drafts: DraftRepository
    jobs: JobQueue
    outbox: Outbox
    desk: DeskRepository
    reports: ReportRepository
    rights: RightRepository
    roster: RosterRepository


@dataclass(frozen=True, slots=True)
class Database:
    """Where units of work come from."""

    engine: AsyncEngine

    @asynccontextmanager
    async def store(self) -> AsyncIterator[SqlStore]:
        """Open one unit of work: committed at the end of the block, undone when it raises.

        Raises:
            StoreBusy: the database did not answer in time, or two writers met.
        """
        async with self._transaction() as connection:
            jobs = JobQueue(connection)
            yield SqlStore(
                books=BookRepository(connection),
                entries=EntryRepository(connection),
                intake=IntakeRepository(connection),
                postings=PostingRepository(connection),
                revisions=RevisionRepository(connection),
                incidents=IncidentRepository(connection, jobs),
                costs=CostRepository(connection),
                consents=ConsentRepository(connection),
                notices=NoticeRepository(connection, jobs),
                closings=ClosingRepository(connection, jobs),
                mappings=MappingRepository(connection),
                aliases=AliasRepository(connection),
                clicks=ClickRepository(connection),
                drafts=DraftRepository(connection),
                jobs=jobs,
                outbox=Outbox(connection),
                desk=DeskRepository(connection),
                reports=ReportRepository(connection),
                rights=RightRepository(connection),
                roster=RosterRepository(connection),
            )

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[AsyncConnection]:
        with busy_told():
            async with self.engine.begin() as connection:
                yield connection
