"""Books that nobody could read for long: told once in their channel, closed in place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import func, insert, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.books.book import Platform
from journal.incidents.notices import NoticeKind
from journal.incidents.silence import Silence
from storage import wire
from storage.engine.jobs import JobQueue
from storage.slack.notices import owe_again, owe_notice
from storage.tables import book, message, notice


@dataclass(frozen=True, slots=True)
class SilenceRepository:
    """The table of silences, in one unit of work."""

    sql: AsyncConnection
    jobs: JobQueue

    async def tell(self, within: timedelta) -> None:
        """Owe a word of each connection that nobody has read `within` this time, once."""
        for row in (await self.sql.execute(_BEGIN, {"within": within})).all():
            values = {
                "kind": NoticeKind.SILENCE.value,
                "facts": {"silence": row.id},
                "at": func.clock_timestamp(),
            }
            made = insert(notice).values(**values).returning(notice.c.id)
            notice_id = (await self.sql.execute(made)).scalar_one()
            await owe_notice(self.sql, self.jobs, row.channel_id, notice_id)

    async def end(self) -> None:
        """Close the word of those that have been read since."""
        for silence_id in (await self.sql.execute(_END)).scalars().all():
            told = select(notice.c.id).where(
                notice.c.kind == NoticeKind.SILENCE.value,
                notice.c.facts["silence"].as_integer() == silence_id,
            )
            await owe_again(self.sql, self.jobs, message.c.notice_id.in_(told))

    async def told(self, notice_id: int) -> Silence:
        """Return the silence of a notice as it stands now."""
        row = (await self.sql.execute(_TOLD, {"notice": notice_id})).one()
        owner = await self.sql.execute(select(book).where(book.c.id == row.book_id))
        its_book = wire.book_of(owner.one())
        return Silence(row.id, its_book, Platform(row.platform), row.since, row.ended_at)


# A book without a channel is told of nowhere in Slack; lost access has a card of its own.
_BEGIN = text(
    """
    INSERT INTO silence AS s (connection_id, since)
    SELECT c.id, coalesce(c.polled_at, c.next_poll_at)
    FROM connection c JOIN book b ON b.id = c.book_id
    WHERE c.state <> 'lost' AND b.channel_id <> ''
        AND coalesce(c.polled_at, c.next_poll_at) < clock_timestamp() - CAST(:within AS interval)
    ON CONFLICT (connection_id) WHERE ended_at IS NULL DO NOTHING
    RETURNING s.id, (SELECT b.channel_id FROM connection c JOIN book b ON b.id = c.book_id
        WHERE c.id = s.connection_id) AS channel_id
    """
)
_END = text(
    """
    UPDATE silence s SET ended_at = clock_timestamp() FROM connection c
    WHERE c.id = s.connection_id AND s.ended_at IS NULL
        AND (c.polled_at > s.since OR c.state = 'lost')
    RETURNING s.id
    """
)
_TOLD = text(
    """
    SELECT s.*, c.platform, c.book_id FROM silence s
    JOIN connection c ON c.id = s.connection_id
    JOIN notice n ON (n.facts ->> 'silence')::bigint = s.id WHERE n.id = :notice
    """
)
