"""Messages of which a call may still arrive, though Slack was asked again since.

A call that got no answer may be carried out late: an older drawing over a newer one, or a card
that was sent again meanwhile. Once none of its calls can live any more, it is looked at again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy import func, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.slack.messages import Owed, owed_of
from storage.tables import message


@dataclass(frozen=True, slots=True)
class Doubts:
    """What is to be looked at again, in one unit of work."""

    sql: AsyncConnection

    async def note(self, ids: Sequence[UUID], wait: timedelta) -> None:
        """Have these looked at again after `wait`, in which no call of theirs outlives."""
        later = func.clock_timestamp() + wait
        await self.sql.execute(update(message).where(message.c.id.in_(ids)).values(look_at=later))

    async def next(self, channel_id: str) -> Owed | None:
        """Return what of a channel is to be looked at now."""
        row = (await self.sql.execute(_NEXT, {"channel": channel_id})).first()
        return owed_of(row, is_doubted=True) if row else None

    async def settle(self, owed: Owed) -> None:
        """Note that no other message of it is left; what it shows is drawn once more."""
        await self.sql.execute(_SETTLE, {"id": owed.id})


_NEXT = text(
    """
    SELECT m.*, card.ts AS card_ts
    FROM message m
    LEFT JOIN message card ON card.incident_id = m.incident_id AND card.event_id IS NULL
    WHERE m.channel_id = :channel AND m.look_at <= clock_timestamp()
    ORDER BY m.look_at LIMIT 1
    """
)
_SETTLE = text(
    """
    UPDATE message SET look_at = NULL, sent_after = NULL,
        owed = owed + CASE WHEN event_id IS NULL AND ts IS NOT NULL THEN 1 ELSE 0 END
    WHERE id = :id
    """
)
