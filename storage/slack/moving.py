"""A book is told of in another channel from now on: what is owed goes there, in order."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine.jobs import JobQueue


@dataclass(frozen=True, slots=True)
class ChannelMoves:
    """Books that change their channel, in one unit of work."""

    sql: AsyncConnection
    jobs: JobQueue

    async def move(self, book_id: int, to: str) -> int:
        """Send the open cards of a book to the channel `to`, with their stories; return how many.

        What stands in the old channel leads there, unless that takes nothing. Closed cards stay
        where they are; one that is opened again comes to the new channel.
        """
        keys = {"book": book_id, "to": to}
        old = str((await self.sql.execute(_OLD, keys)).scalar_one())
        if old == to:
            return 0
        keys["old"] = old
        await self.sql.execute(_LEAD_THERE, keys)
        cards = (await self.sql.execute(_CARDS, keys)).scalars().all()
        for statement in (_STORIES, _CLOSED, _NOTICES, _BOOK, _STRAY):
            await self.sql.execute(statement, keys)
        for channel in sorted({old, to}):
            await self.jobs.send_cards(channel)
        return len(cards)


_OLD = text("SELECT channel_id FROM book WHERE id = :book FOR UPDATE")
_BOOK = text("UPDATE book SET channel_id = :to WHERE id = :book")
_LEAD_THERE = text(
    """
    WITH old_card AS (
        SELECT m.ts FROM message m
        JOIN incident i ON i.id = m.incident_id
        WHERE i.book_id = :book AND i.state <> 'resolved' AND m.event_id IS NULL
            AND m.channel_id = :old AND m.ts IS NOT NULL
            AND NOT EXISTS (SELECT FROM outage o WHERE o.channel_id = :old
                AND o.ended_at IS NULL AND o.back_at IS NULL)),
    made AS (
        INSERT INTO notice (kind, facts, at)
        SELECT 'elsewhere', jsonb_build_object('to', CAST(:to AS text), 'over', ts),
            clock_timestamp()
        FROM old_card RETURNING id, facts)
    INSERT INTO message (channel_id, notice_id, ts, owed, shown, created_at)
    SELECT :old, id, facts ->> 'over', 2, 1, clock_timestamp() FROM made
    """
)
_CARDS = text(
    """
    UPDATE message m SET channel_id = :to, ts = NULL, permalink = NULL, shown = 0,
        attempted_at = NULL, fault = NULL, retry_at = NULL
    FROM incident i
    WHERE i.id = m.incident_id AND i.book_id = :book AND i.state <> 'resolved'
        AND m.event_id IS NULL
    RETURNING m.id
    """
)
_STORIES = text(
    """
    UPDATE message m SET channel_id = :to, ts = NULL, shown = 0, attempted_at = NULL,
        fault = NULL, retry_at = NULL
    FROM incident i
    WHERE i.id = m.incident_id AND i.book_id = :book AND i.state <> 'resolved'
        AND m.event_id IS NOT NULL
    """
)
_CLOSED = text(
    """
    UPDATE message m SET channel_id = :to, ts = NULL, permalink = NULL, shown = m.owed,
        attempted_at = NULL, fault = NULL, retry_at = NULL
    FROM incident i
    WHERE i.id = m.incident_id AND i.book_id = :book AND i.state = 'resolved'
    """
)
_NOTICES = text(
    """
    UPDATE message m SET channel_id = :to, attempted_at = NULL
    FROM notice n
    LEFT JOIN incident i ON i.id = n.about_id
    LEFT JOIN connection c ON c.id = n.connection_id
    WHERE n.id = m.notice_id AND m.channel_id = :old AND m.ts IS NULL AND m.owed > m.shown
        AND m.thread_ts IS NULL AND :book IN (n.book_id, i.book_id, c.book_id)
    """
)
_STRAY = text(
    """
    UPDATE message m SET shown = m.owed, attempted_at = NULL
    WHERE m.channel_id = :old AND m.owed > m.shown AND m.ts IS NULL
        AND NOT EXISTS (SELECT FROM book b WHERE b.channel_id = :old)
        AND NOT EXISTS (SELECT FROM notice n WHERE n.id = m.notice_id AND n.kind = 'support')
    """
)
"""What no book of the old channel is there for any more: offers of files that were dropped there,
a digest."""
