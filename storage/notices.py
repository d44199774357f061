"""Notices: what a channel is told that concerns no incident."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.book import NO_CHANNEL, Connection
from journal.consent import Ending
from storage import wire
from storage.jobs import JobQueue
from storage.tables import book, consent, message, notice
from storage.tables import connection as connections


@dataclass(frozen=True, slots=True)
class NoticeRepository:
    """The table of notices, and the messages owed for them."""

    sql: AsyncConnection
    jobs: JobQueue

    async def tell_of_end(self, connection: Connection, at: datetime) -> None:
        """Owe the book's channel a word about the end of the connection's consent."""
        statement = insert(notice).values(connection_id=connection.id, at=at)
        notice_id = (await self.sql.execute(statement.returning(notice.c.id))).scalar_one()
        channel = select(book.c.channel_id).where(book.c.id == connection.book_id)
        channel_id = (await self.sql.execute(channel)).scalar_one()
        if channel_id == NO_CHANNEL:
            return
        await self.sql.execute(
            insert(message).values(
                channel_id=channel_id, notice_id=notice_id, created_at=func.now()
            )
        )
        await self.jobs.send_cards(channel_id)

    async def end_moved(self, connection_id: int) -> None:
        """Owe the newest notice of the connection once more, now that it tells of the past."""
        newest = (
            select(notice.c.id)
            .where(notice.c.connection_id == connection_id)
            .order_by(notice.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        owed = (
            update(message)
            # One that is not there yet is drawn as things stand when it is sent.
            .where(message.c.notice_id == newest, message.c.ts.is_not(None))
            .values(owed=message.c.owed + 1, fault=None)
            .returning(message.c.channel_id)
        )
        for row in await self.sql.execute(owed):
            await self.jobs.send_cards(row.channel_id)

    async def ending(self, notice_id: int) -> Ending:
        """Return what the notice tells of, as it stands now."""
        statement = (
            select(notice.c.connection_id, connections.c.book_id, consent)
            .join(connections, connections.c.id == notice.c.connection_id)
            .join(consent, consent.c.id == connections.c.consent_id)
            .where(notice.c.id == notice_id)
        )
        row = (await self.sql.execute(statement)).one()
        owner = await self.sql.execute(select(book).where(book.c.id == row.book_id))
        linked = await self.sql.execute(
            select(connections).where(connections.c.id == row.connection_id)
        )
        return Ending(
            book=wire.book_of(owner.one()),
            connection=wire.connection_of(linked.one()),
            ends_at=row.refresh_expires_at,
            granted_by=row.granted_by,
            granted_at=row.granted_at,
        )
