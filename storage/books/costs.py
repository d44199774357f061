"""Unit costs as entries wait for them: which are lacking, what is known of them elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.amounts.money import Money
from journal.entries.costs import LastCost, Uncosted
from journal.incidents.cost_preview import Portion, Uncounted
from journal.incidents.incident import Incident, Tally
from storage.books.setup import DeskRepository
from storage.tables import book, incident
from storage.wire import tally_of


@dataclass(frozen=True, slots=True)
class CostRepository:
    """The costs that a card waits for. Entries of one card are of one book and sales channel."""

    sql: AsyncConnection

    async def lacking(self, incident_id: int) -> Sequence[Uncosted]:
        """Return every variant without a cost in what waits of the incident, most sold first."""
        rows = await self.sql.execute(_LACKING, {"incident": incident_id})
        return [_uncosted_of(row) for row in rows]

    async def save(self, incident: Incident, costs: Mapping[str, Money]) -> None:
        """Keep what one piece of each SKU costs in the incident's book and sales channel."""
        rows = [(incident.sales_channel, sku, cost) for sku, cost in costs.items()]
        await DeskRepository(self.sql).save_costs(incident.book_id, rows)

    async def hold(self, incident_id: int) -> None:
        """Shut out others from what is known of the incident's book; before it is locked itself."""
        of = select(incident.c.book_id).where(incident.c.id == incident_id).scalar_subquery()
        locked = select(book.c.id).where(book.c.id == of).with_for_update(key_share=True)
        await self.sql.execute(locked)

    async def uncounted(self, incident_id: int) -> Sequence[Uncounted]:
        """Return what waits of the incident, with the variants whose costs it is posted at."""
        rows = (await self.sql.execute(_UNCOUNTED, {"incident": incident_id})).all()
        by_entry = groupby(rows, key=lambda row: row.id)
        return [_uncounted_of(list(of_one)) for _entry_id, of_one in by_entry]

    async def worth(self, incident_id: int) -> Tally:
        """Return what waits of the incident, pieces at the costs that are known."""
        return tally_of((await self.sql.execute(_WORTH, {"incident": incident_id})).all())

    async def release(self, incident_id: int, at: datetime) -> int:
        """Make those refused entries due of which every variant has a cost; return how many."""
        released = await self.sql.execute(_RELEASE, {"incident": incident_id, "at": at})
        return int(released.rowcount)

    async def are_awaited(self, channel_id: str) -> bool:
        """Return whether a card in the Slack channel waits for costs."""
        awaited = await self.sql.execute(_AWAITED, {"channel": channel_id, "ts": None})
        return awaited.first() is not None

    async def awaited_in(self, channel_id: str, ts: str) -> int | None:
        """Return the incident whose card is the message `ts`, when it waits for costs."""
        row = (await self.sql.execute(_AWAITED, {"channel": channel_id, "ts": ts})).first()
        return row.incident_id if row else None

    async def thread_of(self, incident_id: int) -> tuple[str, str] | None:
        """Return the Slack channel and the `ts` of the incident's card, once it is there."""
        card = await self.sql.execute(_CARD, {"incident": incident_id})
        row = card.first()
        return (row.channel_id, row.ts) if row else None


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
                None if row.minor is None else Money(row.minor, first.currency),
            )
            for row in rows
            if row.sku is not None
        ),
        may_go=first.may_go,
    )


_PIECES = "line ? 'sku' AND NOT line ? 'minor'"
"""A line that gets its amount from a cost."""

