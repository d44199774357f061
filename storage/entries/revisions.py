"""What people change in entries that were refused, each time a new posting revision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    TableValuedAlias,
    case,
    column,
    func,
    literal,
    literal_column,
    not_,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.entries.entry import WAITING, Entry, NewEntry, PostingStatus
from journal.entries.entry_moves import ENTRY_MOVES, Why
from journal.entries.grounds import Ground
from storage import wire
from storage.entries.moving import is_in, listed, move_entries
from storage.tables import entry


@dataclass(frozen=True, slots=True)
class RevisionRepository:
    """Entries that are to be posted otherwise than they were."""

    sql: AsyncConnection

    async def rework(self, one: Entry, content: NewEntry) -> bool:
        """Replace what was refused with `content`, in a new posting revision.

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
        was = _version_before(one).c
        was_posted = was.status == PostingStatus.POSTED.value
        was_skipped = was.status == PostingStatus.SKIPPED.value
        was_settled = or_(was_posted, was_skipped)
        restored = move_entries(
            {
                Why.RESTORE: not_(was_settled),
                Why.RESTORE_POSTED: was_posted,
                Why.RESTORE_SKIPPED: was_skipped,
            },
            *_as_read(one),
            was.id == entry.c.id,
            **{name: was[name] for name in (*_CONTENT, *_STANDING)},
            incident_id=entry.c.incident_id if stays else case((was_settled, was.incident_id)),
            due_at=case((not_(was_settled), literal(at))),
            restates=None,
            job_id=None,
            stopped=False,
            posting_revision=entry.c.posting_revision + 1,
        )
        return bool((await self.sql.execute(restored)).rowcount)

    async def part(self, one: Entry, reference: str, at: datetime) -> Entry | None:
        """Make the version that people were asked about an entry of its own, on the same incident.

        The one before stands again. Returns the new entry, which waits as failed; None when the
        entry is not any more as it was read, or `reference` is known in the book.
        """
        kept = ("book_id", "connection_id", "accepted_at", "failed_at", "incident_id", *_CONTENT)
        status, called = literal(ENTRY_MOVES[None, Why.PART].value), literal(reference)
        asked_about = select(status, called, *(entry.c[name] for name in kept)).where(
            *_as_read(one), is_in({PostingStatus.FAILED}), entry.c.restates.is_not(None)
        )
        apart = upsert(entry).from_select(["status", "reference", *kept], asked_about)
        there = ["book_id", "reference"]
        parting = apart.on_conflict_do_nothing(index_elements=there).returning(entry)
        parted = (await self.sql.execute(parting)).first()
        if parted is None or not await self.restore(one, at):
            return None
        return wire.entry_of(parted)

    async def keep(self, one: Entry, ledger_id: str, version: str) -> bool:
        """Let what a person saw there count instead of a correction, which is not sent.

        False when the entry is not any more as it was read.
        """
        kept = move_entries(
            Why.KEEP,
            *_as_read(one),
            ledger_id=ledger_id,
            ledger_version=version,
            has_theirs=True,
            may_lose=False,
            replaces=None,
            restates=None,
            due_at=None,
            words="",
        )
        return bool((await self.sql.execute(kept)).rowcount)

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
        is_failed = is_in({PostingStatus.FAILED})
        reworked = update(entry).where(*_as_read(one), is_failed).values(**values)
        return bool((await self.sql.execute(reworked)).rowcount)

    async def redate(self, incident_id: int, to: date) -> int:
        """Give what was refused of the incident another date, each in a new posting revision.

        Returns how many. The date before stays in the description. What is on its way or
        uncertain keeps its date and its key, since the ledger may have it; so does a correction,
        since what stands on a closed day cannot be moved off it.
        """
        redated = await self.sql.execute(_REDATE, {"incident": incident_id, "to": to})
        return int(redated.rowcount)

    async def waiting_days(self, incident_id: int) -> Sequence[date]:
        """Return the days that have to be open for the incident's entries, each once.

        Those of a correction, and of what it replaces.
        """
        return list((await self.sql.execute(_DAYS, {"incident": incident_id})).scalars())


def _as_read(one: Entry) -> Sequence[ColumnElement[bool]]:
    """Return the conditions that the entry is still in the posting revision that was read."""
    return [entry.c.id == one.id, entry.c.posting_revision == one.posting_revision]


def _version_before(one: Entry) -> TableValuedAlias:
    """Return the row of the version that stood before the one people are asked about."""
    now = entry.alias()
    kept = select(now.c.restates).where(now.c.id == one.id).scalar_subquery()
    row = func.jsonb_populate_record(literal_column("NULL::entry"), kept)
    return row.table_valued(*(column(each.name, each.type) for each in entry.c), name="was")


_CONTENT = (
    "revision",
    "date",
    "sales_channel",
    "kind",
    "currency",
    "total_minor",
    "description",
    "lines",
    "prepared_by",
    "number",
    "handed_in",
)
_STANDING = (
    "attempts",
    "as_draft",
    "earlier_days",
    "numbered",
    "number_taken",
    "linked_to",
    "not_this",
    "replaces",
    "ledger_version",
    "accepted_at",
    "failed_at",
    "posted_at",
    "ledger_id",
    "ledger_url",
    "words",
)
_DAYS = text(
    f"""
    WITH waiting AS (
        SELECT date, CASE WHEN replaces IS NULL THEN '[]' ELSE earlier_days END AS stood
        FROM entry WHERE incident_id = :incident
            AND status IN {listed(WAITING)})
    SELECT date FROM waiting
    UNION SELECT CAST(jsonb_array_elements_text(stood) AS date) FROM waiting
    """  # noqa: S608  names of states alone
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
