"""Storms: many new cards of several connections wait for one channel, which takes one a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.entries.failure import FailureReason
from journal.incidents.notices import NoticeKind
from journal.incidents.storm import Gathered, Storm
from storage.engine.jobs import JobQueue
from storage.slack.notices import owe_again
from storage.tables import message, notice, storm

ABOVE = 20
"""New cards of more than one connection that may wait for a channel without a digest."""
EVERY = timedelta(seconds=5)
"""Between two drawings of a digest."""


@dataclass(frozen=True, slots=True)
class StormRepository:
    """The table of storms, in one unit of work."""

    sql: AsyncConnection
    jobs: JobQueue

    async def look(self, channel_id: str) -> None:
        """Begin, draw again or end the digest of a channel, as what waits for it calls for."""
        now = (await self.sql.execute(_LOOK, {"channel": channel_id})).one()
        if now.id is None:
            if now.waiting > ABOVE and now.connections > 1:
                await self._begin(channel_id, now.since)
        elif not now.waiting:
            await self._draw(now.id, ended_at=func.clock_timestamp())
        elif now.age >= EVERY:
            await self._draw(now.id, drawn_at=func.clock_timestamp())

    async def _begin(self, channel_id: str, since: datetime) -> None:
        values = {"channel_id": channel_id, "began_at": since, "drawn_at": func.clock_timestamp()}
        made = insert(storm).values(**values).returning(storm.c.id)
        storm_id = (await self.sql.execute(made)).scalar_one()
        facts = {"storm": storm_id}
        told = {"kind": NoticeKind.STORM.value, "facts": facts, "at": func.clock_timestamp()}
        statement = insert(notice).values(**told).returning(notice.c.id)
        notice_id = (await self.sql.execute(statement)).scalar_one()
        owed = {"channel_id": channel_id, "notice_id": notice_id, "is_first": True}
        await self.sql.execute(insert(message).values(**owed, created_at=func.clock_timestamp()))

    async def _draw(self, storm_id: int, **values: object) -> None:
        await self.sql.execute(update(storm).where(storm.c.id == storm_id).values(**values))
        told = select(notice.c.id).where(
            notice.c.kind == NoticeKind.STORM.value,
            notice.c.facts["storm"].as_integer() == storm_id,
        )
        await owe_again(self.sql, self.jobs, message.c.notice_id.in_(told))

    async def told(self, notice_id: int, most: int) -> Storm:
        """Return the storm of a notice as it stands now, with its `most` largest groups."""
        row = (await self.sql.execute(_TOLD, {"notice": notice_id})).one()
        return Storm(row.cards, row.waiting, await self._groups(row.channel_id, most))

    async def _groups(self, channel_id: str, most: int) -> Sequence[Gathered]:
        rows = await self.sql.execute(_GROUPS, {"channel": channel_id, "most": most})
        return [
            Gathered(row.name, FailureReason(row.reason), row.cards, row.first, row.groups)
            for row in rows
        ]


_NEW = """
    m.incident_id IS NOT NULL AND m.event_id IS NULL AND m.ts IS NULL
        AND m.owed > m.shown AND m.fault IS NULL
    """
_LOOK = text(
    f"""
    SELECT s.id, clock_timestamp() - s.drawn_at AS age, n.* FROM (
        SELECT count(*) AS waiting, count(DISTINCT i.connection_id) AS connections,
            min(m.created_at) AS since
        FROM message m JOIN incident i ON i.id = m.incident_id
        WHERE m.channel_id = :channel AND {_NEW}) n
    LEFT JOIN storm s ON s.channel_id = :channel AND s.ended_at IS NULL
    """  # noqa: S608  a constant
)
_TOLD = text(
    f"""
    SELECT s.channel_id,
        (SELECT count(*) FROM message m WHERE m.channel_id = s.channel_id
            AND m.incident_id IS NOT NULL AND m.event_id IS NULL AND m.created_at >= s.began_at
            AND m.created_at <= coalesce(s.ended_at, clock_timestamp())) AS cards,
        (SELECT count(*) FROM message m WHERE m.channel_id = s.channel_id AND {_NEW}) AS waiting
    FROM notice n JOIN storm s ON s.id = (n.facts ->> 'storm')::bigint WHERE n.id = :notice
    """  # noqa: S608  a constant
)
_GROUPS = text(
    f"""
    SELECT b.name, i.reason, count(*) AS cards, min(i.id) AS first, count(*) OVER () AS groups
    FROM message m JOIN incident i ON i.id = m.incident_id JOIN book b ON b.id = i.book_id
    WHERE m.channel_id = :channel AND {_NEW}
    GROUP BY b.name, i.reason ORDER BY min(m.created_at), min(i.id) LIMIT :most
    """  # noqa: S608  a constant
)
