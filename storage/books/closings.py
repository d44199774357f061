"""Months that close: what of them is not in the books, and the notice that tells it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Row, or_, select, text, true, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.books.book import NO_CHANNEL, Book
from journal.books.closing import MonthEnd, Outside
from journal.entries.entry import OUTSIDE_BOOKS, RESTING, WAITING
from journal.incidents.incident import Tally
from journal.incidents.notices import NoticeKind
from journal.ports import Closings, WatchedMonth
from storage import wire
from storage.engine.jobs import JobQueue
from storage.entries.moving import listed
from storage.slack.notices import owe_again, owe_notice
from storage.tables import book, message, notice


@dataclass(frozen=True, slots=True)
class ClosingRepository(Closings):
    """The notices of months, and the entries they count."""

    sql: AsyncConnection
    jobs: JobQueue

    @override
    async def watched(self) -> Sequence[WatchedMonth]:
        newest = (
            select(notice.c.month, notice.c.facts)
            .where(notice.c.book_id == book.c.id)
            .order_by(notice.c.month.desc())
            .limit(1)
            .lateral("newest")
        )
        statement = (
            select(book, newest.c.month, newest.c.facts)
            .outerjoin(newest, true())
            .where(
                book.c.channel_id != NO_CHANNEL,
                or_(book.c.closes_on.is_not(None), newest.c.month.is_not(None)),
            )
            .order_by(book.c.id)
        )
        return [_watched_of(row) for row in await self.sql.execute(statement)]

    @override
    async def outside(
        self, months: Sequence[WatchedMonth], before: datetime
    ) -> Mapping[tuple[int, date], Outside]:
        asked = {
            "books": [one.book.id for one in months],
            "months": [one.month for one in months],
            "before": before,
        }
        found = defaultdict(list)
        for row in await self.sql.execute(_OUTSIDE, asked):
            found[row.book_id, row.month].append(row)
        return {key: _outside_of(those) for key, those in found.items()}

    @override
    async def tell(self, one: WatchedMonth, stands: MonthEnd, at: datetime) -> bool:
        facts = _facts(stands)
        if one.told is None:
            values = {"kind": NoticeKind.CLOSE.value, "book_id": one.book.id, "month": one.month}
            made = upsert(notice).values(**values, facts=facts, at=at).on_conflict_do_nothing()
            notice_id = (await self.sql.execute(made.returning(notice.c.id))).scalar()
            if notice_id is not None:
                await owe_notice(self.sql, self.jobs, one.book.channel_id, notice_id)
            return notice_id is not None
        changed = (
            update(notice)
            .where(
                notice.c.book_id == one.book.id,
                notice.c.month == one.month,
                notice.c.facts == _facts(one.told),
            )
            .values(facts=facts)
            .returning(notice.c.id)
        )
        notice_id = (await self.sql.execute(changed)).scalar()
        if notice_id is not None:
            await self._owe_again(notice_id)
        return notice_id is not None

    async def _owe_again(self, notice_id: int) -> None:
        """Owe a newer version, but of one that someone deleted in Slack."""
        there = or_(message.c.ts.is_not(None), message.c.owed > message.c.shown)
        await owe_again(self.sql, self.jobs, message.c.notice_id == notice_id, there)

    async def told(self, notice_id: int) -> tuple[Book, MonthEnd]:
        """Return what a notice of the kind CLOSE tells."""
        statement = (
            select(book, notice.c.month, notice.c.facts)
            .join(notice, notice.c.book_id == book.c.id)
            .where(notice.c.id == notice_id)
        )
        row = (await self.sql.execute(statement)).one()
        return wire.book_of(row), _month_end_of(row.month, row.facts)


def _watched_of(row: Row[Any]) -> WatchedMonth:
    if row.month is None:
        return WatchedMonth(wire.book_of(row))
    return WatchedMonth(wire.book_of(row), row.month, _month_end_of(row.month, row.facts))


def _outside_of(those: Sequence[Row[Any]]) -> Outside:
    amounts: dict[str, int] = defaultdict(int)
    causes: dict[int, int] = defaultdict(int)
    for row in those:
        if row.waiting:
            amounts[row.currency] += int(row.minor)
        if row.waiting and row.incident_id is not None:
            causes[row.incident_id] += row.waiting
    return Outside(
        count=sum(row.waiting for row in those),
        amounts=tuple(Money(minor, currency) for currency, minor in sorted(amounts.items())),
        causes=tuple(sorted(causes.items(), key=lambda one: (-one[1], one[0]))),
        skipped=sum(row.skipped for row in those),
    )


def _facts(stands: MonthEnd) -> dict[str, Any]:
    outside = stands.outside
    return {
        "closes": stands.closes.isoformat() if stands.closes else None,
        "days_left": stands.days_left,
        **Tally(outside.count, outside.amounts).facts,
        "causes": [list(one) for one in outside.causes],
        "skipped": outside.skipped,
    }


def _month_end_of(month: date, facts: Mapping[str, Any]) -> MonthEnd:
    tally = wire.tally_in(facts)
    return MonthEnd(
        month=month,
        closes=date.fromisoformat(facts["closes"]) if facts["closes"] else None,
        days_left=facts["days_left"],
        outside=Outside(
            count=tally.count,
            amounts=tally.amounts,
            causes=tuple((incident_id, count) for incident_id, count in facts["causes"]),
            skipped=facts["skipped"],
        ),
    )


_OUTSIDE = text(
    f"""
    SELECT asked.book_id, asked.month, e.currency,
        CASE WHEN e.status IN {listed(WAITING)} THEN e.incident_id END AS incident_id,
        count(*) FILTER (WHERE e.status IN {listed(WAITING)}) AS waiting,
        coalesce(sum(e.total_minor) FILTER (WHERE e.status IN {listed(WAITING)}), 0) AS minor,
        count(*) FILTER (WHERE e.status = 'skipped') AS skipped
    FROM unnest(CAST(:books AS bigint[]), CAST(:months AS date[])) AS asked (book_id, month)
    JOIN entry e ON e.book_id = asked.book_id AND e.status IN {listed(OUTSIDE_BOOKS)}
        AND e.date >= asked.month AND e.date < asked.month + interval '1 month'
    WHERE e.status IN {listed(RESTING)} OR e.accepted_at <= :before
    GROUP BY asked.book_id, asked.month, e.currency, 4
    """  # noqa: S608  names of states alone
)
