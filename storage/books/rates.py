"""What currencies are worth: as platforms told it, and as people agreed to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, func, text
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.amounts.money import Money
from journal.books.rates import DayRate, Rate
from journal.entries.entry import UNCLAIMED
from storage.entries.moving import listed
from storage.overwriting import overwrite
from storage.tables import agreed_rate, exchange_rate

Day = tuple[str, date]
"""A currency, and the day of the entries."""


@dataclass(frozen=True, slots=True)
class RateRepository:
    """The tables of rates."""

    sql: AsyncConnection

    async def save_read(self, connection_id: int, rates: Mapping[Day, Rate]) -> None:
        """Keep what the platform told; what it told first of a day stays."""
        if not rates:
            return
        rows = [{"connection_id": connection_id, **_columns(*one)} for one in rates.items()]
        await self.sql.execute(upsert(exchange_rate).values(rows).on_conflict_do_nothing())

    async def agree(self, book_id: int, rates: Mapping[Day, Rate], by: str) -> None:
        """Keep what a person said, in place of what was said of the same days before."""
        said = {"book_id": book_id, "updated_at": func.now(), "updated_by": by}
        rows = [{**said, **_columns(*one)} for one in rates.items()]
        await overwrite(self.sql, agreed_rate, rows)

    async def days_of(self, incident_id: int) -> Sequence[DayRate]:
        """Return the days of what waits of an incident, with the rates the platform told."""
        rows = await self.sql.execute(_DAYS, {"incident": incident_id})
        return [
            DayRate(
                row.currency,
                row.date,
                row.entries,
                Money(int(row.minor), row.currency),
                _rate_of(row) if row.value else None,
            )
            for row in rows
        ]


def _rate_of(row: Row[Any]) -> Rate:
    return Rate(Decimal(row.value), row.source, row.of_day)


def _columns(day: Day, rate: Rate) -> dict[str, Any]:
    return {
        "currency": day[0],
        "day": day[1],
        "value": str(rate.value),
        "source": rate.source,
        "of_day": rate.day,
    }


_DAYS = text(
    f"""
    SELECT e.currency, e.date, count(*) AS entries, sum(e.total_minor) AS minor,
        r.value, r.source, r.of_day
    FROM entry e
    LEFT JOIN exchange_rate r ON r.connection_id = e.connection_id
        AND r.currency = e.currency AND r.day = e.date
    WHERE e.incident_id = :incident AND e.status IN {listed(UNCLAIMED)}
    GROUP BY e.currency, e.date, r.value, r.source, r.of_day
    ORDER BY e.date, e.currency
    """  # noqa: S608  names of states alone
)
