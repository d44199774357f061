"""The way of entries into the ledger: what is due, claimed, stopped and answered."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, literal, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.entries.entry import Entry, PostingStatus
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerEntry
from journal.matching.posted_amount import amount_there
from journal.ports import Attempt
from storage import wire
from storage.entries.attempts import STOPPED, record_attempts
from storage.entries.entries import move_entries
from storage.tables import entry


@dataclass(frozen=True, slots=True)
class PostingRepository:
    """The entries that are carried, and what became of each try."""

    sql: AsyncConnection

    async def claim_due(
        self, connection_id: int, job_id: int, at: datetime, limit: int
    ) -> Sequence[Entry]:
        """Make up to `limit` due entries `posting` for `job_id`; return them as they stood."""
        rows = (
            await self.sql.execute(
                select(entry)
                .where(
                    entry.c.connection_id == connection_id,
                    entry.c.status.in_(["pending", "uncertain"]),
                    entry.c.due_at <= at,
                )
                .order_by(entry.c.due_at, entry.c.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
        ).all()
        if rows:
            await self.sql.execute(
                update(entry)
                .where(entry.c.id.in_([row.id for row in rows]))
                .values(status=PostingStatus.POSTING.value, job_id=job_id, claimed_at=at)
            )
        return [wire.entry_of(row) for row in rows]

    async def left_behind(self, connection_id: int, job_id: int, before: datetime) -> None:
        """Make uncertain, and due, what a dead run left: of `job_id`, or of a job that ended.

        So is what anybody claimed `before`. Such an entry counts as tried, so the ledger is
        asked for it before it is sent again.
        """
        await self.sql.execute(
            text(
                """
                UPDATE entry SET status = 'uncertain', due_at = clock_timestamp(),
                    attempts = attempts + 1, job_id = NULL
                WHERE connection_id = :connection AND status = 'posting'
                  AND (job_id = :job OR claimed_at < :before OR NOT EXISTS (
                      SELECT 1 FROM procrastinate_jobs j
                      WHERE j.id = entry.job_id AND j.status = 'doing'
                  ))
                """
            ),
            {"connection": connection_id, "job": job_id, "before": before},
        )

    async def still_posting(self, entry_ids: Sequence[int]) -> Set[int]:
        """Return those that are being posted; they stay so until this unit of work ends."""
        rows = await self.sql.execute(
            select(entry.c.id)
            .where(entry.c.id.in_(entry_ids), entry.c.status == "posting")
            .order_by(entry.c.id)
            .with_for_update()
        )
        return {row.id for row in rows}

    async def may_be_sent(self, entry_id: int) -> bool:
        """Return whether a claimed entry is still to be sent; one that was stopped is put back."""
        wanted = (await self.sql.execute(_WANTED, {"id": entry_id})).scalar_one_or_none()
        if wanted:
            return True
        # Looked at once more with its incident held: somebody may be retrying it just now.
        held = "SELECT 1 FROM incident WHERE id = (SELECT incident_id FROM entry WHERE id = :id)"
        await self.sql.execute(text(f"{held} FOR UPDATE"), {"id": entry_id})
        wanted = (await self.sql.execute(_WANTED, {"id": entry_id})).scalar_one_or_none()
        if wanted is False:
            await self.sql.execute(_PUT_BACK, {"id": entry_id})
        return bool(wanted)

    async def record(self, attempts: Sequence[Attempt]) -> Set[int]:
        """Write attempts and where they leave their entries; return the entries changed."""
        return await record_attempts(self.sql, attempts)

    async def mark_posted(
        self, one: Entry, found: LedgerEntry, at: datetime, ground: Ground
    ) -> bool:
        """Write that the ledger shows an entry that was not known to be there, and how it is known.

        False when it has moved on since it was read: what is on its way again is looked up then.
        """
        shown = amount_there(one, found)
        marked = await self.sql.execute(
            update(entry)
            .where(
                entry.c.id == one.id,
                entry.c.posting_revision == one.posting_revision,
                entry.c.status.in_(["failed", "skipped"]),
            )
            .values(
                status=PostingStatus.POSTED.value,
                posted_at=at,
                ledger_id=found.ledger_id,
                ledger_url=found.url,
                ledger_version=found.version,
                sent_minor=shown.minor if shown else entry.c.sent_minor,
                posted_how=ground.value,
                replaces=None,
                restates=None,
                has_theirs=True,
                due_at=None,
            )
        )
        return bool(marked.rowcount)

    async def release(
        self,
        incident_id: int,
        at: datetime,
        *,
        as_draft: bool = False,
        entry_id: int | None = None,
    ) -> int:
        """Make every unposted entry of the incident due at once, or one; return how many.

        Patience with passing trouble begins anew: else the first busy answer would be told.
        """
        return await move_entries(
            self.sql,
            incident_id,
            ("failed", "pending", "uncertain"),
            entry_id=entry_id,
            # What is uncertain stays so: it is looked up before anything is sent.
            status=text("CASE status WHEN 'uncertain' THEN 'uncertain' ELSE 'pending' END"),
            failed_at=None,
            due_at=at,
            # What is in the ledger already is put right there, and never becomes a draft.
            as_draft=and_(literal(as_draft), entry.c.replaces.is_(None)),
            stopped=False,
        )

    async def stop(self, incident_id: int) -> int:
        """Let what is not sent yet wait for people instead; return how many are surely not.

        What is uncertain may be in the ledger: it is marked, and waits for people once it is known
        not to be there. What is claimed is not touched, since its answer may be being written; the
        incident itself says of it that it was stopped.
        """
        await move_entries(self.sql, incident_id, ("uncertain",), stopped=True)
        return await move_entries(
            self.sql, incident_id, ("pending",), status=PostingStatus.FAILED.value, due_at=None
        )

    async def has_due(self, incident_id: int, at: datetime) -> bool:
        """Return whether an entry of the incident is about to be sent without anybody's help."""
        statement = select(entry.c.id).where(
            entry.c.incident_id == incident_id,
            entry.c.status.in_(["pending", "uncertain"]),
            entry.c.due_at <= at,
        )
        return (await self.sql.execute(statement.limit(1))).first() is not None

    async def on_the_way(self, connection_id: int) -> bool:
        """Return whether the connection has entries that are neither in the ledger nor refused."""
        statement = select(entry.c.id).where(
            entry.c.connection_id == connection_id,
            entry.c.status.in_(["pending", "posting", "uncertain"]),
        )
        return (await self.sql.execute(statement.limit(1))).first() is not None

    async def next_due(self, connection_id: int) -> datetime | None:
        """Return when the connection's next entry is due, or None."""
        due = (
            await self.sql.execute(
                text(
                    "SELECT min(due_at) AS due FROM entry WHERE connection_id = :connection"
                    " AND status IN ('pending', 'uncertain')"
                ),
                {"connection": connection_id},
            )
        ).scalar_one()
        return due if isinstance(due, datetime) else None


_WANTED = text(
    "SELECT NOT STOPPED FROM entry e WHERE id = :id AND status = 'posting'".replace(
        "STOPPED", STOPPED
    )
)
_PUT_BACK = text(
    """
    UPDATE entry SET status = 'failed', due_at = NULL, job_id = NULL, stopped = false
    WHERE id = :id AND status = 'posting'
    """
)
