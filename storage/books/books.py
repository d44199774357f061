"""Books, their connections, and what is known for preparing their entries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, delete, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.amounts.money import Money
from journal.books.book import Account, Book, Connection, ConnectionState, Platform
from journal.books.chart import Chart
from journal.books.closed_days import ClosedDays
from journal.entries.entry import WAITING
from journal.entries.placing import Known
from journal.errors import NotFound
from journal.incidents.incident import Tally
from journal.ports import BookStatus
from storage import wire
from storage.books.aliases import AliasRepository
from storage.books.settling import settle_mapping, settled_mapping
from storage.entries.moving import listed
from storage.tables import account, book, mapping, unit_cost
from storage.tables import connection as connections


@dataclass(frozen=True, slots=True)
class BookRepository:
    """The tables of books."""

    sql: AsyncConnection

    async def get(self, book_id: int) -> Book:
        """Return the book. Raises NotFound."""
        return await self._one(book.c.id == book_id, f"book {book_id}")

    async def by_slug(self, slug: str) -> Book:
        """Return the book with this short name, whatever its case. Raises NotFound."""
        return await self._one(book.c.slug == slug.casefold(), f'book called "{slug}"')

    async def _one(self, where: Any, what: str) -> Book:
        row = (await self.sql.execute(select(book).where(where))).first()
        if row is None:
            raise NotFound(f"There is no {what}. `jefail book list` shows those there are.")
        return wire.book_of(row)

    async def all(self) -> Sequence[Book]:
        """Return every book by name."""
        rows = await self.sql.execute(select(book).order_by(book.c.name))
        return [wire.book_of(row) for row in rows]

    async def connection(self, connection_id: int) -> Connection:
        """Return the connection. Raises NotFound."""
        return await self._connection(connections.c.id == connection_id)

    async def connection_of(self, book_id: int) -> Connection:
        """Return the book's connection. Raises NotFound when it has none yet."""
        return await self._connection(connections.c.book_id == book_id)

    async def _connection(self, where: Any) -> Connection:
        row = (await self.sql.execute(select(connections).where(where))).first()
        if row is None:
            raise NotFound(
                "This book is not connected to an accounting platform yet."
                " `jefail connection add` connects it."
            )
        return wire.connection_of(row)

    async def known(self, connection: Connection) -> Known:
        """Return the chart, mapping and costs that the connection's entries need."""
        accounts = await self.sql.execute(
            select(account).where(account.c.connection_id == connection.id)
        )
        mapped = await self.sql.execute(
            select(mapping).where(mapping.c.book_id == connection.book_id)
        )
        costed = await self.sql.execute(
            select(unit_cost).where(unit_cost.c.book_id == connection.book_id)
        )
        costs: defaultdict[str, dict[str, Money]] = defaultdict(dict)
        for row in costed:
            costs[row.sales_channel][row.sku] = Money(row.minor, row.currency)
        chart = Chart(tuple(wire.account_of(row) for row in accounts))
        mappings, unsettled = settled_mapping(mapped.all(), chart)
        aliases = await AliasRepository(self.sql).of(connection.book_id)
        return Known(
            platform=connection.platform,
            chart=chart,
            mappings=mappings,
            costs=costs,
            closed=connection.closed,
            aliases={one.name: one.account_id for one in aliases},
            unsettled=unsettled,
        )

    async def hold_known(self, book_id: int) -> None:
        """Keep others from changing mapping and costs until this unit of work ends."""
        shared = select(book.c.id).where(book.c.id == book_id).with_for_update(read=True)
        await self.sql.execute(shared)

    async def set_state(self, connection_id: int, state: ConnectionState) -> None:
        """Remember whether the platform lets us in."""
        await self._update(connection_id, state=state.value)

    async def polled(self, connection_id: int, at: datetime) -> None:
        """Remember when the connection was looked at."""
        await self._update(connection_id, polled_at=at, unread_since=None)

    async def not_answered(self, connection_id: int, at: datetime) -> bool:
        """Remember that the platform did not answer a poll; True: it had answered the one before.

        `at` is kept as when that began.
        """
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

    async def changes_read(self, connection_id: int, to: datetime) -> None:
        """Remember until when it is known here what changed in the ledger."""
        await self._update(connection_id, changes_read_to=to)

    async def poll_changed(
        self, platform: Platform, realm: str, ledger_ids: Iterable[str], at: datetime
    ) -> None:
        """Make the polls of a company due where any of its changed entries is not one of ours.

        What we posted ourselves is no news: its id is known with the platform's answer.
        """
        named = {"platform": platform.value, "realm": realm, "ids": [*ledger_ids], "at": at}
        await self.sql.execute(_POLL_CHANGED, named)

    async def looked_up_to(self, connection_id: int, entry_id: int) -> None:
        """Remember the last failed entry that was looked for, so that the next poll goes on."""
        await self._update(connection_id, look_up_after=entry_id)

    async def save_closed_days(self, connection_id: int, closed: ClosedDays) -> None:
        """Remember which days take no entries."""
        await self._update(
            connection_id,
            closed_until=closed.until,
            closed_softly_until=closed.soft_until,
            closed_spans=[[day.isoformat() for day in span] for span in closed.spans],
        )

    async def save_posts_to(self, connection_id: int, name: str) -> None:
        """Remember what people call the platform that a posting service posts to."""
        await self._update(connection_id, posts_to=name)

    async def _update(self, connection_id: int, **values: Any) -> None:
        await self.sql.execute(
            update(connections).where(connections.c.id == connection_id).values(**values)
        )

    async def reserve_calls(self, connection_id: int, count: int, spacing: timedelta) -> timedelta:
        """Reserve `count` calls to the platform, `spacing` apart; return the wait for the first.

        The row is shared by every process, so together they keep the platform's limit.
        """
        statement = text(
            """
            UPDATE connection
            SET next_call_at = greatest(clock_timestamp(), next_call_at) + :count * :spacing
            WHERE id = :id
            RETURNING greatest(
                next_call_at - :count * :spacing - clock_timestamp(), interval '0'
            ) AS wait
            """
        )
        row = (
            await self.sql.execute(
                statement, {"id": connection_id, "count": count, "spacing": spacing}
            )
        ).one()
        wait: timedelta = row.wait
        return wait

    async def save_accounts(
        self, connection_id: int, accounts: Sequence[Account], at: datetime
    ) -> None:
        """Put `accounts` in the place of the chart as it was read before."""
        # Locked first: two readers of the same chart would meet at its primary key.
        await self._update(connection_id, accounts_read_at=at)
        await self.sql.execute(delete(account).where(account.c.connection_id == connection_id))
        if accounts:
            rows = [
                {
                    "connection_id": connection_id,
                    "external_id": one.external_id,
                    **wire.account_to_columns(one),
                }
                for one in accounts
            ]
            await self.sql.execute(insert(account), rows)
        await settle_mapping(self.sql, connection_id, Chart(tuple(accounts)))

    async def accounts_are_old(self, connection_id: int) -> None:
        """Have the chart read again before the next entry is judged by it."""
        await self._update(connection_id, accounts_read_at=None)

    async def add_account(self, connection_id: int, one: Account) -> None:
        """Add an account that was made just now to the chart as it was read before."""
        values = wire.account_to_columns(one)
        row = {"connection_id": connection_id, "external_id": one.external_id, **values}
        statement = upsert(account).values(row)
        await self.sql.execute(
            statement.on_conflict_do_update(
                index_elements=[account.c.connection_id, account.c.external_id], set_=values
            )
        )

    async def poll_times(self) -> tuple[datetime | None, datetime | None]:
        """Return when a connection was last looked at, and when one will be next."""
        row = (
            await self.sql.execute(
                select(func.max(connections.c.polled_at), func.min(connections.c.next_poll_at))
            )
        ).one()
        return row[0], row[1]

    async def claim_due_polls(self, at: datetime, next_at: datetime) -> Sequence[int]:
        """Return the connections due to be looked at; each is due again at `next_at`."""
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

    async def statuses(self, since: datetime, book_id: int | None = None) -> Sequence[BookStatus]:
        """Return each book with what was posted since and what waits; four statements."""
        books = select(book).order_by(book.c.name)
        if book_id is not None:
            books = books.where(book.c.id == book_id)
        linked = {
            row.book_id: wire.connection_of(row)
            for row in await self.sql.execute(select(connections))
        }
        posted = {
            row.book_id: row.posted
            for row in await self.sql.execute(_POSTED_SINCE, {"since": since})
        }
        waiting: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        unchecked: defaultdict[int, list[Row[Any]]] = defaultdict(list)
        for row in await self.sql.execute(_WAITING):
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
                unchecked=Tally(
                    sum(one.entries for one in unchecked[row.id]),
                    tuple(Money(int(one.minor), one.currency) for one in unchecked[row.id]),
                ),
            )
            for row in rows
        ]


_POLL_CHANGED = text(
    """
    UPDATE connection c SET next_poll_at = least(c.next_poll_at, :at)
    WHERE c.platform = :platform AND c.realm = :realm AND EXISTS (
        SELECT FROM unnest(CAST(:ids AS text[])) AS changed (id)
        WHERE NOT EXISTS (
            SELECT FROM entry e WHERE e.connection_id = c.id AND e.ledger_id = changed.id
        )
    )
    """
)
_POSTED_SINCE = text(
    """
    SELECT book_id, count(*) AS posted FROM entry
    WHERE status = 'posted' AND posted_at >= :since GROUP BY book_id
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
    GROUP BY i.book_id, e.currency, is_unchecked
    ORDER BY i.book_id, e.currency
    """  # noqa: S608  names of states alone
)
