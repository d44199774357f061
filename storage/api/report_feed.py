"""The queue's entries as reports for the person who watches, in an order in which none is missed.

The order is that of the transactions that changed them, not of any clock. A transaction's id is
given when it begins to write, and it may commit after one with a higher id. So only what was
changed by transactions below `pg_snapshot_xmin` is shown: all of those have ended, and whatever
commits later has a higher id than everything that was shown. A transaction that stays open holds
up what came after it, and loses nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.entries.entry import RESTING, PostingStatus
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry
from journal.posting_service.reports import Report, ReportState
from storage import wire
from storage.database import SqlStore
from storage.entries.moving import listed

# What a person skipped is not in the ledger either, and nothing happens to it.
_STATES = {PostingStatus.POSTED: ReportState.POSTED, **dict.fromkeys(RESTING, ReportState.FAILED)}


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the feed of one database server: behind an entry changed by a transaction."""

    system: int  # PostgreSQL's own id of the server's data; a restored backup gets another
    changed_in: int = 0
    entry_id: int = 0


@dataclass(frozen=True, slots=True)
class ShownReport:
    """One entry as it is reported."""

    number: str  # "JF-1042"
    report: Report
    changed_in: int
    entry_id: int


async def beginning(store: SqlStore) -> Position:
    """Return the place before everything."""
    found = await _sql(store).execute(_SYSTEM)
    return Position(int(found.scalar_one()))


async def changed_since(
    store: SqlStore, book_id: int, after: Position, limit: int
) -> Sequence[ShownReport]:
    """Return the book's next entries that changed behind `after`, at most `limit`."""
    rows = await _sql(store).execute(
        _CHANGED,
        {
            "book": book_id,
            "changed_in": after.changed_in,
            "id": after.entry_id,
            "limit": limit,
        },
    )
    return [_shown_of(row) for row in rows]


async def standing_of(
    store: SqlStore, book_id: int, references: Sequence[str]
) -> Sequence[ShownReport]:
    """Return the book's entries of these references, as they stand."""
    asked = [one for one in references if "\0" not in one]  # no text in PostgreSQL holds one
    rows = await _sql(store).execute(
        _STANDING,
        {"book": book_id, "references": asked},
    )
    return [_shown_of(row) for row in rows]


async def settle_restored(store: SqlStore) -> int:
    """Have entries of a restored backup shown, whose transactions this server never had."""
    settled = await _sql(store).execute(_RESTORED)
    return int(settled.rowcount)


def _sql(store: SqlStore) -> AsyncConnection:
    return store.reports.sql


def _shown_of(row: Row[Any]) -> ShownReport:
    entry = wire.entry_of(row)
    state = _STATES.get(row.status, ReportState.WAITING)
    report = Report(content=entry.content, version=row.version, attempts=row.attempts, state=state)
    if state is ReportState.FAILED:
        report = replace(report, failure=_failure_of(row))
    if state is ReportState.POSTED:
        there = LedgerEntry(
            row.ledger_id or entry.number, entry.number, row.date, row.ledger_url or ""
        )
        report = replace(report, ledger=there)
    return ShownReport(entry.number, report, row.changed_in, row.id)


def _failure_of(row: Row[Any]) -> Failure:
    reason = FailureReason(row.attempt_reason or row.incident_reason or "unknown")
    is_like_its_card = row.incident_reason == reason.value
    return Failure(
        reason,
        subject=row.incident_subject if is_like_its_card else "",
        details=tuple(row.incident_details) if is_like_its_card else (),
        words=row.words,
        code=row.attempt_code or "",
    )


_CHANGED = text(
    f"""
    SELECT e.*, i.reason AS incident_reason, i.subject AS incident_subject,
        i.details AS incident_details, a.reason AS attempt_reason, a.code AS attempt_code
    FROM entry e LEFT JOIN incident i ON i.id = e.incident_id
    LEFT JOIN LATERAL (
        SELECT reason, code FROM attempt WHERE entry_id = e.id ORDER BY id DESC LIMIT 1
    ) a ON e.status IN {listed(RESTING)}
    WHERE e.book_id = :book AND (e.changed_in, e.id) > (:changed_in, :id)
      AND e.changed_in < CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint)
    ORDER BY e.changed_in, e.id LIMIT :limit
    """  # noqa: S608  names of states alone
)
_STANDING = text(
    f"""
    SELECT e.*, i.reason AS incident_reason, i.subject AS incident_subject,
        i.details AS incident_details, a.reason AS attempt_reason, a.code AS attempt_code
    FROM entry e LEFT JOIN incident i ON i.id = e.incident_id
    LEFT JOIN LATERAL (
        SELECT reason, code FROM attempt WHERE entry_id = e.id ORDER BY id DESC LIMIT 1
    ) a ON e.status IN {listed(RESTING)}
    WHERE e.book_id = :book AND e.reference = ANY(:references) ORDER BY e.id
    """  # noqa: S608  names of states alone
)
_RESTORED = text(
    """
    UPDATE entry SET changed_in = CAST(CAST(pg_current_xact_id() AS text) AS bigint)
    WHERE changed_in > CAST(CAST(pg_current_xact_id() AS text) AS bigint)
    """
)
_SYSTEM = text("SELECT system_identifier FROM pg_control_system()")
