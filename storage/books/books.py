"""Books, their connections, and what is known for preparing their entries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Row, Text, and_, cast, func, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.books.book import Account, Book, Connection, ConnectionState, Platform
from journal.books.chart import Chart
from journal.books.closed_days import ClosedDays
from journal.books.company import Company
from journal.books.rates import DayRate, Rate, RateRule
from journal.entries.entry import WAITING
from journal.entries.placing import Known
from journal.errors import NotFound
from journal.incidents.incident import Tally
from journal.ports import Books, BookStatus, Slot
from journal.seeing import Sees
from storage import wire
from storage.books import calls
from storage.books.kept import KeptCompanies
from storage.books.known import KnownReader
from storage.books.lists import ListRepository
from storage.books.rates import RateRepository
from storage.books.settling import settle_mapping
from storage.entries.moving import listed
from storage.overwriting import overwrite
from storage.seen import seen_by
from storage.tables import account, book, held_work
from storage.tables import connection as connections
from storage.wire.texts import storable

OWN_WRITES = timedelta(minutes=10)
"""How long after we wrote an entry a word of its change is taken for a word of that."""


@dataclass(frozen=True, slots=True)
class BookRepository(Books):
    """The tables of books. `kept`: charts and lists that this process has read before."""

    sql: AsyncConnection
    sees: Sees
    kept: KeptCompanies = field(default_factory=KeptCompanies)

    @override
    async def get(self, book_id: int) -> Book:
        return await self._one(book.c.id == book_id, f"book {book_id}")

    @override
    async def by_slug(self, slug: str) -> Book:
        return await self._one(book.c.slug == slug.casefold(), f'book called "{slug}"')

    async def _one(self, where: Any, what: str) -> Book:
        row = (await self.sql.execute(select(book).where(where))).first()
        if row is None or not self.sees.has(row.id):
            raise NotFound(f"There is no {what}. `jefail book list` shows those there are.")
        return wire.book_of(row)

    @override
    async def all(self) -> Sequence[Book]:
        statement = select(book).where(*seen_by(self.sees, book.c.id)).order_by(book.c.name)
        rows = await self.sql.execute(statement)
        return [wire.book_of(row) for row in rows]

    @override
    async def are_in(self, channel_id: str) -> bool:
        of_it = select(book.c.id).where(book.c.channel_id == channel_id).limit(1)
        return (await self.sql.execute(of_it)).first() is not None

    @override
    async def connection(self, connection_id: int) -> Connection:
        return await self._connection(connections.c.id == connection_id)

    @override
    async def connection_of(self, book_id: int) -> Connection:
        return await self._connection(connections.c.book_id == book_id)

    async def _connection(self, where: Any) -> Connection:
        row = (await self.sql.execute(select(connections).where(where))).first()
        if row is None or not self.sees.has(row.book_id):
            raise NotFound(
                "This book is not connected to an accounting platform yet."
                " `jefail connection add` connects it."
            )
        return wire.connection_of(row)

    @override
    async def known(self, connection: Connection) -> Known:
        return await KnownReader(self.sql, self.kept).of(connection)

    @override
    async def hold_known(self, book_id: int) -> None:
        shared = select(book.c.id).where(book.c.id == book_id).with_for_update(read=True)
        await self.sql.execute(shared)

    @override
    async def set_state(self, connection_id: int, state: ConnectionState) -> None:
        await self._update(connection_id, state=state.value)

    @override
    async def note_polled(self, connection_id: int, at: datetime) -> None:
        await self._update(connection_id, polled_at=at, unread_since=None)

    @override
    async def note_no_answer(self, connection_id: int, at: datetime) -> bool:
        began = (
            update(connections)
            .where(
                connections.c.id == connection_id,
                or_(
                    connections.c.unread_since.is_(None),
                    connections.c.unread_since < connections.c.polled_at,
                ),
            )
            .values(unread_since=at)
            .returning(connections.c.id)
        )
        return (await self.sql.execute(began)).first() is not None

    @override
    async def note_changes_read(self, connection_id: int, to: datetime) -> None:
        await self._update(connection_id, changes_read_to=to)

    @override
    async def poll_changed(
        self, platform: Platform, realm: str, ledger_ids: Iterable[str], at: datetime
    ) -> None:
        named = {"platform": platform.value, "realm": realm, "ids": [*ledger_ids], "at": at}
        named["just_now"] = at - OWN_WRITES
        await self.sql.execute(_POLL_CHANGED, named)

    @override
    async def note_looked_up_to(self, connection_id: int, entry_id: int) -> None:
        await self._update(connection_id, look_up_after=entry_id)

    @override
    async def save_closed_days(self, connection_id: int, closed: ClosedDays) -> None:
        await self._update(
            connection_id,
            closed_until=closed.until,
            closed_softly_until=closed.soft_until,
            closed_spans=[[day.isoformat() for day in span] for span in closed.spans],
        )

    @override
    async def save_posts_to(self, connection_id: int, name: str) -> None:
        await self._update(connection_id, posts_to=name)

    async def _update(self, connection_id: int, **values: Any) -> None:
        await self.sql.execute(
            update(connections).where(connections.c.id == connection_id).values(**values)
        )

    @override
    async def reserve_calls(self, connection_id: int, count: int, spacing: timedelta) -> Slot:
        return await calls.reserve(self.sql, connection_id, count, spacing)

    @override
    async def give_calls_back(self, connection_id: int, slot: Slot) -> None:
        await calls.give_back(self.sql, connection_id, slot)

    @override
    async def save_accounts(
        self, connection_id: int, accounts: Sequence[Account], at: datetime
    ) -> None:
        # Locked first: two readers of the same chart would meet at its primary key.
        await self._update(connection_id, accounts_read_at=at)
        there = {one.external_id: one for one in accounts}.values()
        rows = [
            {"external_id": storable(one.external_id), **wire.account_to_columns(one)}
            for one in there
        ]
        named = {"connection": connection_id, "rows": json.dumps(rows)}
        await self.sql.execute(_DROP_ACCOUNTS, named)
        await self.sql.execute(_KEEP_ACCOUNTS, named)
        await settle_mapping(self.sql, connection_id, Chart(tuple(accounts)))

    @override
    async def save_company(self, connection_id: int, company: Company, at: datetime) -> None:
        await self.save_accounts(connection_id, company.accounts, at)
        rules = wire.company_rules_to_json(company.rules)
        await self._update(connection_id, company_rules=rules)
        await ListRepository(self.sql).save(connection_id, company.lists)

    @override
    async def save_rates(self, connection_id: int, rates: Mapping[tuple[str, date], Rate]) -> None:
        await RateRepository(self.sql).save_read(connection_id, rates)

    @override
    async def agree_rates(
        self, book_id: int, rates: Mapping[tuple[str, date], Rate], by: str
    ) -> None:
        await RateRepository(self.sql).agree(book_id, rates, by)

    @override
    async def rates_wanted(self, incident_id: int) -> Sequence[DayRate]:
        return await RateRepository(self.sql).days_of(incident_id)

    @override
    async def save_rate_rule(self, book_id: int, rule: RateRule) -> None:
        await self.sql.execute(update(book).where(book.c.id == book_id).values(rates=rule.value))

    @override
    async def save_rounding_account(self, book_id: int, account: str) -> None:
        values = {"rounding_account": account}
        await self.sql.execute(update(book).where(book.c.id == book_id).values(values))

    @override
    async def accounts_are_old(self, connection_id: int) -> None:
        await self._update(connection_id, accounts_read_at=None)

    @override
    async def add_account(self, connection_id: int, one: Account) -> None:
        key = {"connection_id": connection_id, "external_id": one.external_id}
        await overwrite(self.sql, account, [key | wire.account_to_columns(one)])

    @override
    async def poll_times(self) -> tuple[datetime | None, datetime | None]:
        row = (
            await self.sql.execute(
                select(
                    func.max(connections.c.polled_at), func.min(connections.c.next_poll_at)
                ).where(*seen_by(self.sees, connections.c.book_id))
            )
        ).one()
        return row[0], row[1]

    @override
    async def claim_due_polls(self, at: datetime, next_at: datetime) -> Sequence[int]:
        due = (
            select(connections.c.id)
            .where(connections.c.next_poll_at <= at)
            .with_for_update(skip_locked=True)
        )
        rows = await self.sql.execute(
            update(connections)
            .where(connections.c.id.in_(due))
            .values(next_poll_at=next_at)
            .returning(connections.c.id)
        )
        return [row.id for row in rows]

    @override
    async def statuses(self, since: datetime, book_id: int | None = None) -> Sequence[BookStatus]:
        books = select(book).where(*seen_by(self.sees, book.c.id)).order_by(book.c.name)
        if book_id is not None:
            books = books.where(book.c.id == book_id)
        of_theirs = (
            select(connections, held_work.c.gave_up_at)
            .outerjoin(held_work, _IS_POSTED_TO)
            .where(*seen_by(self.sees, connections.c.book_id))
        )
        theirs = (await self.sql.execute(of_theirs)).all()
        linked = {row.book_id: wire.connection_of(row) for row in theirs}
        stopped = {row.book_id: row.gave_up_at for row in theirs}
        seen = {"seen": self.sees.ids}
        posted = {
            row.book_id: row.posted
            for row in await self.sql.execute(_POSTED_SINCE, {"since": since, **seen})
        }
        waiting: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        unchecked: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        for row in await self.sql.execute(_WAITING, seen):
            (unchecked if row.is_unchecked else waiting)[row.book_id].append(row)
        rows = (await self.sql.execute(books)).all()
        return [
            BookStatus(
                book=wire.book_of(row),
                connection=linked.get(row.id),
                posted_today=posted.get(row.id, 0),
                waiting=sum(one.entries for one in waiting[row.id]),
                amounts=tuple(Money(int(one.minor), one.currency) for one in waiting[row.id]),
                oldest_failed_at=min((one.oldest for one in waiting[row.id]), default=None),
                incidents=max((one.incidents for one in waiting[row.id]), default=0),
                stopped_at=stopped.get(row.id),
                unchecked=Tally(
                    sum(one.entries for one in unchecked[row.id]),
                    tuple(Money(int(one.minor), one.currency) for one in unchecked[row.id]),
                ),
            )
            for row in rows
        ]


_IS_POSTED_TO = and_(held_work.c.work == "post", held_work.c.key == cast(connections.c.id, Text))
_DROP_ACCOUNTS = text(
    """
    DELETE FROM account a WHERE a.connection_id = :connection AND NOT EXISTS (
        SELECT FROM jsonb_populate_recordset(NULL::account, CAST(:rows AS jsonb)) r
        WHERE r.external_id = a.external_id
    )
    """
)
_KEEP_ACCOUNTS = text(
    """
    INSERT INTO account (connection_id, external_id, name, number, kind, active, postable,
        stable_id, wants_name)
    SELECT :connection, r.external_id, r.name, r.number, r.kind, r.active, r.postable,
        r.stable_id, r.wants_name
    FROM jsonb_populate_recordset(NULL::account, CAST(:rows AS jsonb)) r
    ON CONFLICT (connection_id, external_id) DO UPDATE
    SET name = excluded.name, number = excluded.number, kind = excluded.kind,
        active = excluded.active, postable = excluded.postable, stable_id = excluded.stable_id,
        wants_name = excluded.wants_name
    WHERE (account.name, account.number, account.kind, account.active, account.postable,
        account.stable_id, account.wants_name)
    IS DISTINCT FROM (excluded.name, excluded.number, excluded.kind, excluded.active,
        excluded.postable, excluded.stable_id, excluded.wants_name)
    """
)
_POLL_CHANGED = text(
    """
    UPDATE connection c SET next_poll_at = least(c.next_poll_at, :at)
    WHERE c.platform = :platform AND c.realm = :realm AND EXISTS (
        SELECT FROM unnest(CAST(:ids AS text[])) AS changed (id)
        WHERE NOT EXISTS (
            SELECT FROM entry e WHERE e.connection_id = c.id AND e.ledger_id = changed.id
              AND (e.stands_since IS NULL OR e.stands_since > :just_now)
        )
    )
    """
)
_POSTED_SINCE = text(
    """
    SELECT book_id, count(*) AS posted FROM entry
    WHERE status = 'posted' AND posted_at >= :since
      AND (CAST(:seen AS bigint[]) IS NULL OR book_id = ANY(:seen))
    GROUP BY book_id
    """
)
_WAITING = text(
    f"""
    SELECT i.book_id, e.currency, count(*) AS entries, sum(e.total_minor) AS minor,
           min(least(i.opened_at, e.failed_at)) AS oldest,
           count(DISTINCT i.id) AS incidents, i.state = 'resolved' AS is_unchecked
    FROM (
        SELECT id, book_id, opened_at, state FROM incident WHERE state <> 'resolved'
        UNION ALL
        SELECT id, book_id, opened_at, state FROM incident
        WHERE state = 'resolved' AND how = 'fixed_in_platform' AND verified_at IS NULL
    ) i JOIN entry e ON e.incident_id = i.id
    WHERE e.status IN {listed(WAITING)}
      AND (CAST(:seen AS bigint[]) IS NULL OR i.book_id = ANY(:seen))
    GROUP BY i.book_id, e.currency, is_unchecked
    ORDER BY i.book_id, e.currency
    """  # noqa: S608  names of states alone
)
