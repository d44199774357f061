"""Incidents, their story, and the cards owed for them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Text,
    and_,
    exists,
    func,
    insert,
    literal,
    literal_column,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.books.book import NO_CHANNEL
from journal.entries.entry import UNCLAIMED, WAITING, PostingStatus
from journal.entries.failure import FailureReason
from journal.errors import NotFound, TransitionRefused
from journal.incidents.codec import to_json
from journal.incidents.incident import (
    Case,
    Incident,
)
from journal.incidents.story.event import Event
from journal.incidents.story.posting import IncidentOpened
from journal.ports import ALL_OPEN, Found, Incidents, OpenCases, Waiting
from journal.seeing import Sees
from storage import wire
from storage.engine.jobs import JobQueue
from storage.entries.moving import is_in, listed
from storage.incidents.cases import CaseReader
from storage.seen import seen_by
from storage.slack.notices import NoticeRepository
from storage.tables import book, entry, incident, incident_event, message


@dataclass(frozen=True, slots=True)
class IncidentRepository(Incidents):
    """The tables of incidents. Anyone who reads one to change it holds its row until commit."""

    sql: AsyncConnection
    jobs: JobQueue
    sees: Sees

    @override
    async def for_change(self, incident_id: int) -> Incident:
        statement = select(incident).where(incident.c.id == incident_id).with_for_update()
        return self._seen((await self.sql.execute(statement)).first(), incident_id)

    def _seen(self, row: Row[Any] | None, incident_id: int) -> Incident:
        """Return it, unless it is of a book that is not seen: that is told in the same words."""
        if row is None or not self.sees.has(row.book_id):
            raise NotFound(f"There is no incident INC-{incident_id}.")
        return wire.incident_of(row)

    @override
    async def open_for(self, found: Found, at: datetime) -> tuple[Incident, bool]:
        if there := await self.open_like(found.fingerprint):
            return there, False
        statement = upsert(incident).values(
            book_id=found.book_id,
            connection_id=found.connection_id,
            fingerprint=found.fingerprint,
            sales_channel=found.sales_channel,
            **wire.failure_to_columns(found.failure),
            state="open",
            opened_at=at,
            moved_at=at,
            note="",
        )
        statement = statement.on_conflict_do_update(
            index_elements=[incident.c.fingerprint],
            index_where=incident.c.state != literal_column("'resolved'"),
            set_={"fingerprint": found.fingerprint},
        )
        row = (
            await self.sql.execute(
                statement.returning(incident, literal_column("xmax = 0").label("is_new"))
            )
        ).one()
        return wire.incident_of(row), bool(row.is_new)

    @override
    async def open_like(self, fingerprint: str) -> Incident | None:
        row = (
            await self.sql.execute(
                select(incident)
                .where(incident.c.fingerprint == fingerprint, incident.c.state != "resolved")
                .with_for_update()
            )
        ).first()
        return wire.incident_of(row) if row else None

    @override
    async def awaiting_period(self, connection_id: int) -> Sequence[int]:
        rows = await self.sql.execute(
            select(incident.c.id)
            .where(
                incident.c.connection_id == connection_id,
                incident.c.state == "open",
                incident.c.awaited_by.is_not(None),
            )
            .order_by(incident.c.id)
        )
        return [row.id for row in rows]

    @override
    async def save(self, one: Incident) -> None:
        has_moved = await self._owner_reads(one)
        try:
            async with self.sql.begin_nested():
                await self.sql.execute(
                    update(incident)
                    .where(incident.c.id == one.id)
                    .values(wire.incident_to_columns(one))
                )
        except IntegrityError as error:
            raise TransitionRefused("A newer card has the same cause; work on that one.") from error
        if has_moved:
            await NoticeRepository(self.sql, self.jobs).note_owner_moved(one.id)

    async def _owner_reads(self, one: Incident) -> bool:
        """Whether an owner may have been told of the incident, and it stands otherwise now."""
        if one.failure.reason is not FailureReason.CONNECTION_LOST:
            return False
        kept = select(incident.c.state).where(incident.c.id == one.id)
        state: str = (await self.sql.execute(kept)).scalar_one()
        return state != one.state.value

    @override
    async def statuses(self, incident_id: int) -> Mapping[PostingStatus, int]:
        rows = await self.sql.execute(
            select(entry.c.status, func.count().label("entries"))
            .where(entry.c.incident_id == incident_id)
            .group_by(entry.c.status)
        )
        return {PostingStatus(row.status): row.entries for row in rows}

    @override
    async def digest(self, incident_id: int, entries: Sequence[int] | None = None) -> str:
        which = (
            and_(entry.c.incident_id == incident_id, is_in(WAITING))
            if entries is None
            else entry.c.id.in_(entries)
        )
        rows = await self.sql.execute(
            select(entry.c.id, entry.c.revision, entry.c.posting_revision, _CONTENT)
            .where(which)
            .order_by(entry.c.id)
        )
        seen = ",".join(
            f"{row.id}.{row.revision}.{row.posting_revision}.{row.content}" for row in rows
        )
        return hashlib.sha256(seen.encode()).hexdigest()[:16] if seen else ""

    @override
    async def tell(self, one: Incident, event: Event, at: datetime) -> None:
        event_id = (
            await self.sql.execute(
                insert(incident_event)
                .values(
                    incident_id=one.id,
                    at=at,
                    kind=event.turn.kind,
                    actor=event.actor,
                    facts=to_json(event.turn),
                )
                .returning(incident_event.c.id)
            )
        ).scalar_one()
        if not isinstance(event.turn, IncidentOpened):
            await self.sql.execute(
                insert(message).from_select(
                    ["channel_id", "incident_id", "event_id", "created_at"],
                    select(
                        book.c.channel_id,
                        literal(one.id, message.c.incident_id.type),
                        literal(event_id, message.c.event_id.type),
                        func.now(),
                    ).where(book.c.id == one.book_id, book.c.channel_id != NO_CHANNEL),
                )
            )

    @override
    async def owe_card(self, one: Incident) -> None:
        owed = upsert(message).from_select(
            ["channel_id", "incident_id", "created_at"],
            select(
                book.c.channel_id, literal(one.id, message.c.incident_id.type), func.now()
            ).where(book.c.id == one.book_id, book.c.channel_id != NO_CHANNEL),
        )
        owed = owed.on_conflict_do_update(
            index_elements=[message.c.incident_id],
            index_where=message.c.event_id.is_(None),
            set_={"owed": message.c.owed + 1, "fault": None, "retry_at": None},
        )
        channel = (await self.sql.execute(owed.returning(message.c.channel_id))).scalar()
        if channel is not None:
            await self.jobs.send_cards(channel)

    @override
    async def owe_cards_of(self, connection_id: int, reason: FailureReason) -> None:
        rows = await self.sql.execute(
            select(incident).where(
                incident.c.connection_id == connection_id,
                incident.c.reason == reason.value,
                incident.c.state == "open",
            )
        )
        for row in rows.all():
            await self.owe_card(wire.incident_of(row))

    @override
    async def owe_unchecked(self, connection_id: int) -> None:
        rows = await self.sql.execute(
            select(incident)
            .where(incident.c.connection_id == connection_id, _IS_UNCHECKED)
            .order_by(incident.c.id)
        )
        for row in rows.all():
            await self.owe_card(wire.incident_of(row))

    @override
    async def owed_messages(self) -> int:
        statement = select(func.count()).where(message.c.owed > message.c.shown)
        if theirs := seen_by(self.sees, incident.c.book_id):
            ours = select(incident.c.id).where(*theirs)
            statement = statement.where(message.c.incident_id.in_(ours))
        return int((await self.sql.execute(statement)).scalar_one())

    @override
    async def case(self, incident_id: int) -> Case:
        row = (await self.sql.execute(select(incident).where(incident.c.id == incident_id))).first()
        return await CaseReader(self.sql).read(self._seen(row, incident_id))

    @override
    async def claim_reminders(self, told_before: datetime, most: int) -> Sequence[Incident]:
        asked = {"before": told_before, "most": most}
        return [wire.incident_of(row) for row in await self.sql.execute(_REMINDERS, asked)]

    @override
    async def claim_wakes(self, at: datetime) -> Sequence[tuple[Incident, Incident]]:
        over = (
            select(incident)
            .where(incident.c.snoozed_until <= at)
            .order_by(incident.c.id)
            .limit(_WAKES)
            .with_for_update(skip_locked=True)
        )
        snoozed = [wire.incident_of(row) for row in await self.sql.execute(over)]
        woken = [(one, one.snoozed(None, by=None)) for one in snoozed]
        for _before, one in woken:
            await self.save(one)
        return woken

    @override
    async def waiting(
        self, book_id: int | None, reason: FailureReason | None, most: int, after: int = 0
    ) -> Waiting:
        asked = {"book": book_id, "reason": reason.value if reason else None, "after": after}
        limits = {"most": most, "seen": self.sees.ids}
        rows = (await self.sql.execute(_WAITING, {**asked, **limits})).all()
        return Waiting(
            incident_ids=tuple(rows[0].ids) if rows else (),
            cards=rows[0].cards if rows else 0,
            count=sum(row.entries for row in rows),
            amounts=tuple(Money(int(row.minor), row.currency) for row in rows),
        )

    @override
    async def open_channels(self) -> Sequence[str]:
        return list((await self.sql.execute(_OPEN_CHANNELS, {"seen": self.sees.ids})).scalars())

    @override
    async def open_cases(
        self,
        book_id: int | None,
        limit: int,
        offset: int = 0,
        only: OpenCases = ALL_OPEN,
        *,
        unchecked: bool = False,
    ) -> Sequence[Case]:
        is_open = incident.c.state != "resolved"
        asked = only if book_id is None else replace(only, book_id=book_id)
        listed = or_(is_open, _IS_UNCHECKED) if unchecked else is_open
        theirs = seen_by(self.sees, incident.c.book_id)
        statement = select(incident).where(listed, *_asked_for(asked), *theirs)
        statement = statement.order_by(incident.c.id).limit(limit).offset(offset)
        rows = (await self.sql.execute(statement)).all()
        return [await CaseReader(self.sql).read(wire.incident_of(row)) for row in rows]


def _asked_for(only: OpenCases) -> Sequence[ColumnElement[bool]]:
    """Return the conditions on incidents that are asked for."""
    where: list[ColumnElement[bool]] = []
    if only.book_id is not None:
        where.append(incident.c.book_id == only.book_id)
    if only.reason is not None:
        where.append(incident.c.reason == only.reason.value)
    if only.assignee is not None:
        where.append(incident.c.assignee == only.assignee)
    if only.channel_id is not None:
        books = select(book.c.id).where(book.c.channel_id == only.channel_id)
        where.append(incident.c.book_id.in_(books))
    if only.sales_channel is not None:
        waiting = select(entry.c.incident_id).where(
            is_in(WAITING), entry.c.sales_channel == only.sales_channel
        )
        where.append(incident.c.id.in_(waiting))
    return where


_CONTENT = func.md5(
    func.jsonb_build_array(
        *(entry.c.date, entry.c.currency, entry.c.total_minor, entry.c.description, entry.c.lines),
        *(entry.c.number, entry.c.amounts, entry.c.exchange_rate, entry.c.adjusting),
        *(entry.c.reverse_on, entry.c.costs, entry.c.replaces, entry.c.may_lose),
    ).cast(Text)
).label("content")
"""All that is sent of an entry, whether a revision was counted up for it or not."""
_IS_UNCHECKED = and_(
    incident.c.state == "resolved",
    incident.c.how == "fixed_in_platform",
    incident.c.verified_at.is_(None),
    exists().where(entry.c.incident_id == incident.c.id, is_in(WAITING)),
)
"""Of `ix_incident_unchecked`; one whose entries have all moved on is checked by that."""
_OPEN_CHANNELS = text(
    f"""
    SELECT DISTINCT e.sales_channel FROM entry e JOIN incident i ON i.id = e.incident_id
    WHERE i.state <> 'resolved' AND e.status IN {listed(WAITING)}
      AND e.sales_channel <> ''
      AND (CAST(:seen AS bigint[]) IS NULL OR i.book_id = ANY(:seen))
    ORDER BY 1 LIMIT 100
    """  # noqa: S608  names of states alone
)
_WAKES = 100
_REMINDERS = text(
    """
    SELECT * FROM incident
    WHERE state = 'open' AND asking IS NOT NULL
      AND CAST(asking ->> 'told_at' AS timestamptz) <= :before
      AND CAST(asking ->> 'reminded' AS int) < :most
    ORDER BY id LIMIT 100 FOR UPDATE SKIP LOCKED
    """
)
_WAITING = text(
    f"""
    WITH open AS (
        SELECT id FROM incident i WHERE state = 'open' AND id > :after
            AND book_id = coalesce(CAST(:book AS bigint), book_id)
            AND reason = coalesce(CAST(:reason AS text), reason)
            AND (CAST(:seen AS bigint[]) IS NULL OR book_id = ANY(:seen))
            AND EXISTS (SELECT 1 FROM entry e WHERE e.incident_id = i.id
                AND e.status IN {listed(UNCLAIMED)}))
    SELECT e.currency, count(*) AS entries, sum(e.total_minor) AS minor,
        (SELECT count(*) FROM open) AS cards,
        (SELECT array_agg(id) FROM (SELECT id FROM open ORDER BY id LIMIT :most) first) AS ids
    FROM open JOIN entry e ON e.incident_id = open.id
    WHERE e.status IN {listed(UNCLAIMED)}
    GROUP BY e.currency ORDER BY e.currency
    """  # noqa: S608  names of states alone
)
