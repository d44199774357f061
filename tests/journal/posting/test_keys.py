"""Never twice in the ledger: which key is sent, and when the ledger is asked first."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry
from journal.errors import StoreBusy
from tests.build import some_content
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, SAME_LINES, Bench
from tests.storage.stage import (
    at_once,
    end_job,
    running_job,
    some_entries,
)

S, R = PostingStatus, FailureReason


@dataclass(slots=True)
class TalkativeLedger(FakeLedger):
    """A ledger that remembers, in order, what it was asked for and what was sent."""

    heard: list[str] = field(default_factory=list)

    async def find(self, wanted: Any) -> Any:
        """Note the names that are looked for."""
        self.heard += [f"find {one.number}" for one in wanted]
        return await FakeLedger.find(self, wanted)

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Note what is sent."""
        self.heard.append(f"post {entry.number}")
        return await FakeLedger.post(self, entry, draft)


@pytest.fixture
def talkative(bench: Bench) -> TalkativeLedger:
    """The bench's ledger, with a memory of the order."""
    ledger = TalkativeLedger(QUICK)
    bench.ledger = ledger
    return ledger


async def test_the_ledger_is_asked_before_every_second_try(
    bench: Bench, talkative: TalkativeLedger
) -> None:
    """Not before the first; before each later one, whether nothing was heard or it was refused."""
    connection = await bench.book()
    (entry,) = await bench.take(connection, some_entries(1))
    for reason in (R.UNCERTAIN, R.TRANSIENT, R.PERMISSION):
        talkative.refuse(reason, times=1)
        await bench.post(connection)
        await bench.pass_time()
    (case,) = [case for case in await bench.cases() if case.incident.state.value == "open"]
    await bench.retry(case.incident.id)
    await bench.post(connection)

    post, find = f"post {entry.number}", f"find {entry.number}"
    assert talkative.heard == [post, find, post, find, post, find, post]
    assert talkative.entries_with(entry.number) == 1


async def test_stored_without_answer_it_is_found_not_sent_again(bench: Bench) -> None:
    """The look-up finds it, so there is one sending and one entry."""
    connection = await bench.book()
    (entry,) = await bench.take(connection, some_entries(1))
    bench.ledger.swallow()
    await bench.post(connection)
    assert (await bench.entry()).status is S.UNCERTAIN
    await bench.pass_time()

    await bench.post(connection)

    assert (await bench.entry()).status is S.POSTED
    assert len(bench.ledger.sent) == 1
    assert bench.ledger.entries_with(entry.number) == 1


async def test_the_same_key_is_sent_until_the_entry_is_judged(bench: Bench) -> None:
    """No answer, a busy platform, a lost connection: the platform may know the key already."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    for reason in (R.UNCERTAIN, R.TRANSIENT, R.RATE_LIMITED):
        bench.ledger.refuse(reason, times=1)
        await bench.post(connection)
        await bench.pass_time()
    await bench.post(connection)

    assert len({one.key for one in bench.ledger.sent}) == 1


async def test_a_new_key_is_sent_after_a_refusal(bench: Bench) -> None:
    """A platform may repeat a stored refusal for a key it knows."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1, "FIRST"))
    await bench.post(connection)
    bench.ledger.deactivate("98")
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    async with bench.store() as store:
        await store.desk.save_mapping(connection.book_id, [("Shopify", "Gift cards", "4000")])

    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)

    _, first, second = bench.ledger.sent
    assert first.key != second.key
    assert first.number == second.number
    assert bench.ledger.entries_with(first.number) == 1


async def test_a_corrected_revision_is_sent_under_its_own_key(bench: Bench) -> None:
    """Other content under a known key would be answered with what the key once did."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.refuse(R.VALIDATION_OTHER, times=1)
    await bench.post(connection)

    await bench.take(connection, [some_content(reference="S-1", revision=2, description="right")])
    await bench.post(connection)

    assert len({one.key for one in bench.ledger.sent}) == 2
    assert len(bench.ledger.stored) == 1
    assert (await bench.case()).incident.state.value == "resolved"


async def test_what_a_dead_job_was_sending_is_looked_up_by_the_next(
    bench: Bench, talkative: TalkativeLedger
) -> None:
    """Killed between sending and writing down: the entry is there once, and known to be."""
    connection = await bench.book()
    (entry,) = await bench.take(connection, some_entries(1))
    dead = await running_job(bench.database)
    async with bench.store() as store:
        await store.postings.claim_due(connection.id, dead, bench.clock(), 1)
    talkative.type_by_hand(entry.number, entry.content.date, lines=SAME_LINES)
    await end_job(bench.database, dead)
    # What is left behind is due by the database's own clock.
    bench.clock.now = bench.clock.now.replace(year=2200)

    await bench.post(connection)

    assert talkative.heard == [f"find {entry.number}"]
    assert (await bench.entry()).status is S.POSTED


async def test_two_jobs_at_once_send_each_entry_once(bench: Bench) -> None:
    """The second sees that another running job does this work, and leaves it."""
    connection = await bench.book()
    await bench.take(connection, some_entries(30))
    first, second = await running_job(bench.database), await running_job(bench.database)
    post = bench.services.post_entries

    await at_once(lambda: post(connection.id, first), lambda: post(connection.id, second))

    assert len(bench.ledger.sent) == 30
    assert len(set(bench.ledger.numbers)) == 30


async def test_nothing_is_still_being_sent_once_recording_failed(bench: Bench) -> None:
    """The next run may begin at once, so what is under way ends with this one."""
    connection = await bench.book()
    await bench.take(connection, some_entries(2))
    ended: list[str] = []
    held = asyncio.Event()

    class Slow(FakeLedger):
        async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
            if entry.number.endswith("1"):
                return await FakeLedger.post(self, entry, draft)
            try:
                await held.wait()
            finally:
                ended.append(entry.number)
            raise AssertionError("it is never let go")

    bench.ledger = Slow(QUICK)
    job = await running_job(bench.database)
    async with bench.database.engine.connect() as other:
        await other.exec_driver_sql("LOCK TABLE attempt IN ACCESS EXCLUSIVE MODE")
        with pytest.raises(StoreBusy):
            await bench.services.post_entries(connection.id, job)
        assert len(ended) == 1


async def test_a_retry_clicked_twice_asks_the_platform_once(bench: Bench) -> None:
    """However the clicks come, one entry stands in the ledger."""
    connection = await bench.book()
    (entry,) = await bench.take(connection, some_entries(1))
    bench.ledger.refuse(R.PERMISSION, times=1)
    await bench.post(connection)
    incident_id = (await bench.case()).incident.id

    await at_once(
        lambda: bench.retry(incident_id, by="U_ANA"), lambda: bench.retry(incident_id, by="U_BEN")
    )
    await bench.post(connection)
    await bench.post(connection)

    assert bench.ledger.entries_with(entry.number) == 1
