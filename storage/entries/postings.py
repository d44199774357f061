"""The way of entries into the ledger: what is due, claimed, stopped and answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Interval,
    and_,
    case,
    exists,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    update,
)
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.entries.entry import ALONE_FROM, ON_THE_WAY, QUEUED, Entry, PostingStatus
from journal.entries.entry_moves import Why
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerEntry
from journal.matching.posted_amount import amount_there
from journal.matching.watching import mark_of
from journal.ports import Attempt, Postings
from storage import wire
from storage.entries.attempts import WAS_STOPPED, write_attempts
from storage.entries.entries import belongs_to
from storage.entries.moving import is_in, move_entries
from storage.tables import entry, incident


@dataclass(frozen=True, slots=True)
class PostingRepository(Postings):
    """The entries that are carried, and what became of each try."""

    sql: AsyncConnection

    @override
    async def claim_due(
        self,
        connection_id: int,
        job_id: int,
        at: datetime,
        limit: int,
        besides: Sequence[int] = (),
    ) -> Sequence[Entry]:
        due = (
            select(entry)
            .where(
                entry.c.connection_id == connection_id,
                is_in(QUEUED),
                entry.c.due_at <= at,
                *_none_of(besides),
            )
            .order_by(entry.c.due_at, entry.c.id)
            .with_for_update(skip_locked=True)
        )
        rows = (await self.sql.execute(due.where(not_(_IS_SUSPECTED)).limit(limit))).all()
        if not rows and not besides:
            rows = (await self.sql.execute(due.where(_IS_SUSPECTED).limit(1))).all()
        if rows:
            these = entry.c.id.in_([row.id for row in rows])
            await self.sql.execute(move_entries(Why.CLAIM, these, job_id=job_id, claimed_at=at))
        return [wire.entry_of(row) for row in rows]

    @override
    async def release_abandoned(
        self,
        connection_id: int,
        before: datetime,
        job_id: int | None = None,
        besides: Sequence[int] = (),
        *,
        died: bool = True,
    ) -> None:
        is_left = or_(entry.c.job_id == job_id, entry.c.claimed_at < before, not_(_IS_BEING_DONE))
        left = move_entries(
            Why.ABANDON,
            entry.c.connection_id == connection_id,
            is_left,
            *_none_of(besides),
            # Each at its own moment: what dies of one of them does not take the same ones along.
            due_at=func.clock_timestamp() + case((_WILL_BE_ALONE, _SPREAD), else_=_AT_ONCE)
            if died
            else func.clock_timestamp(),
            attempts=entry.c.attempts + 1,
            runs_died=entry.c.runs_died + int(died),
            job_id=None,
        )
        await self.sql.execute(left)

    @override
    async def still_posting(self, entry_ids: Sequence[int]) -> Set[int]:
        rows = await self.sql.execute(
            select(entry.c.id)
            .where(entry.c.id.in_(entry_ids), is_in({PostingStatus.POSTING}))
            .order_by(entry.c.id)
            .with_for_update()
        )
        return {row.id for row in rows}

    @override
    async def may_be_sent(self, entry_id: int) -> bool:
        one = entry.c.id == entry_id
        is_wanted = select(not_(WAS_STOPPED)).where(one, is_in({PostingStatus.POSTING}))
        if (await self.sql.execute(is_wanted)).scalar_one_or_none():
            return True
        # Looked at once more with its incident held: someone may be retrying it just now.
        of = select(entry.c.incident_id).where(one).scalar_subquery()
        await self.sql.execute(select(incident.c.id).where(incident.c.id == of).with_for_update())
        wanted = (await self.sql.execute(is_wanted)).scalar_one_or_none()
        if wanted is False:
            put_back = move_entries(Why.CALL_OFF, one, due_at=None, job_id=None, stopped=False)
            await self.sql.execute(put_back)
        return bool(wanted)

    @override
    async def note_sending(self, entry_id: int, at: datetime) -> None:
        left = update(entry).where(entry.c.id == entry_id, is_in({PostingStatus.POSTING}))
        await self.sql.execute(left.values(sent_at=at))

    @override
    async def record(self, attempts: Sequence[Attempt]) -> Set[int]:
        return await write_attempts(self.sql, attempts)

    @override
    async def mark_posted(
        self,
        one: Entry,
        found: LedgerEntry,
        at: datetime,
        ground: Ground,
        costs: Mapping[str, Money] | None = None,
    ) -> bool:
        shown = amount_there(one, found)
        posted = move_entries(
            Why.FIND,
            entry.c.id == one.id,
            entry.c.posting_revision == one.posting_revision,
            posted_at=at,
            ledger_id=found.ledger_id,
            ledger_url=found.url,
            ledger_version=found.version,
            stands_as=mark_of(found),
            stands_since=at,
            changed_there=None,
            sent_minor=shown.minor if shown else entry.c.sent_minor,
            costs=wire.costs_posted_to_json(one.content, costs),
            posted_how=ground.value,
            replaces=None,
            restates=None,
            has_theirs=True,
            due_at=None,
            sent_at=None,
            look_again_at=case((entry.c.sent_at.is_not(None), at)),
        )
        return bool((await self.sql.execute(posted)).rowcount)

    @override
    async def release(
        self,
        incident_id: int,
        at: datetime,
        *,
        as_draft: bool = False,
        entry_id: int | None = None,
    ) -> int:
        released = move_entries(
            Why.RETRY,
            *belongs_to(incident_id, entry_id),
            failed_at=None,
            due_at=at,
            # What is in the ledger already is put right there, and never becomes a draft.
            as_draft=and_(literal(as_draft), entry.c.replaces.is_(None)),
            stopped=False,
        )
        return (await self.sql.execute(released)).rowcount

    @override
    async def stop(self, incident_id: int) -> int:
        may_be_there = is_in({PostingStatus.UNCERTAIN})
        stopped = move_entries(
            Why.STOP,
            *belongs_to(incident_id),
            stopped=or_(entry.c.stopped, may_be_there),
            due_at=case((may_be_there, entry.c.due_at)),
        )
        rows = await self.sql.execute(stopped.returning(entry.c.status))
        return sum(row.status == PostingStatus.FAILED for row in rows)

    @override
    async def has_due(self, incident_id: int, at: datetime) -> bool:
        statement = select(entry.c.id).where(
            entry.c.incident_id == incident_id, is_in(QUEUED), entry.c.due_at <= at
        )
        return (await self.sql.execute(statement.limit(1))).first() is not None

    @override
    async def on_the_way(self, connection_id: int) -> bool:
        statement = select(entry.c.id).where(
            entry.c.connection_id == connection_id, is_in(ON_THE_WAY)
        )
        return (await self.sql.execute(statement.limit(1))).first() is not None

    @override
    async def unreversed(self, connection_id: int) -> Sequence[Entry]:
        second = entry.alias()
        has_one = exists().where(
            second.c.reverses == entry.c.id, second.c.revision >= entry.c.revision
        )
        rows = await self.sql.execute(
            select(entry)
            .where(
                entry.c.connection_id == connection_id,
                entry.c.status == PostingStatus.POSTED.value,
                entry.c.reverse_on.is_not(None),
                not_(has_one),
            )
            .order_by(entry.c.id)
        )
        return [wire.entry_of(row) for row in rows]

    @override
    async def next_due(self, connection_id: int) -> datetime | None:
        statement = select(func.min(entry.c.due_at)).where(
            entry.c.connection_id == connection_id, is_in(QUEUED)
        )
        due: datetime | None = (await self.sql.execute(statement)).scalar_one()
        return due


_IS_SUSPECTED = entry.c.runs_died >= ALONE_FROM
_WILL_BE_ALONE = entry.c.runs_died + 1 >= ALONE_FROM
_AT_ONCE = literal_column("interval '0'", Interval)
_SPREAD = literal_column("random() * interval '5 seconds'", Interval)


def _none_of(ids: Sequence[int]) -> Sequence[ColumnElement[bool]]:
    return [entry.c.id.not_in(ids)] if ids else []


_IS_BEING_DONE = literal_column(
    "EXISTS (SELECT FROM procrastinate_jobs j WHERE j.id = entry.job_id AND j.status = 'doing')",
    Boolean,
)
