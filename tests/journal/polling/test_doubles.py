"""What the books hold twice is told on one card, which closes once one of the two is gone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import cast

import pytest

from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.moves.changed import KEEP_CHANGED, PUT_BACK, Decided
from journal.moves.resolve import RESOLVE, Closing
from journal.posting.unanswered import LONGEST_WORK
from storage.database import Database
from tests.clock import SetClock
from tests.fakes.ledger import FakeLedger, Stored
from tests.journal.bench import Bench
from tests.journal.polling.by_hand import poll, posted, watching
from tests.journal.posting.test_without_keys import LateLedger, left_unanswered, work_for


async def stored_late(bench: Bench) -> Stored:
    """Have the ledger store once more what was posted, as a gateway does that was given up on."""
    (ours,) = bench.ledger.stored
    copy = replace(ours, ledger_id="99", key="", at=bench.clock())
    bench.ledger.stored.append(copy)
    return copy


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A connection that posted one entry, which the books hold twice by now; it is told."""
    connection = await posted(bench)
    await stored_late(bench)
    await poll(bench, connection)
    return connection


@pytest.fixture
def bench(database: Database, clock: SetClock) -> Bench:
    """The use cases over a ledger that tells what changed."""
    return watching(database, clock)


async def test_a_copy_is_told_once(bench: Bench, connection: Connection) -> None:
    """The card names both, and is the same card at each poll."""
    await poll(bench, connection)
    await poll(bench, connection)

    case = await bench.case()
    met = case.incident.failure.conflict
    assert case.incident.failure.reason is FailureReason.DOUBLED
    assert met is not None
    assert (met.url, case.summary.ledger_url) == (
        "https://ledger.invalid/99",
        (await bench.entry()).ledger_url,
    )
    assert len(bench.ledger.sent) == 1


async def test_the_copy_is_deleted_and_the_card_closes(
    bench: Bench, connection: Connection
) -> None:
    """Ours stays what is posted."""
    before = await bench.entry()
    bench.ledger.stored = [one for one in bench.ledger.stored if one.ledger_id != "99"]

    await poll(bench, connection)

    assert (await bench.case()).incident.state is IncidentState.RESOLVED
    assert (await bench.entry()).ledger_id == before.ledger_id


async def test_ours_is_deleted_and_the_copy_is_ours(bench: Bench, connection: Connection) -> None:
    """It is not told as deleted, and nothing is posted in its place."""
    (copy,) = [one for one in bench.ledger.stored if one.ledger_id == "99"]
    bench.ledger.stored.remove(copy)
    bench.ledger.delete_by_hand(copy.number)
    bench.ledger.stored.append(copy)

    await poll(bench, connection)
    await poll(bench, connection)

    (case,) = await bench.cases()
    assert case.incident.state is IncidentState.RESOLVED
    entry = await bench.entry()
    assert (entry.status, entry.ledger_id) == (PostingStatus.POSTED, "99")


async def test_both_are_deleted_and_that_is_told(bench: Bench, connection: Connection) -> None:
    """The books have nothing of it any more: another card asks about that."""
    for _each in range(2):
        bench.ledger.delete_by_hand((await bench.entry()).number)

    await poll(bench, connection)

    first, second = sorted(await bench.cases(), key=lambda case: case.incident.id)
    assert first.incident.state is IncidentState.RESOLVED
    assert second.incident.failure.reason is FailureReason.CHANGED_IN_BOOKS


async def test_no_move_of_its_card_posts(bench: Bench, connection: Connection) -> None:
    """Old forms that are still open are refused too."""
    case, entry = await bench.case(), await bench.entry()
    decided = Decided(entry.id, entry.posting_revision)
    for move in (PUT_BACK, KEEP_CHANGED):
        with pytest.raises(TransitionRefused):
            await bench.make(move, case.incident.id, decided)
    with pytest.raises(TransitionRefused):
        await bench.make(RESOLVE, case.incident.id, Closing(HowResolved.FIXED_IN_PLATFORM))
    with pytest.raises(TransitionRefused):
        await bench.retry(case.incident.id)

    await bench.post(connection)

    assert len(bench.ledger.sent) == 1


async def test_next_months_copy_is_no_double(bench: Bench) -> None:
    """Someone copied the entry, number and all, to write another day's with it."""
    connection = await posted(bench)
    copy = await stored_late(bench)
    moved = replace(copy, date=copy.date + timedelta(days=31))
    bench.ledger.stored[-1] = moved

    await poll(bench, connection)

    assert await bench.cases() == []


async def test_a_ledger_that_tells_no_changes_is_looked_at(bench: Bench) -> None:
    """It stores the first request after the second: the look that is owed then shows both."""
    connection = await left_unanswered(bench)
    await work_for(bench, connection, LONGEST_WORK)
    assert (await bench.entry()).status is PostingStatus.POSTED
    ledger: FakeLedger = bench.ledger
    ledger.capabilities = replace(ledger.capabilities, changes=False)
    await stored_late(bench)
    await bench.poll(connection)
    told_before = [one.incident.failure.reason for one in await bench.cases()]

    await bench.pass_time(LONGEST_WORK)
    await bench.poll(connection)

    told = [one.incident.failure.reason for one in await bench.cases()]
    assert FailureReason.DOUBLED not in told_before
    assert FailureReason.DOUBLED in told


async def test_two_that_a_look_finds_are_told_too(bench: Bench) -> None:
    """One of them is what we sent, so the entry is posted; nothing more is sent."""
    connection = await left_unanswered(bench)
    await cast(LateLedger, bench.ledger).store_now()
    await stored_late(bench)
    await work_for(bench, connection, LONGEST_WORK)

    await bench.pass_time(LONGEST_WORK)
    await bench.poll(connection)

    assert (await bench.entry()).status is PostingStatus.POSTED
    assert len(bench.ledger.sent) == 2  # once by us, once by the gateway
    assert FailureReason.DOUBLED in [one.incident.failure.reason for one in await bench.cases()]
