"""Software that posts to a book on its own, and what is read from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence, Set
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import ON_THE_WAY, Entry, NewEntry, PostingStatus
from journal.entries.entry_moves import Why
from journal.entries.failure import Failure
from journal.entries.posting import LedgerEntry, Refused, Uncertain
from journal.errors import LedgerError
from journal.ports import Store


class ReportState(StrEnum):
    """Where an entry stands at its posting service."""

    WAITING = "waiting"  # the service goes on trying
    POSTED = "posted"
    FAILED = "failed"  # nothing happens until a person acts


@dataclass(frozen=True, slots=True)
class Report:
    """What a posting service says of one entry. Of two, that of the higher version is newer."""

    content: NewEntry  # as it is, not checked: an unbalanced entry may be what is reported
    version: int
    attempts: int  # tries that have ended
    state: ReportState
    failure: Failure | None = None  # set when failed
    ledger: LedgerEntry | None = None  # set when posted

    @property
    def outcome_mark(self) -> tuple[int, int, ReportState]:
        """What is told once: a change of version alone is no news."""
        return self.content.revision, self.attempts, self.state


@dataclass(frozen=True, slots=True)
class Place:
    """How far a service's reports were read: its cursor, and the ETag of the page from there."""

    cursor: str = ""
    etag: str = ""


@dataclass(frozen=True, slots=True)
class Page:
    """Reports that changed since a place, and the place behind them."""

    reports: Sequence[Report]
    then: Place
    has_more: bool = False


class CursorGone(LedgerError):
    """The service does not know the cursor any more; all is to be read from the beginning."""


Answer = Report | Refused | Uncertain
"""What comes of asking for another try: where the entry stands, or why nobody knows."""

MappingRow = tuple[str, str, str]
"""Sales channel, category, account."""
CostRow = tuple[str, str, Money]
"""Sales channel, SKU, unit cost."""


class PostingService(Protocol):
    """One book at a posting service."""

    async def reports(self, since: Place) -> Page | None:
        """Return the next page of what changed, or None: nothing did.

        Raises:
            CursorGone: read from the beginning. LedgerError: it could not be read.
            AuthorisationLost: jefail has no access.
        """

    async def retry(self, reference: str, key: str) -> Answer:
        """Ask it to try an entry again. The same key asks for one try only. Never raises."""

    async def add_mapping(self, rows: Sequence[MappingRow]) -> None:
        """Have it use these rows; others that it has stay. Raises as `reports`."""

    async def add_costs(self, rows: Sequence[CostRow]) -> None:
        """Have it use these unit costs; others that it has stay. Raises as `reports`."""


OpenPostingService = Callable[[Connection], PostingService]


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """What was known of an entry when a report of it came."""

    entry_id: int
    revision: int
    status: PostingStatus
    incident_id: int | None
    failed_at: datetime | None  # None: not since it came in, or since a retry was clicked
    version: int = -1  # of the newest report that was read; -1: none was
    mark: tuple[int, int, ReportState] | None = None


@dataclass(frozen=True, slots=True)
class ReportedMove:
    """What a report makes of an entry."""

    report: Report
    entry_id: int  # 0: it is new here
    why: Why | None = None  # it moves; None: it stays as it stands

    @property
    def is_told(self) -> bool:
        """Whether it ends an attempt, which the team may see."""
        return self.why is Why.REPORT_ENDED


def reported_move_of(report: Report, known: KnownEntry | None) -> ReportedMove | None:
    """Return what `report` makes of the entry, or None when it is old."""
    if known is None:
        return ReportedMove(report, 0, _why_first(report))
    if report.version <= known.version:
        return None
    if report.outcome_mark == known.mark:
        return ReportedMove(report, known.entry_id)
    return ReportedMove(report, known.entry_id, _why_next(report, known))


def _why_first(report: Report) -> Why:
    return {
        ReportState.WAITING: Why.REPORT_WAITING,
        ReportState.POSTED: Why.REPORT_POSTED,
        ReportState.FAILED: Why.REPORT_ENDED,
    }[report.state]


def _why_next(report: Report, at: KnownEntry) -> Why | None:
    """Return why the report moves an entry that is known; None: it does not."""
    if report.state is ReportState.POSTED:
        if at.status is PostingStatus.POSTED:
            return None
        return Why.REPORT_POSTED if at.incident_id is None else Why.REPORT_ENDED
    if report.content.revision > at.revision:
        return _why_first(report)
    if report.state is ReportState.WAITING:
        # Whatever else is on its way here stays so: we asked, and will ask what came of it.
        return Why.REPORT_WAITING if at.status is PostingStatus.FAILED else None
    # What someone here closed without posting stays closed.
    stays = at.status is PostingStatus.SKIPPED or _is_to_be_asked_for(at)
    return None if stays else Why.REPORT_ENDED


def _is_to_be_asked_for(at: KnownEntry) -> bool:
    """Whether a retry was clicked that the service was not asked for yet.

    What ended before that is no answer to it; the answer is told by the asking.
    """
    return at.incident_id is not None and at.failed_at is None and at.status in ON_THE_WAY


@dataclass(frozen=True, slots=True)
class Untold:
    """What was set here for a book and its service does not have yet; None: it has all."""

    mapping: Sequence[MappingRow] | None
    costs: Sequence[CostRow] | None
    mapping_digest: str
    costs_digest: str


class Reports(Protocol):
    """What was read of posting services, and how far."""

    async def place(self, connection_id: int) -> Place:
        """Return how far the connection's reports were read."""

    async def go_on(self, connection_id: int, from_: Place, to: Place) -> bool:
        """Move on, shutting out other readers until commit; False: one was faster."""

    async def newer(self, book_id: int, versions: Mapping[str, int]) -> Set[str]:
        """Return those references of which an older version was read, or none."""

    async def known(self, book_id: int, references: Sequence[str]) -> Mapping[str, KnownEntry]:
        """Return what is known of these entries, locked until commit."""

    async def take(
        self, connection: Connection, moves: Sequence[ReportedMove], at: datetime
    ) -> Mapping[str, Entry]:
        """Write what reports make of their entries; return those written, by reference.

        What is told stands as `posting` then, so that recording the attempt settles it. Entries
        that stay as they stand are not written, nor returned.
        """

    async def answered(self, entry: Entry, report: Report) -> None:
        """Write that `report` answered our asking, so that read later it is no news.

        One of a newer revision is left to be read with its content.
        """

    async def wait(self, due: Mapping[int, datetime]) -> None:
        """Let entries (by id) that we asked for wait; each is asked for again when due."""

    async def untold(self, connection: Connection) -> Untold:
        """Return what was set here and the service does not have yet."""

    async def told(self, connection_id: int, untold: Untold) -> None:
        """Write that the service has it now."""

    async def away(self, connection_id: int, at: datetime) -> datetime:
        """Write that the service could not be read; return since when it cannot."""

    async def back(self, connection_id: int) -> bool:
        """Write that the service could be read; False: it always could."""

    async def wanted_again(self, book_id: int, reference: str) -> Entry:
        """Return the book's entry that a watcher wants tried again. Raises NotFound."""

    async def release(self, entry_id: int, at: datetime) -> bool:
        """Make one entry due that failed or was left out; False: it is not such a one."""


@dataclass(frozen=True, slots=True)
class ReportStore(Store):
    """A unit of work that keeps reports too."""

    reports: Reports


OpenReportStore = Callable[[], AbstractAsyncContextManager[ReportStore]]
