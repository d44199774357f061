"""An entry that ends each run which claims it is singled out, and the others are posted."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from journal.books.book import Connection
from journal.entries.entry import ALONE_FROM, GIVEN_UP_FROM, PostingStatus
from journal.entries.failure import ENDS_RUNS, FailureReason
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry
from journal.errors import StoreBusy
from journal.posting import post_entries
from journal.posting.pace import Pace
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, Bench
from tests.storage.stage import end_job, entry_called, put, running_job, some_entries
from tests.stories.desk import eventually

S = PostingStatus
BEYOND = timedelta(days=3650)
"""What is left is due by the database's own clock, which the one of the tests is behind."""


class Died(BaseException):
    """Stands for the end of the process: nothing of the run goes on after it."""


@dataclass
class DeadlyLedger(FakeLedger):
    """Ends the run that is about to send one of these; what was sent with it is stored."""

    deadly: set[str] = field(default_factory=set)

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Store it, or end the run."""
        if entry.number in self.deadly:
            raise Died
        return await FakeLedger.post(self, entry, draft)


async def gone(*_: object) -> None:
    """Do nothing, as one whose process is gone."""


@pytest.fixture
def leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that ends has no time to leave what it had: its process is gone."""
    monkeypatch.setattr(post_entries.PostEntries, "_leave", gone)


async def live(bench: Bench, connection: Connection) -> bool:
    """Let one worker live; tell whether it died of what it did. The next one takes over."""
    await bench.pass_time()
    job = await running_job(bench.database)
    work = replace(bench.services.post_entries, pause=gone)
    try:
        await work(connection.id, job)
    except Died:
        return True
    finally:
        await end_job(bench.database, job)
    return False


async def lives(bench: Bench, connection: Connection) -> int:
    """Let worker after worker live until one does not die; return how many died."""
    died = 0
    while await live(bench, connection):
        died += 1
    return died


@pytest.mark.usefixtures("leaves_nothing")
async def test_the_one_that_ends_runs_is_told_the_others_post(bench: Bench) -> None:
    """One card for it alone, which says that jefail stopped; no entry waits for it for ever."""
    bench.ledger = ledger = DeadlyLedger(QUICK)
    connection = await bench.book()
    await bench.pass_time(BEYOND)
    entries = await bench.take(connection, some_entries(9))
    ledger.deadly = {entries[4].number}

    assert await lives(bench, connection) == GIVEN_UP_FROM

    stands = {one.content.reference: (await bench.entry(one.content.reference)) for one in entries}
    failed = [reference for reference, one in stands.items() if one.status is S.FAILED]
    assert failed == ["S-5"]
    assert len(ledger.numbers) == len(set(ledger.numbers)) == 8
    assert [one.status for one in stands.values()].count(S.POSTED) == 8
    case = await bench.case()
    assert case.summary.waiting == 1
    failure = case.incident.failure
    assert (failure.reason, failure.subject) == (FailureReason.UNKNOWN, ENDS_RUNS)
    assert failure.words == ""


@pytest.mark.usefixtures("leaves_nothing")
async def test_once_it_is_cured_a_retry_posts_it(bench: Bench) -> None:
    """It has all its tries again."""
    bench.ledger = ledger = DeadlyLedger(QUICK)
    connection = await bench.book()
    await bench.pass_time(BEYOND)
    (entry,) = await bench.take(connection, some_entries(1))
    ledger.deadly = {entry.number}
    await lives(bench, connection)
    ledger.deadly = set()

    await bench.retry((await bench.case()).incident.id)
    assert not await live(bench, connection)

    again = await bench.entry()
    assert (again.status, again.runs_died) == (S.POSTED, 0)


async def claimed(bench: Bench, connection: Connection, besides: Sequence[int] = ()) -> list[str]:
    """Claim what is due; return the references."""
    async with bench.store() as store:
        found = await store.postings.claim_due(connection.id, 1, bench.clock(), 40, besides)
    return [one.content.reference for one in found]


async def test_what_is_suspected_is_claimed_last_and_alone(bench: Bench) -> None:
    """Not beside any other, so that it is known what a run dies of."""
    connection = await bench.book()
    first, second, third, fourth = await bench.take(connection, some_entries(4))
    for one in (first, second):
        await put(bench.database, one, runs_died=ALONE_FROM)
    await put(bench.database, third, runs_died=ALONE_FROM - 1)

    assert await claimed(bench, connection) == ["S-3", "S-4"]
    assert await claimed(bench, connection, [third.id, fourth.id]) == []
    assert await claimed(bench, connection) == ["S-1"]
    assert await claimed(bench, connection) == ["S-2"]


async def test_a_run_that_fails_did_not_die_of_its_entries(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database was away for a moment: what it had is left to others, and nothing suspected."""
    connection = await bench.book()
    await bench.take(connection, some_entries(3))

    async def busy(*_: object) -> None:
        raise StoreBusy("away")

    monkeypatch.setattr(post_entries, "record_attempts", busy)
    with pytest.raises(StoreBusy):
        await bench.post(connection)

    left = [await entry_called(bench.database, f"S-{n}") for n in (1, 2, 3)]
    assert {(one.status, one.runs_died) for one in left} == {(S.UNCERTAIN, 0)}


async def is_sent(bench: Bench) -> bool:
    """Whether anything was sent."""
    return bool(bench.ledger.sent)


async def test_a_run_that_is_ended_leaves_its_entries(bench: Bench) -> None:
    """As by SIGTERM: they are due at once, for the run that posts next."""
    bench.ledger = FakeLedger(replace(QUICK, calls_per_minute=1))
    connection = await bench.book()
    await bench.take(connection, some_entries(3))
    job = await running_job(bench.database)
    running = asyncio.create_task(bench.services.post_entries(connection.id, job))
    await eventually(lambda: is_sent(bench), "the first to be sent")

    running.cancel()
    await asyncio.wait([running])

    left = [await bench.entry(f"S-{n}") for n in (1, 2, 3)]
    assert {one.status for one in left} <= {S.UNCERTAIN, S.POSTED}
    assert {one.runs_died for one in left} == {0}


@pytest.mark.usefixtures("leaves_nothing")
async def test_seven_deaths_at_one_moment_leave_a_batchs_pace(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No time passes between them, so nothing of what the dead had reserved has passed either."""
    monkeypatch.setattr(Pace, "give_back", gone)
    slow = replace(QUICK, calls_per_minute=1, in_flight=10)
    bench.ledger = ledger = DeadlyLedger(slow)
    connection = await bench.book()
    await bench.pass_time(BEYOND)
    entries = await bench.take(connection, some_entries(90))
    ledger.deadly = {one.number for one in entries}

    for _ in range(7):
        assert await live(bench, connection)
        for one in entries:
            await put(bench.database, one, runs_died=0)  # else each would be tried alone

    async with bench.store() as store:
        slot = await store.books.reserve_calls(connection.id, 0, timedelta(minutes=1))
    assert slot.wait <= post_entries.BATCH * timedelta(minutes=1)
