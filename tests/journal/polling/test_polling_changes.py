"""Polls of ledgers that tell what changed: they look only when there is something to be seen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

import pytest

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.posting import LedgerEntry
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.polling import plan_search
from journal.polling.plan_search import OVERLAP
from journal.ports import Change, Wanted
from storage.database import Database
from tests.clock import SetClock
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, SAME_LINES, Bench
from tests.storage.stage import some_entries

A_POLL = timedelta(minutes=5)
TELLING = replace(QUICK, changes=True)


@dataclass(slots=True)
class WatchedLedger(FakeLedger):
    """Notes what was asked of it."""

    looked_for: list[int] = field(default_factory=list)
    asked_since: list[datetime] = field(default_factory=list)

    async def find(self, wanted: Sequence[Wanted]) -> Sequence[LedgerEntry]:
        """Note how many were looked for."""
        self.looked_for.append(len(wanted))
        return await FakeLedger.find(self, wanted)

    async def changes(self, since: datetime) -> Sequence[Change]:
        """Note since when."""
        self.asked_since.append(since)
        return await FakeLedger.changes(self, since)


@pytest.fixture
def ledger() -> WatchedLedger:
    """A ledger that tells what changed."""
    return WatchedLedger(TELLING)


@pytest.fixture
def bench(database: Database, clock: SetClock, ledger: WatchedLedger) -> Bench:
    """The use cases over it."""
    return Bench(database, clock, ledger)


async def refused(bench: Bench, count: int) -> Connection:
    """Have entries refused, and polled once."""
    bench.ledger.at = bench.clock()
    connection = await bench.book()
    await bench.take(connection, some_entries(count))
    bench.ledger.can_post = False
    await bench.post(connection)
    await next_poll(bench, connection)
    return connection


async def next_poll(bench: Bench, connection: Connection) -> None:
    """Let the time to the next poll pass, in the ledger too, and poll."""
    bench.ledger.at = bench.clock.advance(A_POLL)
    await bench.poll(connection)


async def type_in(bench: Bench, reference: str = "S-1") -> None:
    """Have someone type an entry in, a minute after the last poll."""
    bench.ledger.at = bench.clock.advance(timedelta(minutes=1))
    entry = await bench.entry(reference)
    bench.ledger.type_by_hand(entry.number, entry.content.date, lines=SAME_LINES)


@pytest.mark.parametrize("count", [1, 30])
async def test_an_idle_poll_looks_for_nothing(
    bench: Bench, ledger: WatchedLedger, count: int
) -> None:
    """The first one looks for all; after that one question is enough, however many wait."""
    connection = await refused(bench, count)
    assert ledger.looked_for == [count]

    for _time in range(3):
        await next_poll(bench, connection)

    assert ledger.looked_for == [count]
    assert len(ledger.asked_since) == 3


async def test_changes_are_asked_for_with_an_overlap(bench: Bench, ledger: WatchedLedger) -> None:
    """Clocks differ, and a change may be shown late."""
    connection = await refused(bench, 1)
    polled_at = bench.clock()

    await next_poll(bench, connection)

    assert ledger.asked_since == [polled_at - OVERLAP]


async def test_typed_in_by_hand_it_is_seen_at_the_next_poll(bench: Bench) -> None:
    """The change makes it look, and the card closes."""
    connection = await refused(bench, 2)
    await next_poll(bench, connection)
    await type_in(bench)

    await next_poll(bench, connection)

    assert (await bench.entry("S-1")).status is PostingStatus.POSTED
    assert (await bench.entry("S-2")).status is PostingStatus.FAILED


async def test_what_we_posted_ourselves_is_no_news(bench: Bench, ledger: WatchedLedger) -> None:
    """A day on which all goes well costs no look."""
    connection = await refused(bench, 1)
    ledger.can_post = True
    await bench.take(connection, some_entries(3, "NEW"))
    await bench.post(connection)

    await next_poll(bench, connection)

    assert len(ledger.stored) == 3
    assert ledger.looked_for == [1]


async def test_what_was_refused_since_is_looked_for_once(
    bench: Bench, ledger: WatchedLedger
) -> None:
    """Someone may have typed it before it was refused here, in the same five minutes."""
    connection = await refused(bench, 1)
    await next_poll(bench, connection)
    await bench.take(connection, some_entries(2, "NEW"))
    await bench.post(connection)

    for _time in range(3):
        await next_poll(bench, connection)

    assert ledger.looked_for == [1, 2]


async def test_what_a_person_says_is_there_is_looked_for(
    bench: Bench, ledger: WatchedLedger
) -> None:
    """Whether anything changed or not: it opens again when it is not."""
    connection = await refused(bench, 1)
    await next_poll(bench, connection)
    await bench.resolve((await bench.case()).incident.id, HowResolved.FIXED_IN_PLATFORM)

    await next_poll(bench, connection)

    assert ledger.looked_for == [1, 1]
    assert (await bench.case()).incident.state is IncidentState.OPEN


async def test_after_a_long_absence_everything_is_looked_for(
    bench: Bench, ledger: WatchedLedger
) -> None:
    """What changed longer ago than the platform tells of is not asked for."""
    ledger.capabilities = replace(TELLING, changes_reach=timedelta(days=9))
    connection = await refused(bench, 1)
    bench.clock.advance(timedelta(days=9))

    await next_poll(bench, connection)

    assert ledger.looked_for == [1, 1]
    assert ledger.asked_since == []


async def test_a_round_of_several_polls_is_finished(
    bench: Bench, ledger: WatchedLedger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each poll takes its part; what changed meanwhile is asked for from the round's beginning."""
    connection = await refused(bench, 5)
    await next_poll(bench, connection)
    known_to = bench.clock()
    monkeypatch.setattr(plan_search, "LOOK_UPS", 2)
    await type_in(bench, "S-5")
    ledger.looked_for.clear()
    ledger.asked_since.clear()

    for _time in range(3):
        await next_poll(bench, connection)

    assert ledger.looked_for == [2, 2, 1]
    assert ledger.asked_since == [known_to - OVERLAP]
    assert (await bench.entry("S-5")).status is PostingStatus.POSTED
    started = known_to + timedelta(minutes=1) + A_POLL

    await next_poll(bench, connection)

    assert ledger.asked_since[-1] == started - OVERLAP


async def test_a_dear_ledger_without_changes_is_seldom_searched(
    bench: Bench, ledger: WatchedLedger
) -> None:
    """Polls between cost the same however many wait, but for what a person says is there."""
    ledger.capabilities = replace(QUICK, look_every=timedelta(minutes=30))
    connection = await refused(bench, 3)
    assert ledger.looked_for == [3]

    for _time in range(5):
        await next_poll(bench, connection)
    assert ledger.looked_for == [3]
    assert ledger.asked_since == []
    await next_poll(bench, connection)
    assert ledger.looked_for == [3, 3]

    await bench.resolve((await bench.case()).incident.id, HowResolved.FIXED_IN_PLATFORM)
    await next_poll(bench, connection)
    assert ledger.looked_for == [3, 3, 3]
    assert (await bench.case()).incident.state is IncidentState.OPEN


async def test_what_is_refused_between_two_looks_is_looked_for(
    bench: Bench, ledger: WatchedLedger
) -> None:
    """Someone may have typed it in before; that is not left for half an hour."""
    ledger.capabilities = replace(QUICK, look_every=timedelta(minutes=30))
    connection = await refused(bench, 1)
    await bench.take(connection, some_entries(2, "NEW"))
    await bench.post(connection)

    await next_poll(bench, connection)

    assert ledger.looked_for == [1, 2]
