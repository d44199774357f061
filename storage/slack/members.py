"""Who is in the channels of books, as Slack told of it last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.ports import Members
from storage.tables import channel_member, channel_read

_NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class DueChannel:
    """A channel whose members are to be read now."""

    id: str
    changes: int  # how often someone came or went until then, as Slack told


@dataclass(frozen=True, slots=True)
class MemberRepository(Members):
    """The tables of channels' members, in one unit of work."""

    sql: AsyncConnection

    async def claim_due(self, at: datetime, again: datetime, most: int) -> Sequence[DueChannel]:
        """Return up to `most` channels to be read now, those never read first; each once.

        Each is due `again` then. What is kept of channels that are of no book any more is dropped,
        so that nobody is taken for a member when one comes back.
        """
        await self.sql.execute(_DROP_STRAY)
        await self.sql.execute(_ADD_NEW, {"at": at})
        rows = await self.sql.execute(_CLAIM, {"at": at, "again": again, "most": most})
        return [DueChannel(row.channel_id, row.changes) for row in rows]

    async def keep(self, channel: DueChannel, people: Collection[str], at: datetime) -> bool:
        """Put `people` in place of the members known before.

        False, and nothing is changed: someone came or went since the reading began, so the channel
        is read once more.
        """
        kept = (
            update(channel_read)
            .where(channel_read.c.channel_id == channel.id)
            .where(channel_read.c.changes == channel.changes)
            .values(read_at=at)
            .returning(channel_read.c.channel_id)
        )
        if (await self.sql.execute(kept)).first() is None:
            await self.read_again(channel.id, at)
            return False
        others = channel_member.c.person_id.not_in(sorted(people))
        of_it = channel_member.c.channel_id == channel.id
        await self.sql.execute(delete(channel_member).where(of_it, others))
        rows = [{"channel_id": channel.id, "person_id": one} for one in sorted(people)]
        if rows:
            await self.sql.execute(upsert(channel_member).on_conflict_do_nothing(), rows)
        return True

    async def read_again(self, channel_id: str, at: datetime, wait: timedelta = _NO_TIME) -> None:
        """Have a channel read again `wait` after `at`."""
        due = update(channel_read).where(channel_read.c.channel_id == channel_id)
        await self.sql.execute(due.values(due_at=at + wait))

    @override
    async def came(self, channel_id: str, person_id: str, at: datetime) -> None:
        if await self._changed(channel_id, at):
            row = {"channel_id": channel_id, "person_id": person_id}
            await self.sql.execute(upsert(channel_member).values(row).on_conflict_do_nothing())

    @override
    async def went(self, channel_id: str, person_id: str, at: datetime) -> None:
        await self._changed(channel_id, at)
        gone = delete(channel_member).where(channel_member.c.channel_id == channel_id)
        await self.sql.execute(gone.where(channel_member.c.person_id == person_id))

    @override
    async def close(self, channel_id: str, at: datetime) -> None:
        await self._changed(channel_id, at)
        gone = delete(channel_member).where(channel_member.c.channel_id == channel_id)
        await self.sql.execute(gone)

    async def _changed(self, channel_id: str, at: datetime) -> bool:
        """Count a change of a channel, and have it read soon; False: it is of no book."""
        counted = (
            update(channel_read)
            .where(channel_read.c.channel_id == channel_id)
            .values(changes=channel_read.c.changes + 1, due_at=at)
            .returning(channel_read.c.channel_id)
        )
        return (await self.sql.execute(counted)).first() is not None


_OF_A_BOOK = "SELECT FROM book b WHERE b.channel_id = r.channel_id"
_DROP_STRAY = text(
    f"""
    WITH stray AS (DELETE FROM channel_read r WHERE NOT EXISTS ({_OF_A_BOOK}) RETURNING channel_id)
    DELETE FROM channel_member m USING stray WHERE m.channel_id = stray.channel_id
    """  # noqa: S608  no part of it comes from outside
)
_ADD_NEW = text(
    """
    INSERT INTO channel_read (channel_id, due_at)
    SELECT DISTINCT channel_id, CAST(:at AS timestamptz) FROM book b
    WHERE channel_id <> ''
      AND NOT EXISTS (SELECT FROM channel_read r WHERE r.channel_id = b.channel_id)
    ON CONFLICT DO NOTHING
    """
)
_CLAIM = text(
    """
    UPDATE channel_read r SET due_at = :again
    FROM (
        SELECT channel_id FROM channel_read WHERE due_at <= :at
        ORDER BY read_at IS NOT NULL, due_at, channel_id LIMIT :most FOR UPDATE SKIP LOCKED
    ) due
    WHERE r.channel_id = due.channel_id
    RETURNING r.channel_id, r.changes
    """
)
