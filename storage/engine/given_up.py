"""Work of which a job was given up: it took its workers with it, or failed too often."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

LOOK: Final = "poll"
"""What looking at a connection is called among held work, beside posting and sending."""


@dataclass(frozen=True, slots=True)
class GivenUp:
    """Work that was not done since a job of it was given up."""

    work: str  # post, poll or send
    key: str  # a connection's id, or a channel
    since: datetime


async def note_given_up(sql: AsyncConnection, work: str, key: str) -> None:
    """Remember that a job of this work was given up, until one does it."""
    await sql.execute(_NOTE, {"work": work, "key": key})


async def given_up(sql: AsyncConnection, limit: int) -> Sequence[GivenUp]:
    """Return the work that nobody has done since it was given up, what waits longest first."""
    rows = await sql.execute(_GIVEN_UP, {"limit": limit})
    return [GivenUp(row.work, row.key, row.since) for row in rows]


_NOTE = text(
    """
    INSERT INTO held_work (work, key, gave_up_at) VALUES (:work, :key, clock_timestamp())
    ON CONFLICT (work, key) DO UPDATE SET gave_up_at = excluded.gave_up_at
    """
)
# What is held says by itself that it was done (`let_go`); a poll leaves when it was.
_GIVEN_UP = text(
    """
    SELECT h.work, h.key, h.gave_up_at AS since
    FROM held_work h LEFT JOIN connection c ON h.work = 'poll' AND c.id::text = h.key
    WHERE h.gave_up_at IS NOT NULL AND coalesce(c.polled_at <= h.gave_up_at, true)
    ORDER BY h.gave_up_at LIMIT :limit
    """
)
