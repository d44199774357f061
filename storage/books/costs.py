"""Unit costs as entries wait for them: which are lacking, what is known of them elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Integer,
    Row,
    Text,
    cast,
    func,
    literal_column,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.entries.costs import LastCost, Uncosted
from journal.entries.entry import UNCLAIMED, WAITING, PostingStatus
from journal.entries.entry_moves import Why
from journal.incidents.change_cost_preview import Costed, LeftOut, NewCosts, changed_in
from journal.incidents.cost_preview import Portion, Uncounted
from journal.incidents.incident import Incident, Tally
from journal.ports import Costs, PostedAt
from journal.seeing import Sees
from storage import wire
from storage.books.setup import DeskRepository
from storage.books.variants import is_costed, variants_of, worth_of
from storage.entries.moving import given_rows, is_in, listed, move_entries
from storage.tables import book, entry, incident
from storage.wire import tally_of


@dataclass(frozen=True, slots=True)
class CostRepository(Costs):
    """The costs that a card waits for. Entries of one card are of one book and sales channel."""

    sql: AsyncConnection
    sees: Sees

    @override
    async def lacking(self, incident_id: int) -> Sequence[Uncosted]:
        rows = await self.sql.execute(_LACKING, {"incident": incident_id, "seen": self.sees.ids})
        return [_uncosted_of(row) for row in rows]

    @override
    async def save(self, incident: Incident, costs: Mapping[str, Money]) -> None:
        rows = [(incident.sales_channel, sku, cost) for sku, cost in costs.items()]
        await DeskRepository(self.sql).save_costs(incident.book_id, rows)

    @override
    async def hold(self, incident_id: int) -> None:
        of = select(incident.c.book_id).where(incident.c.id == incident_id).scalar_subquery()
        locked = select(book.c.id).where(book.c.id == of).with_for_update(key_share=True)
        await self.sql.execute(locked)

    @override
    async def hold_book(self, book_id: int) -> None:
        locked = select(book.c.id).where(book.c.id == book_id).with_for_update(key_share=True)
        await self.sql.execute(locked)

    @override
    async def keep(self, book_id: int, sales_channel: str, costs: Mapping[str, Money]) -> None:
        rows = [(sales_channel, sku, cost) for sku, cost in costs.items()]
        await DeskRepository(self.sql).save_costs(book_id, rows)

    @override
    async def posted_at(self, book_id: int, asked: PostedAt, most: int) -> Sequence[Costed]:
        parameters = {
            "book": book_id,
            "channel": asked.sales_channel,
            "currency": asked.currency,
            "skus": list(asked.skus),
            "since": asked.since,
            "entry": asked.entry_id,
            "limit": most + 1,
        }
        rows = (await self.sql.execute(_POSTED_AT, parameters)).all()
        by_entry = groupby(rows, key=lambda row: row.id)
        return [_costed_of(list(of_one)) for _entry_id, of_one in by_entry]

    @override
    async def left_out(self, book_id: int, asked: PostedAt, most: int) -> Sequence[LeftOut]:
        parameters = {
            "book": book_id,
            "channel": asked.sales_channel,
            "skus": list(asked.skus),
            "since": asked.since,
            "limit": most,
        }
        rows = await self.sql.execute(_LEFT_OUT, parameters)
        return [LeftOut(f"JF-{row.id}", row.is_unknown, row.incident_id) for row in rows]

    @override
    async def post_at(
        self, incident_id: int, entries: Sequence[Costed], costs: NewCosts, at: datetime
    ) -> int:
        rows = [
            {
                "id": one.id,
                "posting_revision": one.posting_revision,
                "costs": wire.costs_to_json(changed_in(one, costs)),
            }
            for one in entries
        ]
        changed = move_entries(
            Why.CHANGE_COST,
            entry.c.id == _CHANGED.id,
            entry.c.posting_revision == _CHANGED.posting_revision,
            entry.c.ledger_id.is_not(None),
            entry.c.changed_there.is_(None),
            costs=entry.c.costs.op("||")(_CHANGED.costs),
            incident_id=incident_id,
            due_at=at,
            accepted_at=at,
            failed_at=None,
            attempts=0,
            replaces=entry.c.ledger_id,
            ledger_id=None,
            earlier_days=func.jsonb_build_array(cast(entry.c.date, Text)),
            linked_to=None,
            may_lose=False,
            stopped=False,
            as_draft=False,
            posting_revision=entry.c.posting_revision + 1,
        )
        count = (await self.sql.execute(changed, {"rows": rows})).rowcount
        # A reversal that is not in the ledger is sent at the new costs: nothing is corrected.
        waiting = update(entry).where(
            entry.c.reverses == _CHANGED.id,
            entry.c.replaces.is_(None),
            is_in(UNCLAIMED - {PostingStatus.UNCERTAIN}),
        )
        await self.sql.execute(
            waiting.values(costs=entry.c.costs.op("||")(_CHANGED.costs)), {"rows": rows}
        )
        return count

    @override
    async def uncounted(self, incident_id: int) -> Sequence[Uncounted]:
        rows = (await self.sql.execute(_UNCOUNTED, {"incident": incident_id})).all()
        by_entry = groupby(rows, key=lambda row: row.id)
        return [_uncounted_of(list(of_one)) for _entry_id, of_one in by_entry]

    @override
    async def worth(self, incident_id: int) -> Tally:
        return tally_of((await self.sql.execute(_WORTH, {"incident": incident_id})).all())

    @override
    async def release(self, incident_id: int, at: datetime) -> int:
        released = move_entries(
            Why.ADD_COSTS,
            entry.c.incident_id == incident_id,
            literal_column(is_costed("entry"), Boolean),
            failed_at=None,
            due_at=at,
            as_draft=False,
        )
        return (await self.sql.execute(released)).rowcount

    @override
    async def are_awaited(self, channel_id: str) -> bool:
        awaited = await self.sql.execute(_AWAITED, {"channel": channel_id, "ts": None})
        return awaited.first() is not None

    @override
    async def awaited_in(self, channel_id: str, ts: str) -> int | None:
        row = (await self.sql.execute(_AWAITED, {"channel": channel_id, "ts": ts})).first()
        return row.incident_id if row else None

    @override
    async def thread_of(self, incident_id: int) -> tuple[str, str] | None:
        card = await self.sql.execute(_CARD, {"incident": incident_id})
        row = card.first()
        return (row.channel_id, row.ts) if row else None


def _costed_of(rows: Sequence[Row[Any]]) -> Costed:
    """Return one posted entry of its rows, a variant each."""
    first = rows[0]
    return Costed(
        id=first.id,
        posting_revision=first.posting_revision,
        day=first.date,
        fixed=Money(first.total_minor, first.currency),
        portions=tuple(
            Portion(row.sku, row.title or "", row.pieces, Money(row.unit_minor, first.currency))
            for row in rows
        ),
        incident_id=first.incident_id,
    )


def _uncosted_of(row: Row[Any]) -> Uncosted:
    last = None
    if row.last_minor is not None:
        cost = Money(row.last_minor, row.currency)
        last = LastCost(cost, row.last_book, row.last_channel, row.last_at)
    return Uncosted(
        sku=row.sku,
        title=row.title or "",
        sold=row.sold,
        entries=row.entries,
        currency=row.currency,
        foreign=row.foreign_currency or "",
        last=last,
    )


def _uncounted_of(rows: Sequence[Row[Any]]) -> Uncounted:
    """Return one entry of its rows, a variant each; an entry without variants has a row too."""
    first = rows[0]
    return Uncounted(
        id=first.id,
        fixed=Money(first.total_minor, first.currency),
        portions=tuple(
            Portion(
                row.sku,
                row.title or "",
                row.pieces,
                None if row.unit_minor is None else Money(row.unit_minor, first.currency),
            )
            for row in rows
            if row.sku is not None
        ),
        may_go=first.may_go,
    )


_WAITS = f"e.incident_id = :incident AND e.status IN {listed(WAITING)}"
# A SKU has one cost; sold in several currencies, it is asked for in the book's own, and what is
# left over stays named.
_LACKING = text(
    f"""
    WITH sold AS (
        SELECT DISTINCT ON (variant.sku) variant.sku, e.currency, e.book_id, e.sales_channel,
            max(variant.title) AS title, sum(variant.pieces) AS sold, count(*) AS entries,
            max(variant.foreign_currency) AS foreign_currency
        FROM entry e JOIN book b ON b.id = e.book_id
        CROSS JOIN LATERAL ({variants_of("e")}) variant
        WHERE {_WAITS} AND variant.unit_minor IS NULL
        GROUP BY variant.sku, e.currency, e.book_id, e.sales_channel, b.currency
        ORDER BY variant.sku, (e.currency = b.currency) DESC, e.currency
    )
    SELECT sold.*, last.minor AS last_minor, last.sales_channel AS last_channel,
        last.name AS last_book, last.updated_at AS last_at
    FROM sold LEFT JOIN LATERAL (
        SELECT c.minor, c.sales_channel, c.updated_at, b.name
        FROM unit_cost c JOIN book b ON b.id = c.book_id
        WHERE c.sku = sold.sku AND c.currency = sold.currency
          AND (CAST(:seen AS bigint[]) IS NULL OR c.book_id = ANY(:seen))
        ORDER BY (c.book_id = sold.book_id) DESC, c.updated_at DESC LIMIT 1
    ) last ON true
    ORDER BY sold.sold DESC, sold.sku
    """  # noqa: S608  nothing in it comes from outside
)
_CARD = text(
    """
    SELECT channel_id, ts FROM message
    WHERE incident_id = :incident AND event_id IS NULL AND ts IS NOT NULL
    """
)
_AWAITED = text(
    """
    SELECT m.incident_id FROM message m JOIN incident i ON i.id = m.incident_id
    WHERE m.channel_id = :channel AND m.event_id IS NULL AND m.ts IS NOT NULL
      AND i.reason = 'cost_missing' AND i.state <> 'resolved'
      AND (CAST(:ts AS text) IS NULL OR m.ts = :ts)
    LIMIT 1
    """
)
_UNCOUNTED = text(
    f"""
    SELECT e.id, e.currency, e.total_minor, e.status IN {listed(UNCLAIMED)} AS may_go,
        variant.sku, variant.title, variant.pieces, variant.unit_minor
    FROM entry e LEFT JOIN LATERAL ({variants_of("e")}) variant ON true
    WHERE {_WAITS}
    ORDER BY e.date, e.id, variant.sku
    """  # noqa: S608  nothing in it comes from outside
)
_CHANGED = given_rows(id=BigInteger, posting_revision=Integer, costs=JSONB).c
# `costs` is what the index is of; entries that hold other pieces are never read.
_POSTED_AT = text(
    f"""
    WITH posted AS (
        SELECT * FROM entry e
        WHERE e.book_id = :book AND e.status = 'posted' AND e.ledger_id IS NOT NULL
          AND e.currency = :currency AND e.costs <> '{{}}' AND e.changed_there IS NULL
          AND (e.id = :entry OR e.reverses = :entry OR (e.sales_channel = :channel
              AND e.date >= CAST(:since AS date) AND e.costs ?| CAST(:skus AS text[])))
        ORDER BY e.date, e.id LIMIT :limit)
    SELECT e.id, e.posting_revision, e.date, e.currency, e.total_minor, e.incident_id,
        variant.sku, variant.title, variant.pieces, variant.unit_minor
    FROM posted e CROSS JOIN LATERAL ({variants_of("e")}) variant
    WHERE variant.unit_minor IS NOT NULL
    ORDER BY e.date, e.id, variant.sku
    """  # noqa: S608  nothing in it comes from outside
)
_LEFT_OUT = text(
    f"""
    SELECT id, status = 'posted' AND changed_there IS NULL AS is_unknown, incident_id
    FROM entry e
    WHERE book_id = :book AND sales_channel = :channel AND date >= CAST(:since AS date)
      AND ((costs = '{{}}' AND status = 'posted'
              AND EXISTS (SELECT FROM jsonb_array_elements(e.lines) line
                  WHERE line ->> 'sku' = ANY (CAST(:skus AS text[])) AND NOT line ? 'minor'))
          OR (costs ?| CAST(:skus AS text[]) AND status IN {listed(WAITING)}
              AND (reverses IS NULL OR replaces IS NOT NULL))
          OR (costs ?| CAST(:skus AS text[]) AND status = 'posted'
              AND changed_there IS NOT NULL))
    ORDER BY date, id LIMIT :limit
    """  # noqa: S608  names of states alone
)
_WORTH = text(
    f"""
    SELECT e.currency, count(*) AS entries, sum({worth_of("e")}) AS minor
    FROM entry e WHERE {_WAITS}
    GROUP BY e.currency ORDER BY e.currency
    """  # noqa: S608  nothing in it comes from outside
)
