"""What is handed in: new entries, the same once more, and corrections."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import case, literal, or_, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from journal.book import Connection, Platform
from journal.entry import Entry, NewEntry, PostingStatus
from journal.ports import Acceptance
from storage import wire
from storage.tables import entry


@dataclass(frozen=True, slots=True)
class IntakeRepository:
    """Where entries come in."""

    sql: AsyncConnection

    async def accept(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        at: datetime,
        *,
        corrected: bool = False,
    ) -> Sequence[Acceptance]:
        """Keep those not known yet; answer for each, in order.

        Known with the same content: not taken again. A higher revision takes the place of an
        entry that is not on its way, and of one in the ledger where that can be put right there;
        `corrected` content, which may come from a file that has no revisions, is the next one.
        Anything else is an error.
        """
        taken = await self._insert_new(connection, entries, at)
        known = await self._known(connection.book_id, _beyond(taken, entries))
        answers = []
        for one in entries:
            if number := taken.pop(one.reference, None):
                answers.append(Acceptance(one.reference, number, taken=True))
            else:
                again = await self._again(connection, known, one, at, corrected=corrected)
                answers.append(again)
        return answers

    async def _known(self, book_id: int, references: Sequence[str]) -> dict[str, Entry]:
        """Return the book's entries of these references."""
        if not references:
            return {}
        rows = await self.sql.execute(
            select(entry).where(entry.c.book_id == book_id, entry.c.reference.in_(references))
        )
        return {row.reference: wire.entry_of(row) for row in rows}

    async def _insert_new(
        self, connection: Connection, entries: Sequence[NewEntry], at: datetime
    ) -> dict[str, str]:
        """Keep the first of each reference that is new; return their numbers by reference."""
        first_of: dict[str, NewEntry] = {}
        for one in entries:
            first_of.setdefault(one.reference, one)
        rows = await self.sql.execute(
            _INSERT,
            {
                "book": connection.book_id,
                "connection": connection.id,
                "at": at,
                "rows": json.dumps([_row(one) for one in first_of.values()]),
            },
        )
        return {row.reference: f"JF-{row.id}" for row in rows}

    async def _again(
        self,
        connection: Connection,
        known: dict[str, Entry],
        new: NewEntry,
        at: datetime,
        *,
        corrected: bool,
    ) -> Acceptance:
        there = known[new.reference]
        newest = there.content.revision
        # What a person changed here is the same to whoever hands it in once more.
        handed_in = there.handed_in or there.content
        if new.revision <= newest and replace(new, revision=newest) == handed_in:
            return Acceptance(new.reference, there.number, taken=False)
        if new.revision <= newest and corrected:
            new = replace(new, revision=newest + 1)
        if new.revision <= newest:
            return _refused(
                new,
                f"is known as {there.number} with other content; hand a change in as"
                f" revision {newest + 1}",
            )
        replaced = await self._replace(connection, there, new, at)
        if replaced is None:
            return _refused(new, _too_late(connection.platform, there))
        known[new.reference] = replaced
        return Acceptance(new.reference, there.number, taken=True)

    async def _replace(
        self, connection: Connection, there: Entry, new: NewEntry, at: datetime
    ) -> Entry | None:
        """Put `new` in the place of what was handed in before; None: it is too late for that."""
        row = _row(new)
        row["date"] = new.date
        may_be_replaced = or_(
            entry.c.status.in_(["pending", "failed", "skipped"]),
            literal(connection.platform.changes_in_place)
            & _WAS_POSTED
            & entry.c.ledger_id.is_not(None),
        )
        replaced = await self.sql.execute(
            update(entry)
            .where(
                entry.c.id == there.id,
                entry.c.revision == there.content.revision,
                may_be_replaced,
            )
            .values(
                **row,
                **_OF_A_CORRECTION,
                status=PostingStatus.PENDING.value,
                due_at=at,
                accepted_at=case((_WAS_POSTED, at), else_=entry.c.accepted_at),
                failed_at=None,
                handed_in=None,
                linked_to=None,
                posting_revision=entry.c.posting_revision + 1,
                stopped=False,
            )
            .returning(entry)
        )
        found = replaced.first()
        return wire.entry_of(found) if found else None


def _too_late(platform: Platform, there: Entry) -> str:
    if there.status is not PostingStatus.POSTED:
        return f"is on its way as {there.number}; hand the change in once it has got there or not"
    if not platform.takes_ours:
        return f"is in the ledger as {there.number}; correct it there"
    return (
        f"is in {platform.label} as {there.number}, where nobody can change what is posted;"
        " reverse it there and hand the right one in under another reference"
    )


def _beyond(taken: Container[str], entries: Sequence[NewEntry]) -> Sequence[str]:
    """Return the references that were known before, or that the batch names once more."""
    named = Counter(one.reference for one in entries)
    return [reference for reference, times in named.items() if times > 1 or reference not in taken]


def _refused(new: NewEntry, why: str) -> Acceptance:
    return Acceptance(new.reference, "", taken=False, error=f'"{new.reference}" {why}.')


def _row(one: NewEntry) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "revision": one.revision,
        "date": one.date.isoformat(),
        "sales_channel": one.sales_channel,
        "kind": one.kind.value,
        "currency": one.currency,
        "total_minor": one.total.minor,
        "description": one.description,
        "lines": [wire.line_to_json(line) for line in one.lines],
        "prepared_by": one.prepared_by,
    }


_WAS_POSTED = entry.c.status == "posted"
_OF_A_CORRECTION: Mapping[str, Any] = {
    # What is in the ledger stays there until it is put right, so it is known by its id and version.
    "replaces": case((_WAS_POSTED, entry.c.ledger_id), else_=entry.c.replaces),
    "ledger_id": case((_WAS_POSTED, None), else_=entry.c.ledger_id),
    "attempts": case((_WAS_POSTED, 0), else_=entry.c.attempts),
    # Whatever card it was on is done with it.
    "incident_id": case((_WAS_POSTED, None), else_=entry.c.incident_id),
    # The ledger has it on the day that it had.
    "earlier_days": text(
        "CASE WHEN status = 'posted' THEN jsonb_build_array(date::text)"
        " WHEN replaces IS NOT NULL THEN earlier_days ELSE '[]' END"
    ),
}
_INSERT = text(
    """
    INSERT INTO entry (book_id, connection_id, reference, revision, date, sales_channel, kind,
        currency, total_minor, description, lines, prepared_by, status, due_at, accepted_at)
    SELECT :book, :connection, r.reference, r.revision, r.date, r.sales_channel, r.kind,
        r.currency, r.total_minor, r.description, r.lines, r.prepared_by, 'pending', :at, :at
    FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS r(reference text, revision int, date date,
        sales_channel text, kind text, currency text, total_minor bigint, description text,
        lines jsonb, prepared_by text)
    ON CONFLICT (book_id, reference) DO NOTHING
    RETURNING id, reference
    """
)
