"""Stop: what is not sent yet is left, what is on its way is waited for, nothing goes twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry
from journal.errors import TransitionRefused
from journal.incidents.incident import IncidentState, Trigger
from journal.moves.retry import RETRY
from journal.moves.stop import STOP
from journal.posting_service.asking import IN_FLIGHT
from journal.posting_service.reports import Answer, ReportState
from tests.fakes.ledger import FakeLedger
from tests.fakes.posting_service import FakePostingService, a_report
from tests.journal.bench import QUICK, Bench
from tests.journal.watching import watch
from tests.storage.stage import rows, running_job, some_entries

COUNT = 31
OPEN, RETRYING, RESOLVED = IncidentState


@dataclass(slots=True)
class SlowLedger(FakeLedger):
    """A ledger that holds what is sent until the test lets it in."""

    begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
        """Wait at the gate, then answer as ever."""
        self.begun.release()
        await self.gate.wait()
        return await FakeLedger.post(self, entry, draft)


@dataclass(slots=True)
class SlowService(FakePostingService):
    """A posting service that holds the person who asks it until the test lets them in."""

    begun: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def retry(self, reference: str, key: str) -> Answer:
        """Wait at the gate, then answer as ever."""
        self.begun.release()
        await self.gate.wait()
        return await FakePostingService.retry(self, reference, key)


async def statuses(bench: Bench) -> Mapping[str, int]:
    """Return how many entries have each status."""
    found = await rows(bench.database, "SELECT status, count(*) AS n FROM entry GROUP BY status")
    return {row.status: row.n for row in found}


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book with 31 refused entries on one card; the ledger is slow and takes two at once."""
    ledger = SlowLedger(replace(QUICK, in_flight=2), can_post=False)
    ledger.gate.set()
    bench.ledger = ledger
    connection = await bench.book()
    await bench.take(connection, some_entries(COUNT))
    await bench.post(connection)
    ledger.can_post = True
    ledger.gate.clear()
    ledger.begun = asyncio.Semaphore(0)
    return connection


def slow(bench: Bench) -> SlowLedger:
    """Return the bench's ledger as what it is."""
    assert isinstance(bench.ledger, SlowLedger)
    return bench.ledger


async def stop(bench: Bench, incident_id: int, by: str = "U_BEN") -> None:
    """Click Stop."""
    await bench.make(STOP, incident_id, by=by)


async def test_two_are_on_their_way_and_the_rest_is_left(
    bench: Bench, connection: Connection
) -> None:
    """Stopped while two are at the platform: those are posted, 29 wait, and Retry posts them."""
    case_id = (await bench.case()).incident.id
    await bench.retry(case_id)
    posting = asyncio.create_task(bench.post(connection))
    for _ in range(2):
        await slow(bench).begun.acquire()

    await stop(bench, case_id)
    slow(bench).gate.set()
    await posting

    case = await bench.case()
    assert (case.incident.state, case.incident.last_trigger) == (OPEN, Trigger.STOP)
    assert await statuses(bench) == {"posted": 2, "failed": COUNT - 2}
    await bench.pass_time()
    await bench.post(connection)
    assert len(bench.ledger.numbers) == 2

    await bench.retry(case_id)
    await bench.post(connection)
    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.numbers) == COUNT
    assert set(Counter(bench.ledger.numbers).values()) == {1}


async def test_retried_while_it_is_stopping_nothing_is_lost(
    bench: Bench, connection: Connection
) -> None:
    """Retry right after Stop, with entries still claimed: all go through, each once."""
    case_id = (await bench.case()).incident.id
    await bench.retry(case_id)
    posting = asyncio.create_task(bench.post(connection))
    await slow(bench).begun.acquire()

    await stop(bench, case_id)
    await bench.retry(case_id)
    slow(bench).gate.set()
    await posting
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert Counter(bench.ledger.numbers) == Counter(f"JF-{n}" for n in range(1, COUNT + 1))


async def test_what_passes_is_not_tried_again_by_itself_after_stop(
    bench: Bench, connection: Connection
) -> None:
    """An answer of "slow down" to what was on its way: it waits for people like the rest."""
    case_id = (await bench.case()).incident.id
    await bench.retry(case_id)
    posting = asyncio.create_task(bench.post(connection))
    for _ in range(2):
        await slow(bench).begun.acquire()
    bench.ledger.refuse(FailureReason.RATE_LIMITED)
    await stop(bench, case_id)
    slow(bench).gate.set()
    await posting

    assert await statuses(bench) == {"failed": COUNT}
    bench.ledger.recover()
    await bench.pass_time()
    await bench.post(connection)
    assert bench.ledger.numbers == []


