"""Notices: what is told beside the cards, to a channel or to one person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, cast, func, insert, select, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.books.book import NO_CHANNEL, Connection
from journal.books.consent import Answer, Connecting, Ending
from journal.incidents.codec import from_json, to_json
from journal.incidents.notices import NewNotice, NoticeKind, word_of
from journal.ports import Notices
from storage import wire
from storage.engine.jobs import JobQueue
from storage.tables import book, consent, message, notice
from storage.tables import connection as connections


@dataclass(frozen=True, slots=True)
class NoticeRepository(Notices):
    """The table of notices, and the messages owed for them."""

    sql: AsyncConnection
    jobs: JobQueue

    @override
    async def tell(self, new: NewNotice, at: datetime) -> None:
        values = {
            "kind": new.word.kind.value,
            "about_id": new.incident_id,
            "actor": new.actor,
            "facts": to_json(new.word),
            "at": at,
        }
        await self._owe(new.channel_id, values)

    @override
    async def tell_of_end(self, connection: Connection, at: datetime) -> None:
        channel = select(book.c.channel_id).where(book.c.id == connection.book_id)
        channel_id = (await self.sql.execute(channel)).scalar_one()
        if channel_id == NO_CHANNEL:
            return
        values = {"kind": NoticeKind.END.value, "connection_id": connection.id, "at": at}
        await self._owe(channel_id, values)

    async def _owe(self, channel_id: str, values: Mapping[str, Any]) -> None:
        statement = insert(notice).values(**values).returning(notice.c.id)
        notice_id = (await self.sql.execute(statement)).scalar_one()
        await owe_notice(self.sql, self.jobs, channel_id, notice_id)

    @override
    async def tell_connecting(
        self, kind: NoticeKind, channel_id: str, told: Connecting, at: datetime
    ) -> None:
        values = {"kind": kind.value, "actor": told.asked_by, "facts": to_json(told), "at": at}
        await self._owe(channel_id, values)

    @override
    async def connecting_answered(self, link_id: int, answer: Answer) -> None:
        asked = (notice.c.kind == NoticeKind.CONFIRM.value) & (
            notice.c.facts["link_id"].as_integer() == link_id
        )
        answered = notice.c.facts.op("||")(cast({"answer": answer.value}, JSONB))
        changed = update(notice).where(asked).values(facts=answered).returning(notice.c.id)
        ids = (await self.sql.execute(changed)).scalars().all()
        await owe_again(self.sql, self.jobs, message.c.notice_id.in_(ids))

    async def connecting(self, notice_id: int) -> Connecting:
        """Return what a notice tells of a book that is connected."""
        facts = select(notice.c.facts).where(notice.c.id == notice_id)
        return from_json(Connecting, (await self.sql.execute(facts)).scalar_one())

    async def moved_to(self, notice_id: int) -> str:
        """Return the channel to which the card that a notice stands over has moved."""
        facts = select(notice.c.facts["to"].as_string()).where(notice.c.id == notice_id)
        return str((await self.sql.execute(facts)).scalar_one())

    async def note_owner_moved(self, incident_id: int) -> None:
        """Owe every word to an owner about the incident once more, as it stands now."""
        asked = select(notice.c.id).where(
            notice.c.about_id == incident_id, notice.c.kind == NoticeKind.OWNER.value
        )
        told = message.c.notice_id.in_(asked), message.c.ts.is_not(None)
        await owe_again(self.sql, self.jobs, *told)

    @override
    async def end_moved(self, connection_id: int) -> None:
        newest = (
            select(notice.c.id)
            .where(notice.c.connection_id == connection_id)
            .order_by(notice.c.id.desc())
            .limit(1)
            .scalar_subquery()
        )
        # One that is not there yet is drawn as things stand when it is sent.
        told = message.c.notice_id == newest, message.c.ts.is_not(None)
        await owe_again(self.sql, self.jobs, *told)

    async def kind_of(self, notice_id: int) -> NoticeKind:
        """Return what kind of notice it is."""
        kind = select(notice.c.kind).where(notice.c.id == notice_id)
        return NoticeKind((await self.sql.execute(kind)).scalar_one())

    async def told(self, notice_id: int) -> NewNotice | None:
        """Return what the notice tells of an incident; None: it is about a book."""
        statement = (
            select(notice, message.c.channel_id)
            .join(message, message.c.notice_id == notice.c.id)
            .where(notice.c.id == notice_id, notice.c.about_id.is_not(None))
        )
        row = (await self.sql.execute(statement)).first()
        if row is None:
            return None
        word = word_of(NoticeKind(row.kind), row.facts)
        return NewNotice(word, row.channel_id, row.about_id, row.actor)

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


async def owe_notice(
    sql: AsyncConnection,
    jobs: JobQueue,
    channel_id: str,
    notice_id: int,
    thread_ts: str | None = None,
) -> None:
    """Owe a channel a notice that was made just now, in the thread of `thread_ts` if any."""
    values = {
        "channel_id": channel_id,
        "notice_id": notice_id,
        "thread_ts": thread_ts,
        "created_at": func.now(),
    }
    await sql.execute(insert(message).values(**values))
    await jobs.send_cards(channel_id)


async def owe_again(sql: AsyncConnection, jobs: JobQueue, *which: ColumnElement[bool]) -> bool:
    """Owe a newer version of the messages of which all `which` are so; False: there are none."""
    owed = (
        update(message)
        .where(*which)
        .values(owed=message.c.owed + 1, fault=None, retry_at=None)
        .returning(message.c.channel_id)
    )
    channels = sorted(set((await sql.execute(owed)).scalars()))
    for channel_id in channels:
        await jobs.send_cards(channel_id)
    return bool(channels)
