"""Turns to call a platform: reserved one behind the other, and given back where not taken."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.ports import Slot

MOST_AHEAD: Final = 40
"""Calls. No run reserves as many at once: a turn that lies further ahead was left by a clock."""


async def reserve(sql: AsyncConnection, connection_id: int, count: int, spacing: timedelta) -> Slot:
    """Reserve `count` calls, `spacing` apart."""
    asked = {"id": connection_id, "taken": count * spacing, "longest": MOST_AHEAD * spacing}
    row = (await sql.execute(_RESERVE, asked)).one()
    return Slot(row.wait, row.begins_at, row.ends_at)


async def give_back(sql: AsyncConnection, connection_id: int, slot: Slot) -> None:
    """Let others have `slot`, unless someone has reserved behind it: their turn stays theirs."""
    given = {"id": connection_id, "begins_at": slot.begins_at, "ends_at": slot.ends_at}
    await sql.execute(_GIVE_BACK, given)


_RESERVE = text(
    """
    UPDATE connection
    SET next_call_at = :taken + CASE
        WHEN next_call_at > clock_timestamp() + :longest THEN clock_timestamp()
        ELSE greatest(clock_timestamp(), next_call_at) END
    WHERE id = :id
    RETURNING next_call_at - :taken AS begins_at, next_call_at AS ends_at,
        greatest(next_call_at - :taken - clock_timestamp(), interval '0') AS wait
    """
)
_GIVE_BACK = text(
    """
    UPDATE connection SET next_call_at = :begins_at
    WHERE id = :id AND next_call_at = :ends_at
    """
)
