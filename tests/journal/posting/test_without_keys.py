"""Ledgers that know no idempotency keys, keep drafts, or close days to some users only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry
from journal.ports import Capabilities, Wanted
from journal.posting.post_entries import LOOK_AGAIN
from tests.fakes.ledger import FakeLedger, Stored
from tests.fakes.ready import JULY_7
from tests.journal.bench import QUICK, SAME_LINES, Bench
from tests.storage.stage import running_job, some_entries

KEYLESS = Capabilities(drafts=True, calls_per_minute=6_000_000, in_flight=5)


@dataclass
class LateLedger(FakeLedger):
    """Shows what was stored a moment ago only after someone has waited."""

    waits: list[timedelta] = field(default_factory=list)

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Show nothing yet, or everything."""
        return await FakeLedger.find(self, wanted) if LOOK_AGAIN in self.waits else []

    async def pause(self, length: timedelta) -> None:
        """Note the wait instead of waiting."""
        self.waits.append(length)


async def post_pausing(bench: Bench, connection: Connection, ledger: LateLedger) -> None:
    """Run the posting job with waits that are noted only."""
    work = replace(bench.services.post_entries, pause=ledger.pause)
    await work(connection.id, await running_job(bench.database))


async def test_an_uncertain_entry_is_looked_for_twice(bench: Bench) -> None:
    """It may be stored and not shown yet, and no key would keep a second one out."""
    bench.ledger = ledger = LateLedger(KEYLESS)
    connection = await bench.book()
    (entry,) = await bench.take(connection, some_entries(1))
    ledger.swallow()
    await bench.post(connection)
    await bench.pass_time()

    await post_pausing(bench, connection, ledger)

    assert LOOK_AGAIN in ledger.waits
    assert ledger.entries_with(entry.number) == 1
    assert (await bench.entry()).status is PostingStatus.POSTED


async def test_with_keys_one_look_is_enough(bench: Bench) -> None:
    """The same key stores nothing twice, so nobody waits."""
    bench.ledger = ledger = LateLedger(QUICK)
    connection = await bench.book()
    (entry,) = await bench.take(connection, some_entries(1))
    ledger.swallow()
    await bench.post(connection)
    await bench.pass_time()

    await post_pausing(bench, connection, ledger)

    assert LOOK_AGAIN not in ledger.waits
    assert ledger.entries_with(entry.number) == 1


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
