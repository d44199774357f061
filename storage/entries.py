"""Entries and their attempts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.book import Connection
from journal.entry import Entry, NewEntry, PostingStatus
from journal.failure import FailureReason
from journal.numbers import id_in
from journal.ports import Acceptance, Attempt, PastAttempt
from journal.posting import LedgerEntry, Posted, Uncertain
from storage import wire
from storage.tables import attempt as attempts_table
from storage.tables import entry


@dataclass(frozen=True, slots=True)
class EntryRepository:
    """The tables of entries."""

    sql: AsyncConnection

    async def accept(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        at: datetime,
        *,
        corrected: bool = False,
    ) -> Sequence[Acceptance]:
        """Keep those not known yet; answer for each, in order.

        Known with the same content: not taken again. A higher revision takes the place of an
        entry that is not in the ledger nor on its way; `corrected` content, which may come from
        a file that has no revisions, is the next one. Anything else is an error.
        """
        taken = await self._insert_new(connection, entries, at)
        known = await self._known(connection.book_id, _beyond(taken, entries))
        answers = []
        for one in entries:
            if number := taken.pop(one.reference, None):
                answers.append(Acceptance(one.reference, number, taken=True))
            else:
                answers.append(await self._again(known, one, at, corrected=corrected))
        return answers

    async def _known(self, book_id: int, references: Sequence[str]) -> dict[str, Entry]:
        """Return the book's entries of these references."""
        if not references:
            return {}
        rows = await self.sql.execute(
            select(entry).where(entry.c.book_id == book_id, entry.c.reference.in_(references))
        )
        return {row.reference: wire.entry_of(row) for row in rows}

    async def _insert_new(
        self, connection: Connection, entries: Sequence[NewEntry], at: datetime
    ) -> dict[str, str]:
        """Keep the first of each reference that is new; return their numbers by reference."""
        first_of: dict[str, NewEntry] = {}
        for one in entries:
            first_of.setdefault(one.reference, one)
        rows = await self.sql.execute(
            _INSERT,
            {
                "book": connection.book_id,
                "connection": connection.id,
                "at": at,
                "rows": json.dumps([_row(one) for one in first_of.values()]),
            },
        )
        return {row.reference: f"JF-{row.id}" for row in rows}

    async def _again(
        self, known: dict[str, Entry], new: NewEntry, at: datetime, *, corrected: bool
    ) -> Acceptance:
        there = known[new.reference]
        newest = there.content.revision
        # What a person changed here is the same to whoever hands it in once more.
        handed_in = there.handed_in or there.content
        if new.revision <= newest and replace(new, revision=newest) == handed_in:
            return Acceptance(new.reference, there.number, taken=False)
        if new.revision <= newest and corrected:
            new = replace(new, revision=newest + 1)
        if new.revision <= newest:
            return _refused(
                new,
                f"is known as {there.number} with other content; hand a change in as"
                f" revision {newest + 1}",
            )
        replaced = await self._replace(there, new, at)
        if replaced is None:
            return _refused(
                new,
                f"is in the ledger or on its way as {there.number};"
                " correct it in the accounting platform",
            )
        known[new.reference] = replaced
        return Acceptance(new.reference, there.number, taken=True)

    async def _replace(self, there: Entry, new: NewEntry, at: datetime) -> Entry | None:
        """Put `new` in the place of what was handed in before; None: it is too late for that."""
        row = _row(new)
        row["date"] = new.date
        replaced = await self.sql.execute(
            update(entry)
            .where(
                entry.c.id == there.id,
                entry.c.revision == there.content.revision,
                entry.c.status.in_(["pending", "failed", "skipped"]),
            )
            .values(
                **row,
                status=PostingStatus.PENDING.value,
                due_at=at,
                failed_at=None,
                handed_in=None,
                linked_to=None,
                posting_revision=entry.c.posting_revision + 1,
                stopped=False,
            )
            .returning(entry)
        )
        found = replaced.first()
        return wire.entry_of(found) if found else None

    async def find(self, text_: str) -> Sequence[Entry]:
        """Return the entries that `text_` names: JF-1042, or the caller's reference."""
        entry_id = id_in(text_, "JF")
        where = entry.c.reference == text_ if entry_id is None else entry.c.id == entry_id
        rows = await self.sql.execute(select(entry).where(where).order_by(entry.c.id).limit(20))
        return [wire.entry_of(row) for row in rows]

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

    async def record(self, attempts: Sequence[Attempt]) -> Set[int]:
        """Write attempts and where they leave their entries; return the entries changed.

        An answer that comes late changes nothing of an entry that has moved on, except that
        `posted` always holds: what the ledger has shown is there.
        """
        await self.sql.execute(insert(attempts_table), [_attempt_row(one) for one in attempts])
        rows = await self.sql.execute(
            _RECORD, {"rows": json.dumps([_verdict_row(one) for one in attempts])}
        )
        return {row.id for row in rows}

    async def mark_posted(self, one: Entry, found: LedgerEntry, at: datetime) -> bool:
        """Write that the ledger shows an entry that was not known to be there.

        False when it has moved on since it was read: what is on its way again is looked up then.
        """
        marked = await self.sql.execute(
            update(entry)
            .where(entry.c.id == one.id, entry.c.status.in_(["failed", "skipped"]))
            .values(
                status=PostingStatus.POSTED.value,
                posted_at=at,
                ledger_id=found.ledger_id,
                ledger_url=found.url,
                due_at=None,
            )
        )
        return bool(marked.rowcount)

    async def release(self, incident_id: int, at: datetime, *, as_draft: bool = False) -> int:
        """Make every unposted entry of the incident due at once; return how many.

        Patience with passing trouble begins anew: else the first busy answer would be told.
        """
        return await self._move(
            incident_id,
            ("failed", "pending", "uncertain"),
            # What is uncertain stays so: it is looked up before anything is sent.
            status=text("CASE status WHEN 'uncertain' THEN 'uncertain' ELSE 'pending' END"),
            failed_at=None,
            due_at=at,
            as_draft=as_draft,
            stopped=False,
        )

    async def rework(self, one: Entry, content: NewEntry) -> bool:
        """Put `content` in the place of what was refused, in a new posting revision.

        What was handed in stays beside it. False when the entry is not any more as it was read.
        """
        kept = wire.content_to_json(one.handed_in or one.content)
        days = [day.isoformat() for day in one.earlier_days]
        return await self._rework(
            one,
            total_minor=content.total.minor,
            lines=[wire.line_to_json(line) for line in content.lines],
            handed_in={**kept, "days": days},
            posting_revision=entry.c.posting_revision + 1,
        )

    async def link(self, one: Entry, ledger_id: str) -> bool:
        """Note which entry of the ledger a person says is this one; the poster looks it up.

        False when the entry is not any more as it was read.
        """
        return await self._rework(one, linked_to=ledger_id, not_this=None)

    async def renumber(self, one: Entry, ledger_id: str) -> bool:
        """Give it a number of its own, in a new posting revision: that entry is another.

        False when the entry is not any more as it was read.
        """
        return await self._rework(
            one,
            linked_to=None,
            not_this=ledger_id,
            numbered=entry.c.numbered + 1,
            number_taken=False,
            posting_revision=entry.c.posting_revision + 1,
        )

    async def _rework(self, one: Entry, **values: Any) -> bool:
        reworked = await self.sql.execute(
            update(entry)
            .where(
                entry.c.id == one.id,
                entry.c.posting_revision == one.posting_revision,
                entry.c.status == "failed",
            )
            .values(**values)
        )
        return bool(reworked.rowcount)

    async def redate(self, incident_id: int, to: date) -> int:
        """Date what was refused of the incident anew, each in a new posting revision.

        Returns how many. The date before stays in the description. What is on its way or
        uncertain keeps its date and its key, since the ledger may have it.
        """
        redated = await self.sql.execute(_REDATE, {"incident": incident_id, "to": to})
        return int(redated.rowcount)

    async def waiting_days(self, incident_id: int) -> Sequence[date]:
        """Return the days of the incident's entries that are not in the books, each once."""
        days = select(entry.c.date).where(
            entry.c.incident_id == incident_id,
            entry.c.status.in_(["failed", "pending", "posting", "uncertain"]),
        )
        days = days.distinct()
        return list((await self.sql.execute(days)).scalars())

    async def stop(self, incident_id: int) -> int:
        """Let what is not sent yet wait for people instead; return how many are surely not.

        What is uncertain may be in the ledger: it is marked, and waits for people once it is known
        not to be there. What is claimed is not touched, since its answer may be being written; the
        incident itself says of it that it was stopped.
        """
        await self._move(incident_id, ("uncertain",), stopped=True)
        return await self._move(
            incident_id, ("pending",), status=PostingStatus.FAILED.value, due_at=None
        )

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

    async def has_due(self, incident_id: int, at: datetime) -> bool:
        """Return whether an entry of the incident is about to be sent without anybody's help."""
        statement = select(entry.c.id).where(
            entry.c.incident_id == incident_id,
            entry.c.status.in_(["pending", "uncertain"]),
            entry.c.due_at <= at,
        )
        return (await self.sql.execute(statement.limit(1))).first() is not None

    async def skip(self, incident_id: int, entry_id: int | None = None) -> int:
        """Close every unposted entry of the incident, or one, without posting; return how many.

        Also what is on its way or uncertain: it is not sent again. Should its answer still come
        and say that the ledger has it, `record` writes so.
        """
        return await self._move(
            incident_id,
            ("failed", "pending", "uncertain", "posting"),
            entry_id=entry_id,
            status=PostingStatus.SKIPPED.value,
            # What was sent counts as tried, should anybody take it up again.
            attempts=text("attempts + CASE status WHEN 'posting' THEN 1 ELSE 0 END"),
            due_at=None,
            job_id=None,
        )

    async def unskip(self, incident_id: int) -> int:
        """Let skipped entries wait again; return how many of the incident are not posted."""
        await self._move(incident_id, ("skipped",), status=PostingStatus.FAILED.value, due_at=None)
        rows = await self.sql.execute(
            select(entry.c.id).where(entry.c.incident_id == incident_id, entry.c.status != "posted")
        )
        return len(rows.all())

    async def join(self, incident_id: int, other_id: int) -> int:
        """Give the failed entries of one incident to another; return how many."""
        return await self._move(incident_id, ("failed",), incident_id=other_id)

    async def _move(
        self,
        incident_id: int,
        from_: tuple[str, ...],
        /,
        *,
        entry_id: int | None = None,
        **values: Any,
    ) -> int:
        moved = update(entry).where(entry.c.incident_id == incident_id, entry.c.status.in_(from_))
        if entry_id is not None:
            moved = moved.where(entry.c.id == entry_id)
        result = await self.sql.execute(moved.values(**values))
        return int(result.rowcount)

    async def to_look_up(
        self, connection_id: int, limit: int, since: datetime | None = None
    ) -> Sequence[Entry]:
        """Return failed entries that somebody may have put into the ledger by hand.

        Those said to be there come first; of the others each poll takes the next few, so that
        all have their turn however many there are. `since`: nothing was put there by hand since
        then, so of the others only those are looked for that were refused later.
        """
        asked = {"connection": connection_id, "limit": limit, "since": since}
        rows = await self.sql.execute(_LOOK_UP, asked)
        return [wire.entry_of(row) for row in rows]

    async def are_ours(self, connection_id: int, ledger_ids: Iterable[str]) -> bool:
        """Return whether we posted, or found before, every one of these in the ledger."""
        ids = {*ledger_ids}
        statement = select(func.count(entry.c.ledger_id.distinct())).where(
            entry.c.connection_id == connection_id, entry.c.ledger_id.in_(ids)
        )
        return not ids or int((await self.sql.execute(statement)).scalar_one()) == len(ids)

    async def of_incident(self, incident_id: int, limit: int, offset: int = 0) -> Sequence[Entry]:
        """Return a page of the incident's entries, oldest first."""
        rows = await self.sql.execute(
            select(entry)
            .where(entry.c.incident_id == incident_id)
            .order_by(entry.c.date, entry.c.id)
            .limit(limit)
            .offset(offset)
        )
        return [wire.entry_of(row) for row in rows]

    async def attempts_of(self, incident_id: int, limit: int) -> Sequence[PastAttempt]:
        """Return the newest tries at the incident's entries, newest first."""
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
                actor=row.actor,
            )
            for row in rows
        ]

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


