"""What is handed in: new entries, the same once more, and corrections."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, any_, case, func, literal, not_, or_, select, text
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.books.book import Connection
from journal.entries.entry import Entry, NewEntry
from journal.entries.entry_moves import ENTRY_MOVES, Why
from journal.entries.handing_in import (
    Decision,
    Fate,
    decide,
    entry_meant,
    is_alike,
    is_version_of,
    too_late,
)
from journal.entries.numbering import Names, day_name
from journal.ports import Acceptance, Intake
from storage import wire
from storage.entries.moving import move_entries
from storage.tables import entry

_NO_NAMES = Names()


@dataclass(frozen=True, slots=True)
class IntakeRepository(Intake):
    """Where entries come in."""

    sql: AsyncConnection

    @override
    async def accept(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        at: datetime,
        *,
        corrected: bool = False,
        names: Mapping[str, Names] | None = None,
        together: bool = False,
    ) -> Sequence[Acceptance]:
        if together:
            foreseen = await self.preview(connection, entries, corrected=corrected, names=names)
            if any(one.error for one in foreseen):
                return [replace(one, taken=False) for one in foreseen]
        asked = await self._by_other_names(connection, entries, names or {})
        new = [one for one in asked if isinstance(one, NewEntry)]
        taken = await self._insert_new(connection, new, at)
        known = await self._known(connection.book_id, _beyond(taken, new))
        known |= await self._known(connection.book_id, _day_names(new, known))
        answers = []
        for handed_in, one in zip(entries, asked, strict=True):
            if isinstance(one, Decision):
                answers.append(_refused(handed_in, one))
            elif number := taken.pop(one.reference, None):
                answers.append(Acceptance(handed_in.reference, number, taken=True))
            else:
                again = await self._again(connection, known, one, at, corrected=corrected)
                answers.append(replace(again, reference=handed_in.reference))
        return answers

    @override
    async def preview(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        *,
        corrected: bool = False,
        names: Mapping[str, Names] | None = None,
    ) -> Sequence[Acceptance]:
        asked = await self._by_other_names(connection, entries, names or {})
        new = [one for one in asked if isinstance(one, NewEntry)]
        known = await self._known(connection.book_id, [one.reference for one in new])
        known |= await self._known(connection.book_id, _day_names(new, known))
        answers = []
        for handed_in, one in zip(entries, asked, strict=True):
            if isinstance(one, Decision):
                answers.append(_refused(handed_in, one))
                continue
            there = entry_meant(one, known, [day_name(one.reference, one.date)])
            if there is None:
                known[one.reference] = _unsaved(connection, one)
                answers.append(Acceptance(handed_in.reference, "", taken=True))
                continue
            again = replace(one, reference=there.content.reference)
            decision = decide(there, again, connection.platform, corrected=corrected)
            answers.append(replace(_answer(there, decision), reference=handed_in.reference))
        return answers

    async def _by_other_names(
        self,
        connection: Connection,
        entries: Sequence[NewEntry],
        names: Mapping[str, Names],
    ) -> Sequence[NewEntry | Decision]:
        """Return each under the reference by which it is known; or why it is not to be taken."""
        if not names:
            return entries
        wanted = {other for one in names.values() for other in one.others} | names.keys()
        known = await self._known(connection.book_id, wanted)
        elsewhere = await self._numbered_elsewhere(connection.book_id, entries, names, known)
        asked: list[NewEntry | Decision] = []
        for one in entries:
            there = entry_meant(one, known, names.get(one.reference, _NO_NAMES).others)
            twin = elsewhere.get(one.reference)
            if there is not None:
                asked.append(replace(one, reference=there.content.reference))
            elif twin is not None and is_alike(twin, one):
                asked.append(Decision(Fate.REFUSED, one, _seen_in_another_file(twin)))
            else:
                asked.append(one)
        return asked

    async def _numbered_elsewhere(
        self,
        book_id: int,
        entries: Sequence[NewEntry],
        names: Mapping[str, Names],
        known: Container[str],
    ) -> Mapping[str, Entry]:
        """Return, by reference, what has the day and number of an entry after another file's name.

        A file that is downloaded once more has another name: "july (1)".
        """
        numbers = {
            one.reference: names[one.reference].number
            for one in entries
            if one.reference in names and one.reference not in known
        }
        if not any(numbers.values()):
            return {}
        rows = await self.sql.execute(
            select(entry).where(
                entry.c.book_id == book_id,
                entry.c.date.in_({one.date for one in entries}),
                or_(
                    *(
                        func.right(entry.c.reference, len(number) + 1) == f" {number}"
                        for number in {*numbers.values()}
                        if number
                    )
                ),
            )
        )
        there = [wire.entry_of(row) for row in rows]
        return {
            one.reference: twin
            for one in entries
            for twin in there
            if twin.content.date == one.date
            and twin.content.reference.endswith(f" {numbers.get(one.reference) or chr(0)}")
        }

    async def _known(self, book_id: int, references: Collection[str]) -> dict[str, Entry]:
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
                "status": ENTRY_MOVES[None, Why.HAND_IN].value,
                "rows": await asyncio.to_thread(_written, list(first_of.values())),
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
        there = entry_meant(new, known, [day_name(new.reference, new.date)])
        there = there or known[new.reference]
        new = replace(new, reference=there.content.reference)
        decision = decide(there, new, connection.platform, corrected=corrected)
        if decision.fate not in (Fate.CORRECTION, Fate.ASKED):
            return _answer(there, decision)
        replaced = await self._replace(connection, there, decision, at)
        if replaced is None:
            late = too_late(connection.platform, there)
            return _answer(there, Decision(Fate.REFUSED, new, late, decision.restated))
        known[new.reference] = replaced
        return _answer(there, decision)

    async def _replace(
        self, connection: Connection, there: Entry, decision: Decision, at: datetime
    ) -> Entry | None:
        """Put a new version where the one before stands; None: it is too late for that."""
        new = decision.new
        row = _row(new)
        row["date"], row["reverse_on"] = new.date, new.reverse_on
        changes_in_place = literal(connection.platform.changes_in_place)
        replaced = move_entries(
            Why.HAND_IN,
            entry.c.id == there.id,
            entry.c.revision == there.content.revision,
            not_(_WAS_POSTED) | (changes_in_place & entry.c.ledger_id.is_not(None)),
            **row,
            **_OF_A_CORRECTION,
            also_prepared_by=_PREPARED_BEFORE,
            restates=_ASKED if decision.fate is Fate.ASKED else _STILL_ASKED,
            due_at=at,
            accepted_at=case((_WAS_POSTED, at), else_=entry.c.accepted_at),
            failed_at=None,
            handed_in=None,
            linked_to=None,
            may_lose=False,
            costs=_costs_of(new),
            posting_revision=entry.c.posting_revision + 1,
            stopped=False,
        )
        found = (await self.sql.execute(replaced.returning(entry))).first()
        return wire.entry_of(found) if found else None


def _beyond(taken: Container[str], entries: Sequence[NewEntry]) -> Sequence[str]:
    """Return the references that were known before, or that the batch names once more."""
    named = Counter(one.reference for one in entries)
    return [reference for reference, times in named.items() if times > 1 or reference not in taken]


def _day_names(entries: Iterable[NewEntry], known: Mapping[str, Entry]) -> Collection[str]:
    """Return the names within their day of those that read as other entries than the known."""
    return {
        day_name(one.reference, one.date)
        for one in entries
        if (there := known.get(one.reference)) and not is_version_of(there, one)
    }


def _answer(there: Entry, decision: Decision) -> Acceptance:
    if decision.fate is Fate.REFUSED:
        return _refused(decision.new, decision)
    return Acceptance(
        decision.new.reference,
        there.number,
        taken=decision.fate is not Fate.KNOWN,
        restated=decision.restated,
        fate=decision.fate,
    )


def _refused(new: NewEntry, decision: Decision) -> Acceptance:
    error = f'"{new.reference}" {decision.why}'
    return Acceptance(
        new.reference, "", taken=False, error=error, restated=decision.restated, fate=Fate.REFUSED
    )


def _seen_in_another_file(twin: Entry) -> str:
    return (
        f'looks like "{twin.content.reference}" ({twin.number}): the same number, day and accounts'
        " from a file of another name. If it is another entry, give it a number of its own."
    )


def _unsaved(connection: Connection, new: NewEntry) -> Entry:
    """Return an entry as it would stand if it were kept."""
    status = ENTRY_MOVES[None, Why.HAND_IN]
    return Entry(0, UUID(int=0), connection.book_id, connection.id, new, status)


def _written(entries: Sequence[NewEntry]) -> str:
    """Return the rows as JSON, each written alone: a thousand at once would hold up all others."""
    return f"[{','.join(json.dumps(_row(one)) for one in entries)}]"


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
        "number": one.number,
        **wire.head_to_columns(one),
    }


def _costs_of(new: NewEntry) -> ColumnElement[Any]:
    """Return what pieces cost in a version: as before where it sells in the same place.

    In what is booked the other way round they cost what they cost in the first entry.
    """
    if new.reverses is not None:
        first = entry.alias()
        return select(first.c.costs).where(first.c.id == new.reverses).scalar_subquery()
    is_same = and_(entry.c.currency == new.currency, entry.c.sales_channel == new.sales_channel)
    return case((is_same, entry.c.costs))


_WAS_POSTED = entry.c.status == "posted"
_PREPARED_BEFORE = case(
    # A version of someone else's does not take from an entry who prepared it before.
    (
        or_(entry.c.prepared_by == "", entry.c.prepared_by == any_(entry.c.also_prepared_by)),
        entry.c.also_prepared_by,
    ),
    else_=func.array_append(entry.c.also_prepared_by, entry.c.prepared_by),
)
_ASKED = text(
    "CASE WHEN status = 'skipped' THEN coalesce(restates, to_jsonb(entry)) ELSE to_jsonb(entry) END"
)
_STILL_ASKED = text("CASE WHEN status <> 'skipped' THEN restates END")
_OF_A_CORRECTION: Mapping[str, Any] = {
    # What is in the ledger stays there until it is put right, so it is known by its id and version.
    "replaces": case((_WAS_POSTED, entry.c.ledger_id), else_=entry.c.replaces),
    "ledger_id": case((_WAS_POSTED, None), else_=entry.c.ledger_id),
    "attempts": case((_WAS_POSTED, 0), else_=entry.c.attempts),
    # Whatever card it was on is done with it, but for one that asks what people did to it there.
    "incident_id": case(
        (_WAS_POSTED & entry.c.changed_there.is_(None), None), else_=entry.c.incident_id
    ),
    # The ledger has it on the day that it had.
    "earlier_days": text(
        "CASE WHEN status = 'posted' THEN jsonb_build_array(date::text)"
        " WHEN replaces IS NOT NULL THEN earlier_days ELSE '[]' END"
    ),
}
_INSERT = text(
    """
    INSERT INTO entry (book_id, connection_id, reference, revision, date, sales_channel, kind,
        currency, total_minor, description, lines, prepared_by, number, amounts,
        exchange_rate, adjusting, reverse_on, reverses, costs, status, due_at, accepted_at,
        look_first)
    SELECT :book, :connection, r.reference, r.revision, r.date, r.sales_channel, r.kind,
        r.currency, r.total_minor, r.description, r.lines, r.prepared_by, r.number, r.amounts,
        r.exchange_rate, r.adjusting, r.reverse_on, r.reverses,
        -- What is booked the other way round comes to the same.
        CASE WHEN r.reverses IS NOT NULL THEN
            (SELECT first.costs FROM entry first WHERE first.id = r.reverses) END,
        :status, :at, :at,
        -- Handed in once more, after a backup was put back that does not know it.
        EXISTS (SELECT FROM database_mark m
            WHERE r.date <= (m.put_back_at + interval '31 days')::date)
    FROM ROWS FROM (jsonb_to_recordset(CAST(:rows AS jsonb)) AS (reference text, revision int,
        date date, sales_channel text, kind text, currency text, total_minor bigint,
        description text, lines jsonb, prepared_by text, number text, amounts text,
        exchange_rate text, adjusting boolean, reverse_on date, reverses bigint)) WITH ORDINALITY
        AS r(reference, revision, date, sales_channel, kind, currency, total_minor, description,
        lines, prepared_by, number, amounts, exchange_rate, adjusting, reverse_on, reverses,
        place)
    -- A row that the conflict below leaves out would take a number all the same.
    WHERE NOT EXISTS (SELECT 1 FROM entry e
        WHERE e.book_id = :book AND e.reference = r.reference)
    ORDER BY r.place
    ON CONFLICT (book_id, reference) DO NOTHING
    RETURNING id, reference
    """
)
