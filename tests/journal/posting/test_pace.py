"""The pace that a platform allows: a few at once after a quiet time, then one behind the other."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from journal.books.book import Connection
from journal.entries.entry import NewEntry
from journal.ports import Capabilities
from journal.posting.post_entries import READS
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import Bench
from tests.storage.stage import running_job, some_entries

SPACING = timedelta(minutes=1)
NEARLY = SPACING / 2
"""What waits are compared within: the database's own clock goes on between the statements."""


async def waits(
    bench: Bench, connection: Connection, contents: Sequence[NewEntry]
) -> list[timedelta]:
    """Post entries; return what each waited for before it was sent, shortest first."""
    waited: list[timedelta] = []

    async def pause(length: timedelta) -> None:
        waited.append(length)

    await bench.take(connection, contents)
    work = replace(bench.services.post_entries, pause=pause)
    await work(connection.id, await running_job(bench.database))
    return sorted(waited)


async def test_the_first_few_go_at_once_the_others_in_turn(bench: Bench) -> None:
    """The calls that read the books count too; who waits for one card waits for nothing."""
    bench.ledger = FakeLedger(Capabilities(calls_per_minute=1, burst=READS + 2))
    connection = await bench.book()

    waited = await waits(bench, connection, some_entries(6))

    at_once = [wait for wait in waited if not wait]
    later = [wait for wait in waited if wait]
    assert len(at_once) == 3
    assert all(abs(wait - n * SPACING) < NEARLY for n, wait in enumerate(later, start=1))


async def test_without_a_burst_each_waits_for_its_own_turn(bench: Bench) -> None:
    """Where a platform counts by the second, nothing is sent ahead."""
    bench.ledger = FakeLedger(Capabilities(calls_per_minute=1))
    connection = await bench.book()

    first, *others = await waits(bench, connection, some_entries(3))

    assert first < NEARLY
    assert all(abs(wait - (READS + n) * SPACING) < NEARLY for n, wait in enumerate(others, start=1))


async def test_a_correction_takes_the_time_of_two_calls(bench: Bench) -> None:
    """Most platforms are asked how the entry stands before it is written over."""
    connection = await bench.book()
    entries = await bench.take(connection, some_entries(2))
    await bench.post(connection)
    bench.ledger.capabilities = Capabilities(replaces=True, calls_per_minute=1)
    corrected = [replace(one.content, revision=2, description="put right") for one in entries]

    first, second = await waits(bench, connection, corrected)

    look_up = 1
    assert abs((second - first) - (look_up + 2) * SPACING) < NEARLY


async def test_what_is_refused_here_keeps_nothing_waiting(bench: Bench) -> None:
    """Nothing is sent for it, so nothing is reserved: once it is mended it goes at once."""
    bench.ledger = FakeLedger(Capabilities(calls_per_minute=1, burst=4 * READS))
    connection = await bench.book(mapped=False)
    await waits(bench, connection, some_entries(30))
    case = await bench.case()

    async with bench.store() as store:
        slot = await store.books.reserve_calls(connection.id, 0, SPACING)
        assert slot.wait < (READS + 1) * SPACING
    assert case.summary.waiting == 30
