"""Channels that take nothing: one row an outage, from the first refusal to the last held card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.incidents.notices import NoticeKind
from journal.incidents.outage import A_DAY, TOKEN_FAULTS, Outage
from storage.engine.jobs import JobQueue
from storage.slack.notices import owe_again, owe_notice
from storage.tables import book, connection, message, notice, outage


@dataclass(frozen=True, slots=True)
class OutageRepository:
    """The table of outages, in one unit of work."""

    sql: AsyncConnection
    jobs: JobQueue

    async def note(self, channel_id: str, fault: str) -> None:
        """Note that Slack refused the channel: an outage begins, or goes on."""
        await self.sql.execute(_NOTE, {"channel": channel_id, "fault": fault})

    async def took_one(self, channel_id: str) -> None:
        """Note that the channel took a message: what else waits for it is counted, once."""
        await self.sql.execute(_BACK, {"channel": channel_id})

    async def end(self, channel_id: str) -> None:
        """Note that nothing waits for the channel: its  of it."""
        ended = (
            update(outage)
            .where(outage.c.channel_id == channel_id, outage.c.ended_at.is_(None))
            .values(ended_at=func.clock_timestamp())
            .returning(outage.c.id)
        )
        for outage_id in (await self.sql.execute(ended)).scalars().all():
            told = select(notice.c.id).where(_is_told_of(outage_id))
            await owe_again(self.sql, self.jobs, message.c.notice_id.in_(told))

    async def due(self, patience: timedelta) -> Sequence[Outage]:
        """Return the outages to be told of now: new ones after `patience`, others once a day.

        Locked, so that of several processes one tells. Where the token is refused nothing can be
        told in Slack.
        """
        parameters = {"patience": patience, "day": A_DAY, "token": sorted(TOKEN_FAULTS)}
        return [_outage_of(row) for row in await self.sql.execute(_DUE, parameters)]

    async def tell(self, one: Outage, places: Sequence[str], at: datetime) -> None:
        """Owe each place a word of the outage; one that was owed and never arrived is dropped."""
        unseen = select(notice.c.id).where(_is_told_of(one.id))
        await self.sql.execute(
            update(message)
            .where(message.c.notice_id.in_(unseen), message.c.ts.is_(None))
            .values(shown=message.c.owed, attempted_at=None, fault=None, retry_at=None)
        )
        for place in places:
            values = {"kind": NoticeKind.OUTAGE.value, "facts": {"outage": one.id}, "at": at}
            made = insert(notice).values(**values).returning(notice.c.id)
            notice_id = (await self.sql.execute(made)).scalar_one()
            await owe_notice(self.sql, self.jobs, place, notice_id)
        told = {"told_at": func.clock_timestamp(), "told_to": ",".join(places)}
        await self.sql.execute(update(outage).where(outage.c.id == one.id).values(**told))

    async def told_of(self, notice_id: int) -> tuple[Outage, str]:
        """Return the outage of a notice as it stands now, and where the notice goes."""
        row = (await self.sql.execute(_TOLD, {"notice": notice_id})).one()
        return _outage_of(row), row.place

    async def open(self) -> Sequence[Outage]:
        """Return the channels that take nothing now, the longest first."""
        return [_outage_of(row) for row in await self.sql.execute(_OPEN)]

    async def is_out(self, channel_id: str) -> bool:
        """Whether the channel takes nothing now."""
        out = select(outage.c.id).where(
            outage.c.channel_id == channel_id,
            outage.c.ended_at.is_(None),
            outage.c.back_at.is_(None),
        )
        return (await self.sql.execute(out)).first() is not None

    async def owners(self, channel_id: str) -> Sequence[str]:
        """Return the Slack ids of those who own the connections of the channel's books."""
        owners = (
            select(connection.c.owner)
            .join(book, book.c.id == connection.c.book_id)
            .where(book.c.channel_id == channel_id, connection.c.owner.is_not(None))
            .distinct()
            .order_by(connection.c.owner)
        )
        return list((await self.sql.execute(owners)).scalars().all())

    async def books(self, channel_id: str) -> Sequence[tuple[int, str]]:
        """Return the id and name of each book whose cards the channel gets."""
        found = select(book.c.id, book.c.name).where(book.c.channel_id == channel_id)
        return [(row.id, row.name) for row in await self.sql.execute(found.order_by(book.c.name))]


def _is_told_of(outage_id: int) -> Any:
    return (notice.c.kind == NoticeKind.OUTAGE.value) & (
        notice.c.facts["outage"].as_integer() == outage_id
    )


def _outage_of(row: Row[Any]) -> Outage:
    return Outage(
        id=row.id,
        channel_id=row.channel_id,
        fault=row.fault,
        began_at=row.began_at,
        held=row.held if row.back_at or row.ended_at else row.waiting,
        ended_at=row.ended_at,
    )


_NOTE = text(
    """
    INSERT INTO outage AS o (channel_id, fault, began_at)
    VALUES (:channel, :fault, clock_timestamp())
    ON CONFLICT (channel_id) WHERE ended_at IS NULL
        DO UPDATE SET fault = excluded.fault, back_at = NULL
    """
)
_BACK = text(
    """
    WITH back AS (
        UPDATE outage SET back_at = clock_timestamp(), held = 1 + (
            SELECT count(*) FROM message
            WHERE channel_id = :channel AND incident_id IS NOT NULL AND event_id IS NULL
                AND owed > shown)
        WHERE channel_id = :channel AND ended_at IS NULL AND back_at IS NULL
        RETURNING channel_id)
    UPDATE slack_channel SET fault = NULL, fault_at = NULL
    WHERE id = :channel AND fault IS NOT NULL
    """
)
_DUE = text(
    """
    SELECT o.*, 0 AS waiting FROM outage o
    WHERE ended_at IS NULL AND back_at IS NULL
        AND began_at <= clock_timestamp() - CAST(:patience AS interval)
        AND substring(fault FROM '^[a-z_]+') <> ALL(CAST(:token AS text[]))
        AND (told_at IS NULL OR told_at <= clock_timestamp() - CAST(:day AS interval)
            OR EXISTS (SELECT FROM outage p WHERE p.channel_id = o.told_to
                AND p.ended_at IS NULL AND p.back_at IS NULL))
    ORDER BY began_at FOR UPDATE SKIP LOCKED
    """
)
_WAITING = """
    (SELECT count(*) FROM message m WHERE m.channel_id = o.channel_id
        AND m.incident_id IS NOT NULL AND m.event_id IS NULL AND m.owed > m.shown) AS waiting
    """
_OPEN = text(
    f"SELECT o.*, {_WAITING} FROM outage o WHERE ended_at IS NULL ORDER BY began_at, id"  # noqa: S608  a constant
)
_TOLD = text(
    f"SELECT o.*, m.channel_id AS place, {_WAITING} FROM notice n"  # noqa: S608  a constant
    " JOIN outage o ON o.id = (n.facts ->> 'outage')::bigint"
    " JOIN message m ON m.notice_id = n.id WHERE n.id = :notice"
)
