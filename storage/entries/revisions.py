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
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.entries.entry import WAITING, Entry, NewEntry, PostingStatus
from journal.entries.entry_moves import ENTRY_MOVES, Why
from journal.entries.grounds import Ground
from journal.ports import Revisions
from storage import wire
from storage.entries.moving import is_in, listed, move_entries
from storage.tables import entry


@dataclass(frozen=True, slots=True)
class RevisionRepository(Revisions):
    """Entries that are to be posted otherwise than they were."""

    sql: AsyncConnection

    @override
    async def rework(self, one: Entry, content: NewEntry) -> bool:
        return await self._rework(
            one,
            total_minor=content.total.minor,
            lines=[wire.line_to_json(line) for line in content.lines],
            sent_minor=None,
            handed_in=wire.content_to_json(one.handed_in or one.content),
            may_lose=False,
            posting_revision=entry.c.posting_revision + 1,
        )

    @override
    async def link(self, one: Entry, ledger_id: str) -> bool:
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

    @override
    async def renumber(self, one: Entry, ledger_id: str, numbered: int) -> bool:
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

    @override
    async def overwrite(self, one: Entry, ledger_id: str, version: str) -> bool:
        return await self._rework(
            one,
            replaces=ledger_id,
            ledger_version=version,
            restates=None,
            has_theirs=True,
            may_lose=True,
            posting_revision=entry.c.posting_revision + 1,
        )

    @override
    async def settle_question(self, one: Entry) -> bool:
        revision = entry.c.posting_revision + 1
        return await self._rework(one, restates=None, posting_revision=revision)

    @override
    async def restore(self, one: Entry, at: datetime, *, stays: bool = False) -> bool:
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

    @override
    async def part(self, one: Entry, reference: str, at: datetime) -> Entry | None:
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

    @override
    async def keep(self, one: Entry, ledger_id: str, version: str) -> bool:
        kept = move_entries(
            Why.KEEP,
            *_as_read(one),
            ledger_id=ledger_id,
            ledger_version=version,
            stands_as="",
            changed_there=None,
            has_theirs=True,
            may_lose=False,
            # What people wrote there tells of no pieces.
            costs=case((entry.c.costs.is_not(None), literal({}, JSONB))),
            replaces=None,
            restates=None,
            due_at=None,
            words="",
        )
        return bool((await self.sql.execute(kept)).rowcount)

    @override
    async def give(self, one: Entry, incident_id: int) -> bool:
        return await self._rework(one, incident_id=incident_id)

    @override
    async def tell_of(self, one: Entry, ledger_id: str) -> bool:
        if one.told_of == ledger_id:
            return False
        return await self._rework(one, told_of=ledger_id)

    async def _rework(self, one: Entry, **values: Any) -> bool:
        is_failed = is_in({PostingStatus.FAILED})
        reworked = update(entry).where(*_as_read(one), is_failed).values(**values)
        return bool((await self.sql.execute(reworked)).rowcount)

    @override
    async def redate(self, incident_id: int, to: date) -> int:
        redated = await self.sql.execute(_REDATE, {"incident": incident_id, "to": to})
        return int(redated.rowcount)

    @override
    async def waiting_days(self, incident_id: int) -> Sequence[date]:
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
    "amounts",
    "exchange_rate",
    "adjusting",
    "reverse_on",
    "reverses",
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
    "costs",
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