async def test_what_is_uncertain_is_looked_up_and_not_sent_again(
    bench: Bench, connection: Connection
) -> None:
    """Sent without an answer and then stopped: found in the ledger, it counts as posted."""
    case_id = (await bench.case()).incident.id
    await bench.retry(case_id)
    bench.ledger.swallow(times=1)
    posting = asyncio.create_task(bench.post(connection))
    for _ in range(2):
        await slow(bench).begun.acquire()
    await stop(bench, case_id)
    slow(bench).gate.set()
    await posting
    sent = len(bench.ledger.sent)

    await bench.pass_time(timedelta(minutes=20))
    await bench.post(connection)

    assert await statuses(bench) == {"posted": 2, "failed": COUNT - 2}
    assert len(bench.ledger.sent) == sent
    assert set(Counter(bench.ledger.numbers).values()) == {1}


async def test_a_new_revision_is_posted_though_its_card_was_stopped(
    bench: Bench, connection: Connection
) -> None:
    """Stop concerns what was asked for before; a corrected entry is handed in to be posted."""
    case_id = (await bench.case()).incident.id
    await bench.retry(case_id)
    await stop(bench, case_id)
    slow(bench).gate.set()
    bench.clock.advance(timedelta(minutes=1))

    (content, *_rest) = some_entries(1, revision=2, description="corrected")
    await bench.take(connection, [content])
    await bench.post(connection)

    assert (await bench.entry()).status is PostingStatus.POSTED
    assert len(bench.ledger.numbers) == 1


async def test_stop_comes_too_late(bench: Bench, connection: Connection) -> None:
    """What is over cannot be stopped; stopped twice, the second is told."""
    case_id = (await bench.case()).incident.id
    with pytest.raises(TransitionRefused):
        await stop(bench, case_id)
    await bench.retry(case_id)
    await stop(bench, case_id)

    with pytest.raises(TransitionRefused, match=(await bench.case()).incident.number):
        await stop(bench, case_id)
    assert await statuses(bench) == {"failed": COUNT}


async def test_one_refusal_among_many_does_not_end_the_retry(
    bench: Bench, connection: Connection
) -> None:
    """A batch is over and one of it was refused: the rest is still being posted, and says so."""
    await bench.take(connection, some_entries(60, "T"))
    slow(bench).gate.set()
    bench.ledger.can_post = False
    await bench.post(connection)
    case_id = (await bench.case()).incident.id
    bench.ledger.can_post = True
    await bench.retry(case_id)
    seen: list[IncidentState] = []
    bench.ledger.refuse(FailureReason.PERMISSION, times=1)

    async def look(_length: timedelta) -> None:
        seen.append((await bench.case()).incident.state)

    poster = replace(bench.services.post_entries, pause=look)
    await poster(connection.id, await running_job(bench.database))

    assert set(seen) == {RETRYING}
    assert (await bench.case()).summary.waiting == 1
    assert await bench.states() == [OPEN]


async def test_a_posting_service_is_not_asked_for_what_was_stopped(bench: Bench) -> None:
    """Of a claimed batch, those it is being asked for go on; the rest is left to people."""
    service = SlowService()
    watched = replace(await watch(bench), service=service)
    service.tell(*(a_report(f"S-{n}", ReportState.FAILED) for n in range(1, COUNT + 1)))
    await watched.read()
    case_id = (await bench.case()).incident.id
    await watched.services.make_move(RETRY, case_id, bench.click())
    asking = asyncio.create_task(watched.post_or_ask_service())
    for _ in range(IN_FLIGHT):
        await service.begun.acquire()

    await watched.services.make_move(STOP, case_id, bench.click("U_BEN"))
    service.gate.set()
    await asking

    assert len(service.asked) == IN_FLIGHT
    assert (await statuses(bench))["failed"] == COUNT - IN_FLIGHT
    await watched.services.make_move(RETRY, case_id, bench.click())
    await watched.post_or_ask_service()
    assert {name for name, _key in service.asked} == {f"S-{n}" for n in range(1, COUNT + 1)}
    assert len({key for _name, key in service.asked}) == COUNT
