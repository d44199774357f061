"""Posted entries, and what people did to them in the ledger since."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.entries.entry import Entry, PostingStatus
from journal.entries.entry_moves import Why
from journal.entries.failure import GONE_FROM_BOOKS, Conflict, Obstacle
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerEntry
from journal.ports import Watch
from storage import wire
from storage.entries.moving import is_in, move_entries
from storage.tables import connection, entry

_POSTED = is_in({PostingStatus.POSTED})
_OURS = entry.c.posted_how.in_([one.value for one in Ground if one.is_changeable])
_WAITS = entry.c.changed_there.is_not(None)
_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class WatchRepository(Watch):
    """The entries that the books have from us."""

    sql: AsyncConnection

    @override
    async def posted(self, connection_id: int, ledger_ids: Iterable[str]) -> Sequence[Entry]:
        ids = [*{*ledger_ids}]
        if not ids:
            return []
        of = and_(entry.c.connection_id == connection_id, entry.c.ledger_id.in_(ids))
        rows = await self.sql.execute(select(entry).where(of, _POSTED, _OURS).order_by(entry.c.id))
        return [wire.entry_of(row) for row in rows]

    @override
    async def posted_ones(self, connection_id: int, entry_ids: Sequence[int]) -> Sequence[Entry]:
        if not entry_ids:
            return []
        of = and_(entry.c.connection_id == connection_id, entry.c.id.in_(entry_ids))
        rows = await self.sql.execute(select(entry).where(of, _POSTED, _OURS).order_by(entry.c.id))
        return [wire.entry_of(row) for row in rows]

    @override
    async def doubtful(self, connection_id: int, at: datetime, limit: int) -> Sequence[Entry]:
        rows = await self.sql.execute(
            select(entry)
            .where(entry.c.connection_id == connection_id, _POSTED, entry.c.look_again_at <= at)
            .order_by(entry.c.look_again_at, entry.c.id)
            .limit(limit)
        )
        return [wire.entry_of(row) for row in rows]

    @override
    async def note_looked(self, entry_ids: Sequence[int]) -> None:
        # What is there twice is looked for by every poll until one of the two is gone.
        is_doubled = entry.c.changed_there["obstacle"].astext == Obstacle.DOUBLED.value
        again = case((and_(_WAITS, is_doubled), func.coalesce(entry.c.look_again_at, _LONG_AGO)))
        looked = update(entry).where(entry.c.id.in_(entry_ids), _POSTED)
        await self.sql.execute(looked.values(look_again_at=again))

    @override
    async def adopt(self, one: Entry, there: LedgerEntry, mark: str, at: datetime) -> bool:
        ours = {"ledger_id": there.ledger_id, "ledger_url": there.url}
        stands = {"ledger_version": there.version, "stands_as": mark, "stands_since": at}
        return await self._note(one, **ours, **stands, changed_there=None)

    @override
    async def undecided(self, incident_id: int, limit: int) -> Sequence[Entry]:
        waits = or_(and_(_POSTED, _WAITS), is_in({PostingStatus.FAILED}))
        of = select(entry).where(entry.c.incident_id == incident_id, waits)
        rows = await self.sql.execute(of.order_by(entry.c.date, entry.c.id).limit(limit))
        return [wire.entry_of(row) for row in rows]

    @override
    async def count_undecided(self, incident_id: int) -> int:
        waiting = select(func.count()).where(entry.c.incident_id == incident_id, _POSTED, _WAITS)
        return int((await self.sql.execute(waiting)).scalar_one())

    @override
    async def next_round(
        self, connection_id: int, after: date, limit: int
    ) -> tuple[Sequence[tuple[str, date]], date]:
        asked = {"connection": connection_id, "after": after, "limit": limit}
        rows = (await self.sql.execute(_ROUND, asked)).all()
        is_last = len(rows) < limit
        shown = [(row.ledger_id, row.date) for row in rows]
        return shown, date.min if is_last else rows[-1].date

    @override
    async def note_round(self, connection_id: int, after: date) -> None:
        noted = update(connection).where(connection.c.id == connection_id)
        await self.sql.execute(noted.values(counted_after=after))

    @override
    async def note_standing(self, one: Entry, there: LedgerEntry, mark: str, at: datetime) -> bool:
        stands = {"ledger_version": there.version, "stands_as": mark, "stands_since": at}
        return await self._note(one, **stands, changed_there=None, has_theirs=True)

    @override
    async def note_change(self, one: Entry, met: Conflict, incident_id: int, at: datetime) -> bool:
        told = {"changed_there": wire.conflict_to_json(met), "incident_id": incident_id}
        if met.obstacle not in GONE_FROM_BOOKS:
            return await self._note(one, **told)
        is_deleted = met.obstacle is Obstacle.DELETED
        replaced = {"replaces": entry.c.ledger_id, "ledger_id": None} if is_deleted else {}
        vanished = move_entries(
            Why.VANISH, *_as_read(one), **told, **replaced, failed_at=at, due_at=None, words=""
        )
        return bool((await self.sql.execute(vanished)).rowcount)

    @override
    async def put_back(self, one: Entry, seen: Conflict, at: datetime) -> bool:
        is_outside = seen.obstacle is Obstacle.UNBOOKED
        replaced = {
            "replaces": "" if seen.obstacle is Obstacle.DELETED else seen.ledger_id,
            "ledger_version": seen.version,
            "ledger_id": None,
            "earlier_days": case(
                (_POSTED, func.jsonb_build_array(func.text(entry.c.date))),
                else_=entry.c.earlier_days,
            ),
            "has_theirs": True,
            "may_lose": True,
        }
        put_back = move_entries(
            Why.PUT_BACK,
            *_as_read(one),
            _WAITS,
            **({} if is_outside else replaced),
            due_at=at,
            failed_at=None,
            stopped=False,
            posting_revision=entry.c.posting_revision + 1,
        )
        return bool((await self.sql.execute(put_back)).rowcount)

    @override
    async def keep(self, one: Entry, met: Conflict, at: datetime) -> bool:
        total = met.total
        same = total is not None and total.currency == one.content.currency
        kept: dict[str, Any] = {
            "ledger_version": met.version,
            "stands_as": met.mark,
            "stands_since": at,
            "sent_minor": total.minor if total and same else entry.c.sent_minor,
            "changed_there": None,
            "has_theirs": True,
            # What people wrote there tells of no pieces.
            "costs": case((entry.c.costs.is_not(None), literal({}, JSONB))),
        }
        if await self._note(one, _WAITS, **kept):
            return True
        stopped = move_entries(
            Why.KEEP,
            *_as_read(one),
            _WAITS,
            **kept,
            ledger_id=func.coalesce(func.nullif(entry.c.replaces, ""), entry.c.ledger_id),
            replaces=None,
            restates=None,
            may_lose=False,
            due_at=None,
            words="",
        )
        return bool((await self.sql.execute(stopped)).rowcount)

    async def _note(self, one: Entry, *where: ColumnElement[bool], **values: Any) -> bool:
        noted = update(entry).where(*_as_read(one), _POSTED, *where).values(**values)
        return bool((await self.sql.execute(noted)).rowcount)


def _as_read(one: Entry) -> Sequence[ColumnElement[bool]]:
    """Return the conditions that nothing came between: no posting, correction or decision."""
    return [
        entry.c.id == one.id,
        entry.c.posting_revision == one.posting_revision,
        entry.c.stands_since.is_not_distinct_from(one.stands_since),
    ]


_ROUND = text(
    """
    SELECT ledger_id, date FROM entry
    WHERE connection_id = :connection AND status = 'posted' AND ledger_id IS NOT NULL
      AND posted_how IN ('sent', 'linked') AND date > :after
    ORDER BY date FETCH FIRST :limit ROWS WITH TIES
    """
)
