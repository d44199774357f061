"""What people change in entries that were refused, each time a new posting revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.entry import Entry, NewEntry, PostingStatus
from storage import wire
from storage.tables import entry


@dataclass(frozen=True, slots=True)
class RevisionRepository:
    """Entries that are to be posted otherwise than they were."""

    sql: AsyncConnection

    async def rework(self, one: Entry, content: NewEntry) -> bool:
        """Put `content` in the place of what was refused, in a new posting revision.

        What was handed in stays beside it. False when the entry is not any more as it was read.
        """
        return await self._rework(
            one,
            total_minor=content.total.minor,
            lines=[wire.line_to_json(line) for line in content.lines],
            handed_in=wire.content_to_json(one.handed_in or one.content),
            posting_revision=entry.c.posting_revision + 1,
        )

    async def link(self, one: Entry, ledger_id: str) -> bool:
        """Note which entry of the ledger a person says is this one; the poster looks it up.

        False when the entry is not any more as it was read.
        """
        return await self._rework(one, linked_to=ledger_id, not_this=None)

    async def renumber(self, one: Entry, ledger_id: str) -> bool:
        """Give it a number of its own, in a new posting revision: that entry is another.

        False when the entry is not any more as it was read.
        """
        return await self._rework(
            one,
            linked_to=None,
            not_this=ledger_id,
            numbered=entry.c.numbered + 1,
            number_taken=False,
            posting_revision=entry.c.posting_revision + 1,
        )

    async def overwrite(self, one: Entry, ledger_id: str, version: str) -> bool:
        """Let a correction take the place of what a person saw there, in a new posting revision.

        Without an id they saw that nothing is there. False when the entry is not as it was read.
        """
        return await self._rework(
            one,
            replaces=ledger_id,
            ledger_version=version,
            posting_revision=entry.c.posting_revision + 1,
        )

    async def keep(self, one: Entry, ledger_id: str, version: str) -> bool:
        """Let what a person saw there count instead of a correction, which is not sent.

        False when the entry is not any more as it was read.
        """
        return await self._rework(
            one,
            status=PostingStatus.POSTED.value,
            ledger_id=ledger_id,
            ledger_version=version,
            replaces=None,
            due_at=None,
            words="",
        )

    async def _rework(self, one: Entry, **values: Any) -> bool:
        reworked = await self.sql.execute(
            update(entry)
            .where(
                entry.c.id == one.id,
                entry.c.posting_revision == one.posting_revision,
                entry.c.status == "failed",
            )
            .values(**values)
        )
        return bool(reworked.rowcount)

    async def redate(self, incident_id: int, to: date) -> int:
        """Date what was refused of the incident anew, each in a new posting revision.

        Returns how many. The date before stays in the description. What is on its way or
        uncertain keeps its date and its key, since the ledger may have it; so does a correction,
        since what stands on a closed day cannot be moved off it.
        """
        redated = await self.sql.execute(_REDATE, {"incident": incident_id, "to": to})
        return int(redated.rowcount)

    async def waiting_days(self, incident_id: int) -> Sequence[date]:
        """Return the days that have to be open for the incident's entries, each once.

        Those of a correction, and of what it takes the place of.
        """
        return list((await self.sql.execute(_DAYS, {"incident": incident_id})).scalars())


_DAYS = text(
    """
    WITH waiting AS (
        SELECT date, CASE WHEN replaces IS NULL THEN '[]' ELSE earlier_days END AS stood
        FROM entry WHERE incident_id = :incident
            AND status IN ('failed', 'pending', 'posting', 'uncertain'))
    SELECT date FROM waiting
    UNION SELECT CAST(jsonb_array_elements_text(stood) AS date) FROM waiting
    """
)
_REDATE = text(
    """
    UPDATE entry SET
        date = :to,
        description = concat_ws(' ', nullif(coalesce(handed_in ->> 'description', description), ''),
            '(dated ' || coalesce(handed_in ->> 'date', date::text) || ' before)'),
        handed_in = coalesce(handed_in, jsonb_build_object(
            'date', date, 'description', description, 'lines', lines)),
        earlier_days = earlier_days || to_jsonb(date::text),
        posting_revision = posting_revision + 1
    WHERE incident_id = :incident AND status = 'failed' AND date < :to AND replaces IS NULL
    """
)