# Pieces balance, so one side tells how many were sold. A SKU has one cost; sold in several
# currencies, it is asked for in the book's own, and what is left over stays named.
_LACKING = text(
    f"""
    WITH sold AS (
        SELECT DISTINCT ON (line ->> 'sku') line ->> 'sku' AS sku, e.currency,
            e.book_id, e.sales_channel, max(line ->> 'title') AS title,
            sum(CAST(line ->> 'quantity' AS numeric)) FILTER (WHERE line ->> 'side' = 'debit')
                AS sold,
            count(DISTINCT e.id) AS entries, max(c.currency) AS foreign_currency
        FROM entry e
        JOIN book b ON b.id = e.book_id
        CROSS JOIN jsonb_array_elements(e.lines) line
        LEFT JOIN unit_cost c ON c.book_id = e.book_id AND c.sales_channel = e.sales_channel
            AND c.sku = line ->> 'sku'
        WHERE e.incident_id = :incident
          AND e.status IN ('failed', 'pending', 'posting', 'uncertain')
          AND {_PIECES} AND c.currency IS DISTINCT FROM e.currency
        GROUP BY line ->> 'sku', e.currency, e.book_id, e.sales_channel, b.currency
        ORDER BY line ->> 'sku', (e.currency = b.currency) DESC, e.currency
    )
    SELECT sold.*, last.minor AS last_minor, last.sales_channel AS last_channel,
        last.name AS last_book, last.updated_at AS last_at
    FROM sold LEFT JOIN LATERAL (
        SELECT c.minor, c.sales_channel, c.updated_at, b.name
        FROM unit_cost c JOIN book b ON b.id = c.book_id
        WHERE c.sku = sold.sku AND c.currency = sold.currency
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
# Each side has the pieces of a variant, so one side tells how many there are.
_UNCOUNTED = text(
    f"""
    SELECT e.id, e.currency, e.total_minor, e.status <> 'posting' AS may_go,
        sold.sku, sold.title, sold.pieces, c.minor
    FROM entry e
    LEFT JOIN LATERAL (
        SELECT line ->> 'sku' AS sku, max(line ->> 'title') AS title,
            coalesce(sum(CAST(line ->> 'quantity' AS numeric))
                FILTER (WHERE line ->> 'side' = 'debit'), 0) AS pieces
        FROM jsonb_array_elements(e.lines) line WHERE {_PIECES} GROUP BY 1
    ) sold ON true
    LEFT JOIN unit_cost c ON c.book_id = e.book_id AND c.sales_channel = e.sales_channel
        AND c.sku = sold.sku AND c.currency = e.currency
    WHERE e.incident_id = :incident
      AND e.status IN ('failed', 'pending', 'posting', 'uncertain')
    ORDER BY e.date, e.id, sold.sku
    """  # noqa: S608  nothing in it comes from outside
)
# Pieces of one variant are rounded as they add up, as `journal.entries.costs.amounts` does.
_WORTH = text(
    f"""
    WITH variant AS (
        SELECT e.id, sum(CAST(line ->> 'quantity' AS numeric))
                FILTER (WHERE line ->> 'side' = 'debit') * c.minor AS minor
        FROM entry e
        CROSS JOIN jsonb_array_elements(e.lines) line
        LEFT JOIN unit_cost c ON c.book_id = e.book_id AND c.sales_channel = e.sales_channel
            AND c.sku = line ->> 'sku' AND c.currency = e.currency
        WHERE e.incident_id = :incident
          AND e.status IN ('failed', 'pending', 'posting', 'uncertain') AND {_PIECES}
        GROUP BY e.id, line ->> 'sku', c.minor
    ), costed AS (
        SELECT id, sum(round(minor)) AS minor FROM variant GROUP BY id
    )
    SELECT e.currency, count(*) AS entries,
        sum(e.total_minor + coalesce(costed.minor, 0)) AS minor
    FROM entry e LEFT JOIN costed ON costed.id = e.id
    WHERE e.incident_id = :incident
      AND e.status IN ('failed', 'pending', 'posting', 'uncertain')
    GROUP BY e.currency ORDER BY e.currency
    """  # noqa: S608  nothing in it comes from outside
)
_RELEASE = text(
    f"""
    UPDATE entry e SET status = 'pending', failed_at = NULL, due_at = :at, as_draft = false
    WHERE e.incident_id = :incident AND e.status = 'failed' AND NOT EXISTS (
        SELECT FROM jsonb_array_elements(e.lines) line
        LEFT JOIN unit_cost c ON c.book_id = e.book_id AND c.sales_channel = e.sales_channel
            AND c.sku = line ->> 'sku' AND c.currency = e.currency
        WHERE {_PIECES} AND c.sku IS NULL
    )
    """  # noqa: S608  nothing in it comes from outside
)
