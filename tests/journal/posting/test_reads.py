"""A platform that is busy while it is read is asked again in a moment, and believed otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.failure import A_DAY, Failure, FailureReason, ReadingRefused
from journal.entries.posting import LedgerEntry
from journal.ports import Wanted
from journal.posting.reads import MOMENTS
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, Bench
from tests.storage.stage import running_job, some_entries

S, R = PostingStatus, FailureReason
LIMITED = Failure(R.RATE_LIMITED, words="Too many", http_status=429)
BROKEN = Failure(R.TRANSIENT, words="Oops", http_status=503)


@dataclass
class BusyLedger(FakeLedger):
    """Refuses to show anything for as long as there are refusals left."""

    busy: list[ReadingRefused] = field(default_factory=list)
    looks: int = 0

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Refuse, or show what is there."""
        self.looks += 1
        if self.busy:
            raise self.busy.pop()
        return await FakeLedger.find(self, wanted)


async def looking_up(bench: Bench) -> tuple[Connection, BusyLedger]:
    """Make an entry that was refused in passing, so that it is looked up before it is sent."""
    bench.ledger = ledger = BusyLedger(QUICK)
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    ledger.refuse(R.TRANSIENT, times=1)
    await bench.post(connection)
    await bench.pass_time()
    return connection, ledger


async def post(bench: Bench, connection: Connection) -> list[timedelta]:
    """Run the posting job; return what it waited for."""
    waited: list[timedelta] = []

    async def pause(length: timedelta) -> None:
        waited.append(length)

    work = replace(bench.services.post_entries, pause=pause)
    await work(connection.id, await running_job(bench.database))
    return [length for length in waited if length in MOMENTS]


@pytest.mark.parametrize("failure", [LIMITED, BROKEN], ids=["429", "503"])
async def test_a_busy_platform_is_read_again_in_a_moment(bench: Bench, failure: Failure) -> None:
    """After one second and after two: the batch goes on, and nobody hears of it."""
    connection, ledger = await looking_up(bench)
    ledger.busy = [ReadingRefused("QuickBooks", failure)] * 2

    assert await post(bench, connection) == [*MOMENTS]

    assert (await bench.entry()).status is S.POSTED
    assert ledger.looks == 3


async def test_a_platform_that_stays_busy_is_left_alone(bench: Bench) -> None:
    """It is asked three times; then the batch waits as it does for any short trouble."""
    connection, ledger = await looking_up(bench)
    ledger.busy = [ReadingRefused("QuickBooks", BROKEN)] * 9

    await post(bench, connection)

    assert ledger.looks == 3
    assert (await bench.entry()).status is S.PENDING


@pytest.mark.parametrize("about", ["", A_DAY])
async def test_a_wait_that_is_told_while_reading_is_kept(bench: Bench, about: str) -> None:
    """The limit is called one, and nothing is asked before the platform wants it."""
    connection, ledger = await looking_up(bench)
    limited = replace(LIMITED, subject=about)
    ledger.busy = [ReadingRefused("Xero", limited, retry_after=400.0)]

    assert await post(bench, connection) == []

    entry = await bench.entry()
    assert (ledger.looks, entry.status) == (1, S.PENDING)
    await bench.pass_time(timedelta(seconds=399))
    await post(bench, connection)
    assert ledger.looks == 1
    await bench.pass_time(timedelta(seconds=1))
    await post(bench, connection)
    assert (await bench.entry()).status is S.POSTED


async def test_what_may_be_there_keeps_the_told_wait_too(bench: Bench) -> None:
    """Whether it is there is still not known, and the platform is asked when it wants to be."""
    bench.ledger = ledger = BusyLedger(QUICK)
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    ledger.swallow()
    await bench.post(connection)
    await bench.pass_time()
    ledger.busy = [ReadingRefused("Xero", LIMITED, retry_after=400.0)]

    await post(bench, connection)
    await bench.pass_time(timedelta(seconds=399))
    await post(bench, connection)

    assert ledger.looks == 1
    assert (await bench.entry()).status is S.UNCERTAIN
