"""Connections whose books nobody has read for long: the platform is silent, or the polls are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class SilentSource:
    """A connection, and when its books were read last."""

    connection_id: int
    since: datetime


async def silent_sources(
    sql: AsyncConnection, within: timedelta, limit: int
) -> Sequence[SilentSource]:
    """Return those that were not read `within` this time, the longest first.

    One to which jefail has lost access has a card of its own.
    """
    rows = await sql.execute(_SILENT, {"within": within, "limit": limit})
    return [SilentSource(row.id, row.since) for row in rows]


_SILENT = text(
    """
    SELECT id, coalesce(polled_at, next_poll_at) AS since FROM connection
    WHERE state <> 'lost' AND coalesce(polled_at, next_poll_at) < clock_timestamp() - :within
    ORDER BY since, id LIMIT :limit
    """
)
