"""Incidents, their story, and the cards owed for them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.amounts.money import Money
from journal.books.book import NO_CHANNEL
from journal.books.chart import once_each
from journal.entries.costs import Uncosted
from journal.entries.entry import UNCLAIMED, WAITING, EntryKind, PostingStatus
from journal.entries.failure import Failure, FailureReason
from journal.entries.grounds import Ground
from journal.errors import NotFound, TransitionRefused
from journal.incidents.codec import to_json
from journal.incidents.incident import (
    Case,
    Granted,
    Incident,
    IncidentState,
    Memory,
    MovedTo,
    Summary,
)
from journal.incidents.story.posting import IncidentOpened
from journal.ports import ALL_OPEN, Event, Found, OpenCases, Waiting
from storage import wire
from storage.books.books import BookRepository
from storage.books.costs import CostRepository
from storage.engine.jobs import JobQueue
from storage.entries.attempts import LACKING
from storage.entries.moving import is_in, listed
from storage.slack.notices import NoticeRepository
from storage.tables import book, connection, consent, entry, incident, incident_event, message


@dataclass(frozen=True, slots=True)
class IncidentRepository:
    """The tables of incidents. Whoever reads one to change it holds its row until commit."""

    sql: AsyncConnection
    jobs: JobQueue

    async def for_change(self, incident_id: int) -> Incident:
        """Return the incident, locked for this unit of work. Raises NotFound."""
        statement = select(incident).where(incident.c.id == incident_id).with_for_update()
        row = (await self.sql.execute(statement)).first()
        if row is None:
            raise NotFound(f"There is no incident INC-{incident_id}.")
        return wire.incident_of(row)

    async def open_for(self, found: Found, at: datetime) -> tuple[Incident, bool]:
        """Return the unresolved incident of this cause, locked; True when it is new.

        Two processes that find the same cause at once get the same incident: the second waits
        for the first at the unique index. Only then is a number lost: what joins takes none.
        """
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
            index_where=text("state <> 'resolved'"),
            set_={"fingerprint": found.fingerprint},
        )
        row = (
            await self.sql.execute(statement.returning(incident, text("(xmax = 0) AS is_new")))
        ).one()
        return wire.incident_of(row), bool(row.is_new)

    async def open_like(self, fingerprint: str) -> Incident | None:
        """Return the unresolved incident of this cause, locked, or None."""
        row = (
            await self.sql.execute(
                select(incident)
                .where(incident.c.fingerprint == fingerprint, incident.c.state != "resolved")
                .with_for_update()
            )
        ).first()
        return wire.incident_of(row) if row else None

    async def awaiting_period(self, connection_id: int) -> Sequence[int]:
        """Return the connection's open incidents that wait for their period to be opened."""
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

    async def save(self, one: Incident) -> None:
        """Write an incident that was read for change.

        Whoever was asked to connect a book again reads it in their message when it moves.

        Raises:
            TransitionRefused: it would open again beside a newer one of the same cause.
        """
        has_moved = await self._owner_reads(one)
        try:
            async with self.sql.begin_nested():
                await self.sql.execute(
                    update(incident)
                    .where(incident.c.id == one.id)
                    .values(wire.incident_to_columns(one))
                )
        except IntegrityError as error:
            raise TransitionRefused(
                "reopen", "resolved", because="A newer card has the same cause; work on that one."
            ) from error
        if has_moved:
            await NoticeRepository(self.sql, self.jobs).owner_moved(one.id)

    async def _owner_reads(self, one: Incident) -> bool:
        """Whether an owner may have been told of the incident, and it stands otherwise now."""
        if one.failure.reason is not FailureReason.CONNECTION_LOST:
            return False
        kept = select(incident.c.state).where(incident.c.id == one.id)
        state: str = (await self.sql.execute(kept)).scalar_one()
        return state != one.state.value

    async def statuses(self, incident_id: int) -> Mapping[PostingStatus, int]:
        """Return how many of the incident's entries have each status."""
        rows = await self.sql.execute(
            select(entry.c.status, func.count().label("entries"))
            .where(entry.c.incident_id == incident_id)
            .group_by(entry.c.status)
        )
        return {PostingStatus(row.status): row.entries for row in rows}

    async def digest(self, incident_id: int, entries: Sequence[int] | None = None) -> str:
        """Return what changes with any entry that waits of the incident, or its revisions.

        `entries`: of these alone, on whatever incident; of none it is "".
        """
        which = (
            and_(entry.c.incident_id == incident_id, is_in(WAITING))
            if entries is None
            else entry.c.id.in_(entries)
        )
        rows = await self.sql.execute(
            select(entry.c.id, entry.c.revision, entry.c.posting_revision)
            .where(which)
            .order_by(entry.c.id)
        )
        seen = ",".join(f"{row.id}.{row.revision}.{row.posting_revision}" for row in rows)
        return hashlib.sha256(seen.encode()).hexdigest()[:16] if seen else ""

    async def tell(self, one: Incident, event: Event, at: datetime) -> None:
        """Add `event` to the story, and owe its line in the thread.

        The first failure is told by the card itself, so it owes no line of its own.
        """
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
                    select(book.c.channel_id, text(":one"), text(":event"), func.now()).where(
                        book.c.id == one.book_id, book.c.channel_id != NO_CHANNEL
                    ),
                ),
                {"one": one.id, "event": event_id},
            )

    async def owe_card(self, one: Incident) -> None:
        """Owe the card's newest version, and have it sent once this is committed."""
        owed = upsert(message).from_select(
            ["channel_id", "incident_id", "created_at"],
            select(book.c.channel_id, text(":one"), func.now()).where(
                book.c.id == one.book_id, book.c.channel_id != NO_CHANNEL
            ),
        )
        owed = owed.on_conflict_do_update(
            index_elements=[message.c.incident_id],
            index_where=text("event_id IS NULL"),
            set_={"owed": message.c.owed + 1, "fault": None, "retry_at": None},
        )
        channel = (
            await self.sql.execute(owed.returning(message.c.channel_id), {"one": one.id})
        ).scalar()
        if channel is not None:
            await self.jobs.send_cards(channel)

    async def owe_cards_of(self, connection_id: int, reason: FailureReason) -> None:
        """Owe the open cards of one cause, since what they offer hangs on what was read now."""
        rows = await self.sql.execute(
            select(incident).where(
                incident.c.connection_id == connection_id,
                incident.c.reason == reason.value,
                incident.c.state == "open",
            )
        )
        for row in rows.all():
            await self.owe_card(wire.incident_of(row))

    async def owe_unchecked(self, connection_id: int) -> None:
        """Owe the cards of what is said to be fixed there: whether it can be checked changed."""
        rows = await self.sql.execute(
            select(incident)
            .where(incident.c.connection_id == connection_id, _IS_UNCHECKED)
            .order_by(incident.c.id)
        )
        for row in rows.all():
            await self.owe_card(wire.incident_of(row))

    async def owed_messages(self) -> int:
        """Return how many messages Slack does not show in their newest version."""
        statement = select(func.count()).where(message.c.owed > message.c.shown)
        return int((await self.sql.execute(statement)).scalar_one())

    async def case(self, incident_id: int) -> Case:
        """Return all that a card shows. Raises NotFound."""
        row = (await self.sql.execute(select(incident).where(incident.c.id == incident_id))).first()
        if row is None:
            raise NotFound(f"There is no incident INC-{incident_id}.")
        return await self._case(wire.incident_of(row))

    async def _case(self, one: Incident, *, is_whole: bool = True) -> Case:
        books, lacking = BookRepository(self.sql), await self._lacking(one)
        summary, onto = await self._summary(one.id)
        return Case(
            incident=_naming(await self._naming_all(one), lacking),
            book=await books.get(one.book_id),
            connection=await books.connection(one.connection_id),
            summary=summary,
            moved_to=await self._moved_to(one, onto) if is_whole else (),
            memory=await self._memory(one, lacking) if one.state is IncidentState.OPEN else None,
            granted=await self._granted(one),
        )

    async def _granted(self, one: Incident) -> Granted | None:
        if one.failure.reason is not FailureReason.PERMISSION:
            return None
        found = await self.sql.execute(
            select(consent.c.granted_by, consent.c.granted_at)
            .join(connection, connection.c.consent_id == consent.c.id)
            .where(connection.c.id == one.connection_id)
        )
        row = found.one()
        return Granted(row.granted_by, row.granted_at)

    async def _memory(self, one: Incident, lacking: Sequence[Uncosted]) -> Memory | None:
        """Return how the same cause was settled the last time; None: it never was."""
        asked = {
            "id": one.id,
            "fingerprint": one.fingerprint,
            "book": one.book_id,
            "reason": one.failure.reason.value,
            "channel": one.sales_channel,
            "subject": one.failure.subject,
        }
        row = (await self.sql.execute(_MEMORY, asked)).first()
        known = sum(variant.last is not None for variant in lacking)
        return replace(wire.memory_of(row), last_costs=known) if row else None

    async def claim_reminders(self, told_before: datetime, most: int) -> Sequence[Incident]:
        """Return open incidents whose connection's owner is to be reminded, locked.

        Those that were told last before then, and reminded fewer than `most` times.
        """
        asked = {"before": told_before, "most": most}
        return [wire.incident_of(row) for row in await self.sql.execute(_REMINDERS, asked)]

    async def claim_wakes(self, at: datetime) -> Sequence[tuple[Incident, Incident]]:
        """End the snoozes that are over; return each incident as it was and as it is, locked.

        Each is claimed by one process alone, however many look.
        """
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

    async def _lacking(self, one: Incident) -> Sequence[Uncosted]:
        """Return every variant that lacks a cost: a failure knows those of one entry."""
        is_costs = one.failure.reason is FailureReason.COST_MISSING
        if not is_costs or one.state is IncidentState.RESOLVED:
            return []
        return await CostRepository(self.sql).lacking(one.id)

    async def _naming_all(self, one: Incident) -> Incident:
        """Return the incident as it names what all its waiting entries lack an account for.

        A failure knows that of one entry. What was refused before such was kept has the newest's.
        """
        if one.failure.reason not in LACKING or one.state is IncidentState.RESOLVED:
            return one
        rows = (await self.sql.execute(_LACKED, {"incident": one.id})).all()
        own = (one.failure.subject, *one.failure.details)
        names = [name for row in rows for name in ([row.name] if row.name is not None else own)]
        named = once_each(name for name in names if name.strip())
        if not named:
            return one
        failure = replace(one.failure, subject=named[0], details=tuple(named[1:]))
        return replace(one, failure=failure)

    async def _summary(self, incident_id: int) -> tuple[Summary, Mapping[int, int]]:
        """Return what the entries come to, and how many went on to which other incidents."""
        parameters = {"incident": incident_id}
        rows = (await self.sql.execute(_SUMMARY, parameters)).all()
        firsts = (await self.sql.execute(_FIRSTS, parameters)).one()
        onto = {int(id_): int(count) for id_, count in (firsts.onto or {}).items()}
        return _summary_of(rows, firsts), onto

    async def _moved_to(self, one: Incident, onto: Mapping[int, int]) -> tuple[MovedTo, ...]:
        """Return where entries of the incident went, the newest first."""
        if not onto:
            return ()
        cards = {
            row.incident_id: row
            for row in await self.sql.execute(
                select(message).where(message.c.incident_id.in_(onto), message.c.event_id.is_(None))
            )
        }
        others = await self.sql.execute(
            select(incident)
            .where(incident.c.id.in_(onto), incident.c.id != one.id)
            .order_by(incident.c.id.desc())
            .limit(_MOST_MOVED_TO)
        )
        return tuple(
            [
                _moved_to_of(await self._case(wire.incident_of(row), is_whole=False), onto, cards)
                for row in others.all()
            ]
        )

    async def waiting(
        self, book_id: int | None, reason: FailureReason | None, most: int, after: int = 0
    ) -> Waiting:
        """Return what waits for people on the open incidents of a book or a reason.

        Only what is newer than the incident `after`; the ids are those of the `most` oldest.
        """
        asked = {"book": book_id, "reason": reason.value if reason else None, "after": after}
        rows = (await self.sql.execute(_WAITING, {**asked, "most": most})).all()
        return Waiting(
            incident_ids=tuple(rows[0].ids) if rows else (),
            cards=rows[0].cards if rows else 0,
            count=sum(row.entries for row in rows),
            amounts=tuple(Money(int(row.minor), row.currency) for row in rows),
        )

    async def open_channels(self) -> Sequence[str]:
        """Return the sales channels of what waits on open incidents, the first hundred."""
        return list((await self.sql.execute(_OPEN_CHANNELS)).scalars())

    async def open_cases(
        self,
        book_id: int | None,
        limit: int,
        offset: int = 0,
        only: OpenCases = ALL_OPEN,
        *,
        unchecked: bool = False,
    ) -> Sequence[Case]:
        """Return a page of unresolved cases, oldest first, of one book or of all.

        `unchecked`: also those that are said to be fixed, and were not seen in the books yet.
        """
        is_open = incident.c.state != "resolved"
        asked = only if book_id is None else replace(only, book_id=book_id)
        listed = or_(is_open, _IS_UNCHECKED) if unchecked else is_open
        statement = select(incident).where(listed, *_asked_for(asked))
        statement = statement.order_by(incident.c.id).limit(limit).offset(offset)
        rows = (await self.sql.execute(statement)).all()
        return [await self._case(wire.incident_of(row)) for row in rows]


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


