"""Ledgers that know no idempotency keys, keep drafts, or close days to some users only."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import cast

import pytest
from sqlalchemy import text

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry, Uncertain
from journal.ports import Capabilities
from journal.posting.unanswered import LONGEST_WORK
from tests.fakes.ledger import FakeLedger, Stored
from tests.fakes.ready import JULY_7
from tests.journal.bench import QUICK, SAME_LINES, Bench
from tests.storage.stage import running_job, some_entries

KEYLESS = Capabilities(drafts=True, calls_per_minute=6_000_000, in_flight=5)


@dataclass
class LateLedger(FakeLedger):
    """Its gateway gives up on the first requests, and stores them when the test says so."""

    late: int = 1
    under_way: list[ReadyEntry] = field(default_factory=list)

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Take the first ones without an answer; store the rest at once."""
        if len(self.under_way) >= self.late:
            return await FakeLedger.post(self, entry, draft)
        self.sent.append(entry)
        self.under_way.append(entry)
        return Uncertain(Failure(FailureReason.UNCERTAIN, words="504"))

    async def store_now(self) -> None:
        """Store what the gateway still works on."""
        for one in self.under_way:
            await FakeLedger.post(self, one)


async def left_unanswered(bench: Bench, capabilities: Capabilities = KEYLESS) -> Connection:
    """Have one entry sent that the gateway gives up on."""
    bench.ledger = LateLedger(capabilities)
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    return connection


async def work_for(bench: Bench, connection: Connection, length: timedelta) -> None:
    """Let time pass, and run the posting job whenever an entry is due."""
    until = bench.clock() + length
    while (due := await next_due(bench, connection)) and due <= until:
        bench.clock.advance(max(due - bench.clock(), timedelta()))
        await bench.post(connection)
    bench.clock.advance(until - bench.clock())


async def next_due(bench: Bench, connection: Connection) -> datetime | None:
    """Return when the next of its entries is due, as the row says it."""
    async with bench.database.store() as store:
        return await store.postings.next_due(connection.id)


@pytest.mark.parametrize("seconds", [5, 12, 60, 290])
async def test_what_is_stored_late_is_not_sent_again(bench: Bench, seconds: int) -> None:
    """The ledger is looked at again and again, and sent nothing while it may still be working."""
    connection = await left_unanswered(bench)
    ledger = cast("LateLedger", bench.ledger)
    await work_for(bench, connection, timedelta(seconds=seconds))

    await ledger.store_now()
    await work_for(bench, connection, 2 * LONGEST_WORK)

    assert ledger.numbers == [(await bench.entry()).number]
    assert (await bench.entry()).status is PostingStatus.POSTED


async def test_a_retry_does_not_shorten_the_wait(bench: Bench) -> None:
    """Someone presses Retry on the card that tells of it: the ledger is looked at, no more."""
    connection = await left_unanswered(bench)
    await work_for(bench, connection, timedelta(minutes=4))
    case = await bench.case()
    assert case.incident.failure.reason is FailureReason.UNCERTAIN

    await bench.retry(case.incident.id)
    await bench.post(connection)

    assert len(bench.ledger.sent) == 1


async def test_what_never_arrived_is_sent_after_the_wait(bench: Bench) -> None:
    """No gateway works that long: it was lost, and is sent once more."""
    connection = await left_unanswered(bench)
    left_at = bench.clock()

    await work_for(bench, connection, LONGEST_WORK)

    assert (await bench.entry()).status is PostingStatus.POSTED
    assert (await bench.entry()).posted_at == left_at + LONGEST_WORK
    assert len(bench.ledger.sent) == 2


async def a_run_dies(bench: Bench, *, sending: bool) -> Connection:
    """Have a run die that has claimed an entry, perhaps while it sent it; it is due again."""
    bench.ledger = FakeLedger(KEYLESS)
    connection = await bench.book()
    (entry,) = await bench.take(connection, some_entries(1))
    async with bench.database.store() as store:
        job = await running_job(bench.database)
        await store.postings.claim_due(connection.id, job, bench.clock(), 1)
        if sending:
            await store.postings.note_sending(entry.id, bench.clock())
        await store.postings.release_abandoned(connection.id, bench.clock(), job)
    async with bench.database.engine.begin() as sql:
        due = text("UPDATE entry SET due_at = :at")  # by the clock of this test
        await sql.execute(due, {"at": bench.clock()})
    return connection


async def test_a_run_that_died_before_sending_costs_no_wait(bench: Bench) -> None:
    """Nothing left, so nothing can come: the next run sends at once."""
    connection = await a_run_dies(bench, sending=False)

    await bench.post(connection)

    assert (await bench.entry()).status is PostingStatus.POSTED


async def test_a_run_that_died_while_sending_is_waited_for(bench: Bench) -> None:
    """That it left is kept before it leaves, so it holds when nobody sees the answer."""
    connection = await a_run_dies(bench, sending=True)

    await bench.post(connection)

    assert bench.ledger.sent == []
    assert (await bench.entry()).attempts == 2
    await work_for(bench, connection, LONGEST_WORK)
    assert (await bench.entry()).status is PostingStatus.POSTED


async def test_with_keys_nobody_waits(bench: Bench) -> None:
    """The same key stores nothing twice, so it is sent again after the short wait."""
    connection = await left_unanswered(bench, QUICK)

    await work_for(bench, connection, timedelta(seconds=10))
    await cast("LateLedger", bench.ledger).store_now()

    assert (await bench.entry()).status is PostingStatus.POSTED
    assert bench.ledger.entries_with((await bench.entry()).number) == 1


async def test_a_draft_that_is_there_becomes_the_entry(bench: Bench) -> None:
    """A draft is not in the books; posting it again leaves no second one beside it."""
    bench.ledger = FakeLedger(KEYLESS)
    connection = await bench.book()
    (entry,) = await bench.take(connection, some_entries(1))
    bench.ledger.refuse(FailureReason.TRANSIENT, times=1)
    await bench.post(connection)
    bench.ledger.stored.append(Stored("1", entry.number, JULY_7, is_draft=True, lines=SAME_LINES))
    await bench.pass_time()

    await bench.post(connection)

    assert (await bench.entry()).status is PostingStatus.POSTED
    assert [one.is_draft for one in bench.ledger.stored] == [False]


async def test_days_closed_to_some_are_tried_when_a_person_retries(bench: Bench) -> None:
    """At first the entry is refused before any call; the platform has the last word on Retry."""
    connection = await bench.book()
    bench.ledger.softly_closed_until = date(2026, 12, 31)
    await bench.poll(connection)
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    case = await bench.case()
    assert case.incident.failure.reason is FailureReason.PERIOD_CLOSED
    assert bench.ledger.sent == []

    await bench.retry(case.incident.id)
    await bench.post(connection)

    assert (await bench.entry()).status is PostingStatus.POSTED
