"""The table of the entry's states, arrow by arrow on the real database."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import Entry, PostingStatus
from journal.entries.entry_moves import ENTRY_MOVES, Why
from journal.entries.failure import Conflict, FailureReason, Obstacle
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerEntry, Outcome, Posted, Refused, Uncertain
from journal.incidents.change_cost_preview import NewCost, costed_of
from journal.incidents.detection import Verdict
from journal.posting_service.reports import Report, ReportedMove, ReportState
from storage import wire
from storage.database import Database, SqlStore
from storage.entries.moving import move_entries
from storage.tables import entry as entries_table
from tests.build import NOW, a_failure
from tests.storage.stage import (
    attempt,
    entry_called,
    open_book,
    open_incident,
    put,
    rows,
    some_entries,
    take_in,
)

MOVING = [why for why in Why if any((one, why) in ENTRY_MOVES for one in PostingStatus)]
THERE = LedgerEntry("227", "JF-1", NOW.date())
GONE = Conflict(Obstacle.DELETED, "227")
FAILURE = a_failure(FailureReason.VALIDATION_OTHER)


@dataclass(frozen=True, slots=True)
class Stage:
    """One entry on an incident of its own, and the unit of work that acts on it."""

    store: SqlStore
    connection: Connection
    incident_id: int
    entry: Entry

    async def record(self, why: Why, outcome: Outcome) -> None:
        """Record an attempt that moves the entry for this reason."""
        failure = None if why is Why.POST else FAILURE
        await self.store.postings.record([attempt(self.entry, outcome, Verdict(why, failure))])

    async def report(self, why: Why) -> None:
        """Take a report that moves the entry for this reason."""
        report = Report(self.entry.content, 1, 1, ReportState.WAITING)
        await self.store.reports.take(
            self.connection, [ReportedMove(report, self.entry.id, why)], NOW
        )

    async def hand_in(self) -> None:
        """Hand in the next version."""
        changed = replace(self.entry.content, revision=2, description="corrected")
        await self.store.intake.accept(self.connection, [changed], NOW)


Act = Callable[[Stage], Awaitable[Any]]
ACTS: Mapping[Why, Act] = {
    Why.HAND_IN: Stage.hand_in,
    Why.PART: lambda on: on.store.revisions.part(on.entry, f"{on.entry.id}-apart", NOW),
    Why.CLAIM: lambda on: on.store.postings.claim_due(on.connection.id, 7, NOW, 40),
    Why.ABANDON: lambda on: on.store.postings.release_abandoned(on.connection.id, NOW, 7),
    Why.CALL_OFF: lambda on: on.store.postings.may_be_sent(on.entry.id),
    Why.POST: lambda on: on.record(Why.POST, Posted(THERE)),
    Why.REFUSE: lambda on: on.record(Why.REFUSE, Refused(FAILURE)),
    Why.POSTPONE: lambda on: on.record(Why.POSTPONE, Refused(FAILURE)),
    Why.NO_ANSWER: lambda on: on.record(Why.NO_ANSWER, Uncertain(FAILURE)),
    Why.FIND: lambda on: on.store.postings.mark_posted(on.entry, THERE, NOW, Ground.NUMBER),
    Why.VANISH: lambda on: on.store.watch.note_change(on.entry, GONE, on.incident_id, NOW),
    Why.PUT_BACK: lambda on: on.store.watch.put_back(on.entry, GONE, NOW),
    Why.RETRY: lambda on: on.store.postings.release(on.incident_id, NOW),
    Why.STOP: lambda on: on.store.postings.stop(on.incident_id),
    Why.SKIP: lambda on: on.store.entries.skip(on.incident_id),
    Why.REOPEN: lambda on: on.store.entries.unskip(on.incident_id),
    Why.KEEP: lambda on: on.store.revisions.keep(on.entry, "227", "1"),
    Why.CHANGE_COST: lambda on: on.store.costs.post_at(
        on.incident_id, [costed_of(on.entry)], {"MUG": NewCost(Money(450, "USD"))}, NOW
    ),
    Why.ADD_COSTS: lambda on: on.store.costs.release(on.incident_id, NOW),
    Why.ASK_AGAIN: lambda on: on.store.reports.release(on.entry.id, NOW),
    Why.RESTORE: lambda on: on.store.revisions.restore(on.entry, NOW),
    Why.RESTORE_POSTED: lambda on: on.store.revisions.restore(on.entry, NOW),
    Why.RESTORE_SKIPPED: lambda on: on.store.revisions.restore(on.entry, NOW),
    Why.REPORT_WAITING: lambda on: on.report(Why.REPORT_WAITING),
    Why.REPORT_POSTED: lambda on: on.report(Why.REPORT_POSTED),
    Why.REPORT_ENDED: lambda on: on.report(Why.REPORT_ENDED),
}
"""What the store offers for each reason."""
BEFORE: Mapping[Why, Mapping[str, Any]] = {
    Why.HAND_IN: {"ledger_id": "227"},
    Why.CHANGE_COST: {"ledger_id": "227", "costs": {"MUG": 400}},
    Why.CALL_OFF: {"stopped": True},
    Why.VANISH: {"ledger_id": "227"},
    Why.PUT_BACK: {"changed_there": wire.conflict_to_json(GONE)},
}
"""What an entry has to be like, wherever it stands, for its move."""
STOOD = {
    Why.RESTORE: PostingStatus.FAILED,
    Why.RESTORE_POSTED: PostingStatus.POSTED,
    Why.RESTORE_SKIPPED: PostingStatus.SKIPPED,
}
"""Where the version stood that is restored."""


@pytest.mark.parametrize("status", PostingStatus)
async def test_the_statement_goes_by_the_table(database: Database, status: PostingStatus) -> None:
    """Each arrow moves; where the table has none, the entry stays as it stands."""
    connection = await open_book(database)
    (entry,) = await take_in(database, connection, some_entries(1))
    for why in MOVING:
        await put(database, entry, status=status.value, words="")

        async with database.engine.begin() as sql:
            moved = await sql.execute(move_entries(why, words="moved", status="given"))

        now, after = await entry_called(database, "S-1"), ENTRY_MOVES.get((status, why))
        assert moved.rowcount == (after is not None)
        assert (now.status, now.words) == ((after, "moved") if after else (status, "")), why


def test_a_reason_without_an_arrow_makes_no_statement() -> None:
    """What is new for a reason cannot move for it afterwards."""
    with pytest.raises(ValueError, match="no arrow for part"):
        move_entries(Why.PART, entries_table.c.id == 1)


@pytest.mark.parametrize("status", PostingStatus)
async def test_the_store_goes_by_the_table(database: Database, status: PostingStatus) -> None:
    """For every reason there is a method of the store; it takes its arrow and no other."""
    assert ACTS.keys() == {*Why}
    for why, act in ACTS.items():
        connection = await open_book(database, why.value.replace("_", "-"))
        incident = await open_incident(database, connection, mark=why.value)
        (entry,) = await take_in(database, connection, some_entries(1, why.value))
        columns = {"incident_id": incident.id, **BEFORE.get(why, {})}
        if why in STOOD:
            columns["restates"] = await _row_as(database, entry, STOOD[why])
        stands = await put(database, entry, status=status.value, **columns)

        async with database.store() as store:
            await act(Stage(store, connection, incident.id, stands))

        now = await entry_called(database, entry.content.reference)
        assert now.status is ENTRY_MOVES.get((status, why), status), why


async def test_what_is_new_stands_where_the_table_says(database: Database) -> None:
    """Entries come in from their callers, from reports, and by parting from another."""
    for why in (one for before, one in ENTRY_MOVES if before is None):
        connection = await open_book(database, why.value.replace("_", "-"))
        (content,) = some_entries(1, why.value)
        (other,) = await take_in(database, connection, some_entries(1, f"T-{why}"))
        other = await put(database, other, status="failed", restates=await _row_as(database, other))
        new = replace(other, id=0, content=content)

        async with database.store() as store:
            if why is Why.HAND_IN:
                await store.intake.accept(connection, [content], NOW)
            elif why is Why.PART:
                await store.revisions.part(other, content.reference, NOW)
            else:
                await Stage(store, connection, 0, new).report(why)

        now = await entry_called(database, content.reference)
        assert now.status is ENTRY_MOVES[None, why], why


async def _row_as(
    database: Database, one: Entry, status: PostingStatus = PostingStatus.FAILED
) -> dict[str, Any]:
    """Return the row of an entry as JSON, as it is kept of a version that stood so."""
    (row,) = await rows(
        database, "SELECT to_jsonb(e) AS kept FROM entry e WHERE id = :id", id=one.id
    )
    return {**row.kept, "status": status.value}
