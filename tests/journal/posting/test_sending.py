"""One run sends side by side: what is slow keeps its claim, and nothing else waits for it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry
from journal.ports import Capabilities
from journal.posting import post_entries
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, Bench
from tests.storage.stage import running_job, some_entries
from tests.stories.desk import eventually

S = PostingStatus
SPACING = timedelta(minutes=1)
SLOW = Capabilities(native_idempotency=True, calls_per_minute=1, in_flight=3)


@dataclass
class HeldLedger(FakeLedger):
    """Stores each entry at once; the answer to one that is held comes when it is let go."""

    held: set[str] = field(default_factory=set)
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    at_once: int = 0
    most_at_once: int = 0

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Store it, and answer."""
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        outcome = await FakeLedger.post(self, entry, draft)
        if entry.number in self.held:
            await self.may_answer.wait()
        else:
            await asyncio.sleep(0)
        self.at_once -= 1
        return outcome


@asynccontextmanager
async def posting(bench: Bench, connection: Connection) -> AsyncIterator[asyncio.Task[None]]:
    """Run the posting job beside the test; it is ended with the block, as by SIGTERM."""
    work = bench.services.post_entries(connection.id, await running_job(bench.database))
    running = asyncio.create_task(work)
    try:
        yield running
    finally:
        running.cancel()
        await asyncio.wait([running])


async def standing(bench: Bench, *references: str) -> set[PostingStatus]:
    """Return where these entries stand."""
    return {(await bench.entry(one)).status for one in references}


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small batches; and what comes in meanwhile is seen soon."""
    monkeypatch.setattr(post_entries, "BATCH", 4)
    monkeypatch.setattr(post_entries, "LOOK_FOR_MORE", timedelta(milliseconds=20))


async def test_one_slow_answer_delays_nobody_else(bench: Bench) -> None:
    """Its batch, the next ones and what comes in later are posted; then its answer counts."""
    bench.ledger = ledger = HeldLedger(QUICK)
    connection = await bench.book()
    first, *_ = await bench.take(connection, some_entries(9))
    ledger.held = {first.number}

    async with posting(bench, connection) as running:
        await eventually(lambda: posted(bench, 8), "the others")
        await bench.take(connection, some_entries(2, "LATER"))
        await eventually(lambda: posted(bench, 10), "what came later")
        assert await standing(bench, "S-1") == {S.POSTING}
        ledger.may_answer.set()
        await running

    assert await posted(bench, 11)
    assert sorted(ledger.numbers) == sorted(set(ledger.numbers))
    assert len(ledger.sent) == 11
    assert (await bench.entry("S-1")).attempts == 1


async def posted(bench: Bench, count: int) -> bool:
    """Whether so many entries are known to be posted."""
    references = [*(f"S-{n}" for n in range(1, 10)), "LATER-1", "LATER-2"]
    async with bench.store() as store:
        found = [one for text in references for one in await store.entries.find(text)]
    return [one.status for one in found].count(S.POSTED) == count


async def test_no_more_are_under_way_than_the_platform_takes(bench: Bench) -> None:
    """Those of the batch before count too."""
    bench.ledger = ledger = HeldLedger(replace(QUICK, in_flight=3))
    connection = await bench.book()
    first, second, *_, last = await bench.take(connection, some_entries(9))
    ledger.held = {first.number, second.number, last.number}

    async with posting(bench, connection) as running:
        await eventually(lambda: posted(bench, 6), "the others")
        ledger.may_answer.set()
        await running

    assert ledger.most_at_once == 3
    assert await posted(bench, 9)


async def test_a_run_reserves_only_what_it_is_about_to_send(bench: Bench) -> None:
    """So one that is killed leaves few turns behind, however many entries were due."""
    bench.ledger = HeldLedger(SLOW)
    connection = await bench.book()
    await bench.poll(connection)
    await bench.take(connection, some_entries(9))

    async with posting(bench, connection):
        await eventually(lambda: reserved(bench, connection, 4), "three turns, and one used")
        assert not await reserved(bench, connection, 5)


async def test_a_run_that_is_ended_gives_its_turns_back(bench: Bench) -> None:
    """The one that was used stays used; who posts next need not wait for the others."""
    bench.ledger = ledger = HeldLedger(SLOW)
    connection = await bench.book()
    await bench.poll(connection)
    first, *_ = await bench.take(connection, some_entries(9))
    ledger.held = {first.number}

    async with posting(bench, connection):
        await eventually(lambda: reserved(bench, connection, 3), "three turns")
        await eventually(lambda: is_sent(ledger), "the first to be sent")

    assert await reserved(bench, connection, 1)
    assert not await reserved(bench, connection, 2)


async def is_sent(ledger: FakeLedger) -> bool:
    """Whether anything was sent."""
    return bool(ledger.sent)


async def reserved(bench: Bench, connection: Connection, calls: int) -> bool:
    """Whether so many calls, or more, are reserved ahead; the clock goes on meanwhile."""
    async with bench.store() as store:
        slot = await store.books.reserve_calls(connection.id, 0, SPACING)
    return slot.wait > (calls - 0.5) * SPACING


async def test_reads_that_were_not_needed_are_given_back(bench: Bench) -> None:
    """Four are reserved where an entry may be there; the chart is known, so one look is made."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.swallow()
    await bench.post(connection)
    await bench.pass_time()
    bench.ledger.capabilities = SLOW

    await bench.post(connection)

    assert (await bench.entry()).status is S.POSTED
    assert await reserved(bench, connection, 1)
    assert not await reserved(bench, connection, 2)