_REDATE = text(
    """
    UPDATE entry SET
        date = :to,
        description = concat_ws(' ', nullif(coalesce(handed_in ->> 'description', description), ''),
            '(dated ' || coalesce(handed_in ->> 'date', date::text) || ' before)'),
        handed_in = coalesce(handed_in, jsonb_build_object(
                'date', date, 'description', description, 'lines', lines))
            || jsonb_build_object('days',
                coalesce(handed_in -> 'days', '[]') || to_jsonb(date::text)),
        posting_revision = posting_revision + 1
    WHERE incident_id = :incident AND status = 'failed' AND date < :to
    """
)
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
_ATTEMPTS = text(
    """
    SELECT a.*, (
        -- whoever asked for it: since the try before, and not after this one
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


def _beyond(taken: Container[str], entries: Sequence[NewEntry]) -> Sequence[str]:
    """Return the references that were known before, or that the batch names once more."""
    named = Counter(one.reference for one in entries)
    return [reference for reference, times in named.items() if times > 1 or reference not in taken]


def _refused(new: NewEntry, why: str) -> Acceptance:
    return Acceptance(new.reference, "", taken=False, error=f'"{new.reference}" {why}.')


def _row(one: NewEntry) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "revision": one.revision,
        "date": one.date.isoformat(),
        "sales_channel": one.sales_channel,
        "kind": one.kind.value,
        "currency": one.currency,
        "total_minor": one.total.minor,
        "description": one.description,
        "lines": [wire.line_to_json(line) for line in one.lines],
        "prepared_by": one.prepared_by,
    }


def _attempt_row(one: Attempt) -> dict[str, Any]:
    failure = one.verdict.failure
    outcome = type(one.outcome).__name__.casefold()
    if isinstance(one.outcome, Posted) and one.outcome.entry.is_draft:
        outcome = "drafted"
    trace = one.outcome.trace if isinstance(one.outcome, Posted) else ""
    return {
        "entry_id": one.entry.id,
        "at": one.at,
        "key": one.entry.key,
        "outcome": outcome,
        "reason": failure.reason.value if failure else "",
        "code": failure.code if failure else "",
        "http_status": failure.http_status if failure else None,
        "words": failure.words if failure else "",
        "trace": failure.trace if failure else trace,
    }


def _verdict_row(one: Attempt) -> dict[str, Any]:
    posted = one.outcome.entry if isinstance(one.outcome, Posted) else None
    verdict = one.verdict
    return {
        "id": one.entry.id,
        "at": one.at.isoformat(),
        "status": verdict.status.value,
        "incident_id": one.incident_id,
        "due_at": verdict.due_at.isoformat() if verdict.due_at else None,
        "new_key": verdict.new_key and not isinstance(one.outcome, Uncertain),
        "ledger_id": posted.ledger_id if posted else None,
        "ledger_url": posted.url if posted else None,
        "words": verdict.failure.words if verdict.failure else "",
        "number_taken": bool(verdict.failure and verdict.failure.reason is FailureReason.DUPLICATE),
    }


_INSERT = text(
    """
    INSERT INTO entry (book_id, connection_id, reference, revision, date, sales_channel, kind,
        currency, total_minor, description, lines, prepared_by, status, due_at, accepted_at)
    SELECT :book, :connection, r.reference, r.revision, r.date, r.sales_channel, r.kind,
        r.currency, r.total_minor, r.description, r.lines, r.prepared_by, 'pending', :at, :at
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(reference text, revision int, date date,
        sales_channel text, kind text, currency text, total_minor bigint, description text,
        lines jsonb, prepared_by text)
    ON CONFLICT (book_id, reference) DO NOTHING
    RETURNING id, reference
    """
)

_STOPPED = """(e.stopped OR EXISTS (
    SELECT 1 FROM incident i WHERE i.id = e.incident_id
    AND i.state = 'open' AND i.last_trigger = 'stop' AND e.claimed_at <= i.moved_at))"""
"""Whether somebody stopped what the entry was claimed for; a new revision is claimed later."""
_WANTED = text(
    "SELECT NOT STOPPED FROM entry e WHERE id = :id AND status = 'posting'".replace(
        "STOPPED", _STOPPED
    )
)
_PUT_BACK = text(
    """
    UPDATE entry SET status = 'failed', due_at = NULL, job_id = NULL, stopped = false
    WHERE id = :id AND status = 'posting'
    """
)

# What was stopped and is not in the ledger is not tried again by itself.
_RECORD = text(
    """
    UPDATE entry e SET
        status = CASE WHEN r.status = 'pending' AND STOPPED THEN 'failed' ELSE r.status END,
        stopped = r.status = 'uncertain' AND STOPPED,
        incident_id = r.incident_id,
        attempts = e.attempts + 1,
        posting_revision = e.posting_revision + CASE WHEN r.new_key THEN 1 ELSE 0 END,
        due_at = CASE WHEN r.status = 'pending' AND STOPPED THEN NULL ELSE r.due_at END,
        failed_at = CASE WHEN r.status = 'posted' THEN e.failed_at
                         ELSE coalesce(e.failed_at, r.at) END,
        posted_at = CASE WHEN r.status = 'posted' THEN r.at END,
        ledger_id = r.ledger_id,
        ledger_url = r.ledger_url,
        as_draft = e.as_draft AND r.status IN ('pending', 'uncertain'),
        number_taken = r.number_taken,
        linked_to = CASE WHEN r.status IN ('pending', 'uncertain') THEN e.linked_to END,
        words = r.words,
        job_id = NULL
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(id bigint, at timestamptz, status text,
        incident_id bigint, due_at timestamptz, new_key boolean, ledger_id text, ledger_url text,
        words text, number_taken boolean)
    WHERE e.id = r.id
      AND (e.status = 'posting' OR (r.status = 'posted' AND e.status <> 'posted'))
    RETURNING e.id
    """.replace("STOPPED", _STOPPED)
)