def _naming(one: Incident, lacking: Sequence[Uncosted]) -> Incident:
    """Return the incident as it names what lacks a cost now."""
    if not lacking:
        return one
    named = tuple(variant.named for variant in lacking)
    reason = FailureReason.COST_MISSING
    return replace(one, failure=Failure(reason, subject=str(len(named)), details=named))


def _moved_to_of(case: Case, onto: Mapping[int, int], cards: Mapping[int, Any]) -> MovedTo:
    card = cards.get(case.incident.id)
    return MovedTo(
        case,
        onto[case.incident.id],
        (card.permalink or "") if card else "",
        (card.channel_id, card.ts) if card and card.ts else None,
    )


def _summary_of(rows: Sequence[Any], firsts: Any) -> Summary:
    counts = {"posted": 0, "skipped": 0, "waiting": 0}
    amounts: dict[str, dict[str, int]] = {"waiting": {}, "all": {}}
    for row in rows:
        group = row.status if row.status in counts else "waiting"
        counts[group] += row.entries
        for name in ("all", "waiting") if group == "waiting" else ("all",):
            sums = amounts[name]
            sums[row.currency] = sums.get(row.currency, 0) + int(row.minor)
    shown = amounts["waiting"] if counts["waiting"] else amounts["all"]
    return Summary(
        waiting=counts["waiting"],
        posted=counts["posted"],
        skipped=counts["skipped"],
        amounts=tuple(Money(minor, currency) for currency, minor in sorted(shown.items())),
        dates=tuple(firsts.dates or ()),
        first_date=min((row.first_date for row in rows), default=None),
        last_date=max((row.last_date for row in rows), default=None),
        kinds=tuple(kind for kind in EntryKind if kind.value in (firsts.kinds or ())),
        numbers=tuple(f"JF-{one}" for one in firsts.ids or ()),
        references=tuple(firsts.refs or ()),
        attempts=max((row.attempts for row in rows), default=0),
        drafts=sum(row.there for row in rows if row.status == "failed"),
        corrections=sum(row.corrections for row in rows if row.status in WAITING),
        corrects_since=min(
            (row.there_since for row in rows if row.there_since and row.status in WAITING),
            default=None,
        ),
        corrects_on=min(
            (
                date.fromisoformat(row.there_on)
                for row in rows
                if row.there_on and row.status in WAITING
            ),
            default=None,
        ),
        ledger_url=firsts.ledger_url,
        has_categories=firsts.has_categories is not False,
        channels=tuple(firsts.channels or ()),
        channel_count=firsts.channel_count,
        grounds=tuple(Ground(one) for one in firsts.grounds or ()),
    )


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
    ORDER BY 1 LIMIT 100
    """  # noqa: S608  names of states alone
)
_LACKED = text(
    f"""
    SELECT name FROM entry e
    LEFT JOIN LATERAL jsonb_array_elements_text(e.lacks) WITH ORDINALITY AS lacked (name, place)
        ON true
    WHERE e.incident_id = :incident AND e.status IN {listed(WAITING)}
    GROUP BY name ORDER BY min(e.id), min(place)
    """  # noqa: S608  names of states alone
)
_WAKES = 100
_MOST_MOVED_TO = 5
_MEMORY = text(
    """
    SELECT count(*) OVER () AS times, i.* FROM incident i
    WHERE i.state = 'resolved' AND i.id <> :id
      AND (i.fingerprint = :fingerprint OR (
          i.book_id = :book AND i.reason = :reason AND i.sales_channel = :channel
          AND i.subject = :subject AND i.subject <> ''))
      AND (i.how IS NOT NULL OR i.mending ->> 'move' <> 'resolve'
          OR (i.last_trigger = 'posted' AND i.moved_by IS NOT NULL))
    ORDER BY i.moved_at DESC, i.id DESC LIMIT 1
    """
)
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
_SUMMARY = text(
    """
    SELECT status, currency, count(*) AS entries,
        sum(CASE WHEN status = 'posted' THEN coalesce(sent_minor, total_minor)
            ELSE total_minor END) AS minor,
        min(date) AS first_date, max(date) AS last_date, max(attempts) AS attempts,
        count(ledger_id) AS there, count(replaces) AS corrections,
        min(posted_at) FILTER (WHERE replaces IS NOT NULL) AS there_since,
        min(earlier_days ->> 0) FILTER (WHERE replaces IS NOT NULL) AS there_on
    FROM entry WHERE incident_id = :incident GROUP BY status, currency
    """
)
_FIRSTS = text(
    f"""
    WITH shown AS (
        SELECT sales_channel, kind FROM entry e WHERE incident_id = :incident
          AND (status IN {listed(WAITING)} OR NOT EXISTS (
              SELECT FROM entry w WHERE w.incident_id = :incident
                AND w.status IN {listed(WAITING)})))
    SELECT array_agg(e.id ORDER BY e.date, e.id) AS ids,
        array_agg(e.reference ORDER BY e.date, e.id) AS refs,
        array_agg(DISTINCT e.date ORDER BY e.date) AS dates,
        (SELECT array_agg(DISTINCT kind) FROM shown) AS kinds,
        (SELECT array_agg(sales_channel ORDER BY entries DESC, sales_channel) FROM (
            SELECT sales_channel, count(*) AS entries FROM shown
            GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 3) most) AS channels,
        (SELECT count(DISTINCT sales_channel) FROM shown) AS channel_count,
        bool_or(e.lines = '[]' OR jsonb_path_exists(e.lines, '$[*].category')) AS has_categories,
        (SELECT ledger_url FROM entry WHERE incident_id = :incident AND status = 'posted'
         ORDER BY posted_at DESC LIMIT 1) AS ledger_url,
        (SELECT jsonb_object_agg(went.id, went.entries) FROM (
            SELECT other AS id, sum((v.facts ->> 'count')::int) AS entries
            FROM incident_event v, jsonb_array_elements_text(v.facts -> 'onto') other
            WHERE v.incident_id = :incident AND v.kind = 'moved' GROUP BY other
         ) went) AS onto,
        (SELECT array_agg(DISTINCT posted_how ORDER BY posted_how) FROM entry
         WHERE incident_id = :incident AND status = 'posted'
           AND posted_how NOT IN ('', 'sent')) AS grounds
    FROM (SELECT id, reference, date, lines FROM entry WHERE incident_id = :incident
          ORDER BY (status = 'posted'), date, id LIMIT 6) e
    """  # noqa: S608  names of states alone
)
