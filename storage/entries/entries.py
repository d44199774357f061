"""Entries, and the tries at them, as people and polls look for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, case, func, not_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.entries.entry import OUTSIDE_BOOKS, Entry, PostingStatus
from journal.entries.entry_moves import Why
from journal.entries.numbers import id_in
from journal.ports import Entries, PastAttempt
from journal.seeing import Sees
from storage import wire
from storage.entries.moving import is_in, move_entries
from storage.seen import seen_by
from storage.tables import entry


@dataclass(frozen=True, slots=True)
class EntryRepository(Entries):
    """The table of entries."""

    sql: AsyncConnection
    sees: Sees

    @override
    async def find(self, text_: str) -> Sequence[Entry]:
        entry_id = id_in(text_, "JF")
        where = entry.c.reference == text_ if entry_id is None else entry.c.id == entry_id
        theirs = seen_by(self.sees, entry.c.book_id)
        statement = select(entry).where(where, *theirs).order_by(entry.c.id).limit(20)
        rows = await self.sql.execute(statement)
        return [wire.entry_of(row) for row in rows]

    @override
    async def of_incident(self, incident_id: int, limit: int, offset: int = 0) -> Sequence[Entry]:
        rows = await self.sql.execute(
            select(entry)
            .where(entry.c.incident_id == incident_id)
            .order_by(entry.c.date, entry.c.id)
            .limit(limit)
            .offset(offset)
        )
        return [wire.entry_of(row) for row in rows]

    @override
    async def attempts_of(self, incident_id: int, limit: int) -> Sequence[PastAttempt]:
        rows = await self.sql.execute(_ATTEMPTS, {"incident": incident_id, "limit": limit})
        return [
            PastAttempt(
                at=row.at,
                number=f"JF-{row.entry_id}",
                outcome=row.outcome,
                words=row.words,
                code=row.code,
                http_status=row.http_status,
                trace=row.trace,
                answer=row.answer,
                actor=row.actor,
            )
            for row in rows
        ]

    @override
    async def to_look_up(
        self, connection_id: int, limit: int, since: datetime | None = None
    ) -> Sequence[Entry]:
        asked = {"connection": connection_id, "limit": limit, "since": since}
        rows = await self.sql.execute(_LOOK_UP, asked)
        return [wire.entry_of(row) for row in rows]

    @override
    async def owners(self, connection_id: int, ledger_ids: Iterable[str]) -> Mapping[str, str]:
        rows = await self.sql.execute(
            _OWNERS, {"connection": connection_id, "ids": [*{*ledger_ids}]}
        )
        return {
            row.there: f"JF-{row.id}" if row.numbered == 1 else f"JF-{row.id}-{row.numbered}"
            for row in rows
        }

    @override
    async def are_ours(self, connection_id: int, ledger_ids: Iterable[str]) -> bool:
        ids = {*ledger_ids}
        waits_outside = and_(is_in({PostingStatus.FAILED}), entry.c.replaces.is_(None))
        statement = select(func.count(entry.c.ledger_id.distinct())).where(
            entry.c.connection_id == connection_id, entry.c.ledger_id.in_(ids), not_(waits_outside)
        )
        return not ids or int((await self.sql.execute(statement)).scalar_one()) == len(ids)

    @override
    async def skip(self, incident_id: int, entry_id: int | None = None) -> int:
        # What was sent counts as tried, should anyone take it up again.
        was_sent = is_in({PostingStatus.POSTING})
        skipped = move_entries(
            Why.SKIP,
            *belongs_to(incident_id, entry_id),
            attempts=entry.c.attempts + case((was_sent, 1), else_=0),
            due_at=None,
            job_id=None,
        )
        return (await self.sql.execute(skipped)).rowcount

    @override
    async def unskip(self, incident_id: int) -> int:
        waits_again = move_entries(Why.REOPEN, *belongs_to(incident_id), due_at=None)
        await self.sql.execute(waits_again)
        unposted = select(func.count()).where(*belongs_to(incident_id), is_in(OUTSIDE_BOOKS))
        return int((await self.sql.execute(unposted)).scalar_one())

    @override
    async def join(self, incident_id: int, other_id: int) -> int:
        is_failed = is_in({PostingStatus.FAILED})
        joined = update(entry).where(*belongs_to(incident_id), is_failed)
        return (await self.sql.execute(joined.values(incident_id=other_id))).rowcount


def belongs_to(incident_id: int, entry_id: int | None = None) -> Sequence[ColumnElement[bool]]:
    """Return the conditions on the incident's entries, or on one of them."""
    one = [] if entry_id is None else [entry.c.id == entry_id]
    return [entry.c.incident_id == incident_id, *one]


_LOOK_UP = text(
    """
    (SELECT e.*, 0 AS turn FROM entry e JOIN incident i ON i.id = e.incident_id
     WHERE e.connection_id = :connection AND e.status = 'failed'
       AND i.state = 'resolved' AND i.verified_at IS NULL
     ORDER BY e.id LIMIT :limit)
    UNION ALL
    (SELECT e.*, 1 AS turn FROM entry e
     JOIN connection c ON c.id = e.connection_id LEFT JOIN incident i ON i.id = e.incident_id
     WHERE e.connection_id = :connection AND e.status = 'failed' AND e.id > c.look_up_after
       AND (i.id IS NULL OR i.state <> 'resolved' OR i.verified_at IS NOT NULL)
       AND (CAST(:since AS timestamptz) IS NULL OR e.failed_at >= :since)
     ORDER BY e.id LIMIT :limit)
    ORDER BY turn, id LIMIT :limit
    """
)
_OWNERS = text(
    """
    SELECT DISTINCT ON (there) there, id, numbered FROM (
        SELECT ledger_id AS there, id, numbered, posted_how FROM entry
        WHERE connection_id = :connection AND ledger_id = ANY(:ids)
        UNION ALL
        SELECT replaces, id, numbered, posted_how FROM entry
        WHERE connection_id = :connection AND replaces = ANY(:ids) AND replaces <> ''
    ) kept ORDER BY there, (posted_how = 'sent') DESC, id
    """
)
_ATTEMPTS = text(
    """
    SELECT a.*, (
        -- the person who asked for it: since the try before, and not after this one
        SELECT v.actor FROM incident_event v
        WHERE v.incident_id = :incident AND v.actor IS NOT NULL AND v.at <= a.at
          AND v.kind NOT IN ('assigned', 'snoozed', 'woken', 'support', 'skipped')
          AND v.at > coalesce((SELECT max(b.at) FROM attempt b
                               WHERE b.entry_id = a.entry_id AND b.id < a.id), '-infinity')
        ORDER BY v.id DESC LIMIT 1) AS actor
    FROM attempt a JOIN entry e ON e.id = a.entry_id
    WHERE e.incident_id = :incident ORDER BY a.id DESC LIMIT :limit
    """
)
