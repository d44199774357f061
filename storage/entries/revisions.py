"""What people change in entries that were refused, each time a new posting revision."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.entries.entry import Entry, NewEntry, PostingStatus
from journal.entries.grounds import Ground
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
            sent_minor=None,
            handed_in=wire.content_to_json(one.handed_in or one.content),
            may_lose=False,
            posting_revision=entry.c.posting_revision + 1,
        )

    async def link(self, one: Entry, ledger_id: str) -> bool:
        """Note which entry of the ledger a person says is this one; the poster looks it up.

        False when the entry is not any more as it was read.
        """
        said = [other for other in one.not_these if other != ledger_id]
        replaced = {
            "replaces": ledger_id,
            "ledger_version": "",
            "posted_how": Ground.LINKED.value,
        }
        return await self._rework(
            one,
            linked_to=ledger_id,
            not_this=None,
            not_these=said,
            **(replaced if one.is_correction else {}),
        )

    async def renumber(self, one: Entry, ledger_id: str, numbered: int) -> bool:
        """Have it posted under the number of place `numbered`, in a new posting revision.

        `ledger_id` is another entry; a correction that was to replace that one replaces nothing.
        False when the entry is not any more as it was read.
        """
        is_replaced = one.replaces == ledger_id
        return await self._rework(
            one,
            linked_to=None,
            not_this=ledger_id,
            not_these=[*dict.fromkeys([*one.not_these, ledger_id])],
            **({"replaces": "", "posted_how": ""} if is_replaced else {}),
            numbered=numbered,
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
            restates=None,
            has_theirs=True,
            may_lose=True,
            posting_revision=entry.c.posting_revision + 1,
        )

    async def settle_question(self, one: Entry) -> bool:
        """Let a version that reads as another entry replace the one before, which is not posted.

        False when the entry is not any more as it was read.
        """
        revision = entry.c.posting_revision + 1
        return await self._rework(one, restates=None, posting_revision=revision)

    async def restore(self, one: Entry, at: datetime, *, stays: bool = False) -> bool:
        """Let the version before stand again, instead of the one that people were asked about.

        What was not posted is due `at` (aware UTC). `stays`: on the incident that asked. False
        when the entry is not as it was read.
        """
        values = {"id": one.id, "revision": one.posting_revision, "at": at, "stays": stays}
        restored = await self.sql.execute(_RESTORE, values)
        return bool(restored.rowcount)

    async def part(self, one: Entry, reference: str, at: datetime) -> Entry | None:
        """Make the version that people were asked about an entry of its own, on the same incident.

        The one before stands again. Returns the new entry, which waits as failed; None when the
        entry is not any more as it was read, or `reference` is known in the book.
        """
        values = {"id": one.id, "revision": one.posting_revision, "reference": reference}
        parted = (await self.sql.execute(_PART, values)).first()
        if parted is None or not await self.restore(one, at):
            return None
        return wire.entry_of(parted)

    async def keep(self, one: Entry, ledger_id: str, version: str) -> bool:
        """Let what a person saw there count instead of a correction, which is not sent.

        False when the entry is not any more as it was read.
        """
        return await self._rework(
            one,
            status=PostingStatus.POSTED.value,
            ledger_id=ledger_id,
            ledger_version=version,
            has_theirs=True,
            may_lose=False,
            replaces=None,
            restates=None,
            due_at=None,
            words="",
        )

    async def give(self, one: Entry, incident_id: int) -> bool:
        """Let a refused entry wait on another incident; nothing about it changes.

        False when the entry is not any more as it was read.
        """
        return await self._rework(one, incident_id=incident_id)

    async def tell_of(self, one: Entry, ledger_id: str) -> bool:
        """Remember that the team is told what else has its number. False: they were before."""
        if one.told_of == ledger_id:
            return False
        return await self._rework(one, told_of=ledger_id)

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


_CONTENT = """revision, date, sales_channel, kind, currency, total_minor, description, lines,
    prepared_by, number, handed_in"""
_STANDING = """attempts, as_draft, earlier_days, numbered, number_taken, linked_to, not_this,
    replaces, ledger_version, accepted_at, failed_at, posted_at, ledger_id, ledger_url, words"""
_AS_IT_WAS = ", ".join(
    f"{column} = was.{column}" for column in re.findall(r"\w+", f"{_CONTENT}, {_STANDING}")
)
_SETTLED = "was.status IN ('posted', 'skipped')"
_RESTORE = text(
    f"""
    UPDATE entry SET {_AS_IT_WAS},
        status = CASE WHEN {_SETTLED} THEN was.status ELSE 'pending' END,
        incident_id = CASE WHEN :stays THEN entry.incident_id
                           WHEN {_SETTLED} THEN was.incident_id END,
        due_at = CASE WHEN {_SETTLED} THEN NULL ELSE CAST(:at AS timestamptz) END,
        restates = NULL, job_id = NULL, stopped = false,
        posting_revision = entry.posting_revision + 1
    FROM jsonb_populate_record(NULL::entry, (
        SELECT restates FROM entry
        WHERE id = :id AND posting_revision = :revision AND status = 'failed')) was
    WHERE entry.id = was.id
    """  # noqa: S608  names of columns alone, written above
)
_PART = text(
    f"""
    INSERT INTO entry (book_id, connection_id, reference, status, accepted_at, failed_at,
        incident_id, {_CONTENT})
    SELECT book_id, connection_id, :reference, 'failed', accepted_at, failed_at, incident_id,
        {_CONTENT}
    FROM entry WHERE id = :id AND posting_revision = :revision AND status = 'failed'
        AND restates IS NOT NULL
    ON CONFLICT (book_id, reference) DO NOTHING
    RETURNING *
    """  # noqa: S608  names of columns alone, written above
)
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
