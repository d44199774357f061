"""What was read of posting services, and how far."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    Integer,
    Row,
    Text,
    bindparam,
    case,
    exists,
    func,
    not_,
    select,
    text,
    union_all,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection
from typing_extensions import override

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import Entry, PostingStatus
from journal.entries.entry_moves import Why
from journal.errors import NotFound
from journal.posting_service.reports import (
    KnownEntry,
    Place,
    Report,
    ReportedMove,
    Reports,
    ReportState,
    Untold,
)
from storage import wire
from storage.entries.moving import first_status, given_rows, move_entries
from storage.tables import UtcDateTime, connection, mapping, posting_service, unit_cost
from storage.tables import entry as entries


@dataclass(frozen=True, slots=True)
class ReportRepository(Reports):
    """The tables of posting services and of what was read of them."""

    sql: AsyncConnection

    @override
    async def place(self, connection_id: int) -> Place:
        row = await self._row(connection_id)
        return Place(row.cursor, row.etag) if row else Place()

    @override
    async def go_on(self, connection_id: int, from_: Place, to: Place) -> bool:
        statement = upsert(posting_service).values(
            connection_id=connection_id, cursor=to.cursor, etag=to.etag
        )
        moved = await self.sql.execute(
            statement.on_conflict_do_update(
                index_elements=["connection_id"],
                set_={"cursor": to.cursor, "etag": to.etag},
                where=(posting_service.c.cursor == from_.cursor)
                & (posting_service.c.etag == from_.etag),
            ).returning(posting_service.c.connection_id)
        )
        return moved.first() is not None

    @override
    async def newer(self, book_id: int, versions: Mapping[str, int]) -> Set[str]:
        rows = await self.sql.execute(
            _NEWER,
            {
                "book": book_id,
                "references": list(versions),
                "versions": list(versions.values()),
            },
        )
        return {row.reference for row in rows}

    @override
    async def known(self, book_id: int, references: Sequence[str]) -> Mapping[str, KnownEntry]:
        rows = await self.sql.execute(_KNOWN, {"book": book_id, "references": list(references)})
        return {row.reference: _known_of(row) for row in rows}

    @override
    async def take(
        self, connection: Connection, moves: Sequence[ReportedMove], at: datetime
    ) -> Mapping[str, Entry]:
        moved = [move for move in moves if move.why]
        entries = await self._write(connection, moved, at)
        missed = [move for move in moved if move.report.content.reference not in entries]
        if missed:  # someone handed them in at this very moment: now they are known
            entries |= await self._write(connection, missed, at)
        ids = {reference: entry.id for reference, entry in entries.items()}
        await self._note(
            [(ids.get(move.report.content.reference, move.entry_id), move.report) for move in moves]
        )
        return entries

    async def _write(
        self, connection: Connection, moves: Sequence[ReportedMove], at: datetime
    ) -> dict[str, Entry]:
        asked = {"book": connection.book_id, "connection": connection.id, "at": at}
        rows = await self.sql.execute(_TAKE, {**asked, "rows": [_row(move) for move in moves]})
        return {row.reference: wire.entry_of(row) for row in rows}

    @override
    async def answered(self, entry: Entry, report: Report) -> None:
        if report.content.revision != entry.content.revision:
            return
        await self._note([(entry.id, report)])
        if report.state is not ReportState.WAITING:
            # Recording the attempt counts one up.
            await self.sql.execute(
                update(entries)
                .where(entries.c.id == entry.id)
                .values(attempts=max(report.attempts - 1, 0))
            )

    @override
    async def wait(self, due: Mapping[int, datetime]) -> None:
        rows = [{"id": entry_id, "due_at": at.isoformat()} for entry_id, at in due.items()]
        await self.sql.execute(_WAIT, {"rows": rows})

    @override
    async def untold(self, connection: Connection) -> Untold:
        digests = (
            await self.sql.execute(
                _DIGESTS, {"book": connection.book_id, "connection": connection.id}
            )
        ).one()
        is_mapped = digests.mapping == digests.mapping_told
        is_costed = digests.costs == digests.costs_told
        return Untold(
            None if is_mapped else await self._mapping(connection.book_id),
            None if is_costed else await self._costs(connection.book_id),
            digests.mapping,
            digests.costs,
        )

    @override
    async def told(self, connection_id: int, untold: Untold) -> None:
        told = {"mapping_told": untold.mapping_digest, "costs_told": untold.costs_digest}
        statement = upsert(posting_service).values(connection_id=connection_id, **told)
        await self.sql.execute(
            statement.on_conflict_do_update(index_elements=["connection_id"], set_=told)
        )

    @override
    async def away(self, connection_id: int, at: datetime) -> datetime:
        statement = upsert(posting_service).values(connection_id=connection_id, away_since=at)
        since = await self.sql.execute(
            statement.on_conflict_do_update(
                index_elements=["connection_id"],
                set_={"away_since": func.coalesce(posting_service.c.away_since, at)},
            ).returning(posting_service.c.away_since)
        )
        told: datetime = since.scalar_one()
        return told

    @override
    async def back(self, connection_id: int) -> bool:
        statement = (
            update(posting_service)
            .where(
                posting_service.c.connection_id == connection_id,
                posting_service.c.away_since.is_not(None),
            )
            .values(away_since=None)
        )
        return bool((await self.sql.execute(statement)).rowcount)

    async def look_again(self, connection_id: int, at: datetime) -> None:
        """Have the connection looked at by then, if not earlier."""
        await self.sql.execute(
            update(connection)
            .where(connection.c.id == connection_id)
            .values(next_poll_at=func.least(connection.c.next_poll_at, at))
        )

    @override
    async def wanted_again(self, book_id: int, reference: str) -> Entry:
        statement = select(entries).where(
            entries.c.book_id == book_id, entries.c.reference == reference
        )
        row = None if "\0" in reference else (await self.sql.execute(statement)).first()
        if row is None:
            raise NotFound("This book has no entry of this reference.")
        return wire.entry_of(row)

    @override
    async def release(self, entry_id: int, at: datetime) -> bool:
        again = move_entries(Why.ASK_AGAIN, entries.c.id == entry_id, failed_at=None, due_at=at)
        return bool((await self.sql.execute(again)).rowcount)

    async def _row(self, connection_id: int) -> Row[Any] | None:
        statement = select(posting_service).where(posting_service.c.connection_id == connection_id)
        return (await self.sql.execute(statement)).first()

    async def _note(self, read: Sequence[tuple[int, Report]]) -> None:
        rows = [
            {
                "entry_id": entry_id,
                "version": report.version,
                "revision": report.content.revision,
                "attempts": report.attempts,
                "state": report.state.value,
            }
            for entry_id, report in read
        ]
        await self.sql.execute(_NOTE, {"rows": json.dumps(rows)})

    async def _mapping(self, book_id: int) -> list[tuple[str, str, str]]:
        rows = await self.sql.execute(select(mapping).where(mapping.c.book_id == book_id))
        return [(row.sales_channel, row.category, row.account) for row in rows]

    async def _costs(self, book_id: int) -> list[tuple[str, str, Money]]:
        rows = await self.sql.execute(select(unit_cost).where(unit_cost.c.book_id == book_id))
        return [(row.sales_channel, row.sku, Money(row.minor, row.currency)) for row in rows]


def _known_of(row: Row[Any]) -> KnownEntry:
    known = KnownEntry(
        row.id, row.revision, PostingStatus(row.status), row.incident_id, row.failed_at
    )
    if row.read_version is None:
        return known
    mark = (row.read_revision, row.read_attempts, ReportState(row.read_state))
    return replace(known, version=row.read_version, mark=mark)


def _row(move: ReportedMove) -> dict[str, Any]:
    report = move.report
    content, ledger = report.content, report.ledger
    return {
        "reference": content.reference,
        "revision": content.revision,
        "date": content.date.isoformat(),
        "sales_channel": content.sales_channel,
        "kind": content.kind.value,
        "currency": content.currency,
        "total_minor": content.total.minor,
        "description": content.description,
        "lines": [wire.line_to_json(line) for line in content.lines],
        "why": str(move.why),
        # Recording an attempt counts one up.
        "attempts": max(report.attempts - move.is_told, 0),
        "ledger_id": ledger.ledger_id if ledger else None,
        "ledger_url": ledger.url if ledger else None,
    }


_NEWER = text(
    """
    SELECT n.reference
    FROM unnest(CAST(:references AS text[]), CAST(:versions AS bigint[])) AS n(reference, version)
    LEFT JOIN entry e ON e.book_id = :book AND e.reference = n.reference
    LEFT JOIN report_read r ON r.entry_id = e.id
    WHERE r.version IS NULL OR r.version < n.version
    """
)
_KNOWN = text(
    """
    SELECT e.id, e.reference, e.revision, e.status, e.incident_id, e.failed_at,
        r.version AS read_version, r.revision AS read_revision,
        r.attempts AS read_attempts, r.state AS read_state
    FROM entry e LEFT JOIN report_read r ON r.entry_id = e.id
    WHERE e.book_id = :book AND e.reference = ANY(:references)
    ORDER BY e.id FOR UPDATE OF e
    """
)
_SAID = {
    "revision": Integer,
    "date": Date,
    "sales_channel": Text,
    "kind": Text,
    "currency": Text,
    "total_minor": BigInteger,
    "description": Text,
    "lines": JSONB,
    "attempts": Integer,
    "ledger_id": Text,
    "ledger_url": Text,
}
"""What a report says of an entry, as columns of it."""
_REPORT = given_rows(reference=Text, why=Text, **_SAID).c
_WHYS = {
    why: _REPORT.why == why.value
    for why in (Why.REPORT_WAITING, Why.REPORT_POSTED, Why.REPORT_ENDED)
}
_VALUES = {
    **{name: _REPORT[name] for name in _SAID},
    "posted_at": case((_WHYS[Why.REPORT_POSTED], bindparam("at", type_=UtcDateTime))),
}
_BOOK = bindparam("book", type_=BigInteger)
_IS_KNOWN = (entries.c.book_id == _BOOK, entries.c.reference == _REPORT.reference)
_CHANGED = move_entries(_WHYS, *_IS_KNOWN, **_VALUES, due_at=None).returning(entries)
_FIRST = {
    "book_id": _BOOK,
    "connection_id": bindparam("connection", type_=BigInteger),
    "reference": _REPORT.reference,
    "status": first_status(_WHYS),
    "accepted_at": bindparam("at", type_=UtcDateTime),
    **_VALUES,
}
# A known entry would take a number for the row that the conflict leaves out.
_ADDED = (
    upsert(entries)
    .from_select(
        [*_FIRST],
        select(*_FIRST.values())
        .where(not_(exists().where(*_IS_KNOWN).correlate(_REPORT.why.table)))
        .order_by(_REPORT.reference),
    )
    .on_conflict_do_nothing(index_elements=["book_id", "reference"])
    .returning(entries)
)
_TAKE = union_all(select(_CHANGED.cte("changed")), select(_ADDED.cte("added")))
_NOTE = text(
    """
    INSERT INTO report_read AS r (entry_id, version, revision, attempts, state)
    SELECT * FROM jsonb_to_recordset(CAST(:rows AS jsonb))
        AS n(entry_id bigint, version bigint, revision int, attempts int, state text)
    ON CONFLICT (entry_id) DO UPDATE SET version = excluded.version,
        revision = excluded.revision, attempts = excluded.attempts, state = excluded.state
    WHERE r.version < excluded.version
    """
)
_DUE = given_rows(id=BigInteger, due_at=UtcDateTime).c
_WAIT = move_entries(
    Why.POSTPONE,
    entries.c.id == _DUE.id,
    due_at=_DUE.due_at,
    job_id=None,
    failed_at=func.coalesce(entries.c.failed_at, entries.c.claimed_at),
)
_DIGESTS = text(
    """
    SELECT coalesce(s.mapping_told, '') AS mapping_told, coalesce(s.costs_told, '') AS costs_told,
        (SELECT coalesce(md5(string_agg(concat_ws(E'\\n', sales_channel, category, account), E'\\n'
            ORDER BY sales_channel, category)), '')
         FROM mapping WHERE book_id = :book) AS mapping,
        (SELECT coalesce(md5(string_agg(concat_ws(E'\\n', sales_channel, sku, minor, currency),
            E'\\n' ORDER BY sales_channel, sku)), '')
         FROM unit_cost WHERE book_id = :book) AS costs
    FROM (SELECT CAST(:connection AS bigint) AS id) c
    LEFT JOIN posting_service s ON s.connection_id = c.id
    """
)
