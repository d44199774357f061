"""A file is taken in batch by batch, each with how far it has come: killed, it goes on there."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from journal.books.book import Connection
from journal.entries.entry import NewEntry
from journal.entries.numbering import Numbering
from journal.importing.take_offer import Batch, TakeOffer
from journal.offers.file_offer import FileOffer, OfferState, Progress
from journal.ports import Acceptance
from tests.build import NOW, an_offer
from tests.journal.bench import Bench
from tests.storage.stage import rows, some_entries

PLAIN = Numbering("july")


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """Northwind."""
    return await bench.book()


@pytest.fixture
async def offer(bench: Bench, connection: Connection) -> FileOffer:
    """A file that someone wants imported."""
    async with bench.store() as store:
        wanted = an_offer(state=OfferState.IMPORTING, book_id=connection.book_id)
        return await store.offers.add(wanted, "Ev1", NOW)


def taking(bench: Bench) -> TakeOffer:
    """Return the use case."""
    return TakeOffer(bench.database.store, bench.services.accept_entries, bench.clock)


async def take(
    bench: Bench, offer: FileOffer, entries: Sequence[NewEntry], faults: int = 0
) -> tuple[FileOffer, Sequence[Acceptance]]:
    """Take a batch in."""
    return await taking(bench)(offer, Batch(entries, faults), PLAIN, corrected=False)


async def test_what_is_taken_is_counted_with_it(bench: Bench, offer: FileOffer) -> None:
    """Taken, known and faulty entries are kept with the offer in the same transaction."""
    first, _ = await take(bench, offer, some_entries(3), faults=1)
    second, _ = await take(bench, first, some_entries(4))

    assert first.progress == Progress(read=4, taken=3, faults=1)
    assert second.progress == Progress(read=8, taken=4, known=3, faults=1)
    async with bench.store() as store:
        assert (await store.offers.get(offer.id)).progress == second.progress


async def test_a_second_process_takes_nothing(bench: Bench, offer: FileOffer) -> None:
    """The one that comes late reads how far the other is, and takes nothing twice."""
    first, _ = await take(bench, offer, some_entries(3))

    late, answers = await take(bench, offer, some_entries(3))

    assert (late, answers) == (first, ())
    assert len(await rows(bench.database, "SELECT id FROM entry")) == 3


async def test_what_is_set_aside_is_not_taken(bench: Bench, offer: FileOffer) -> None:
    """A batch whose offer was refused meanwhile stays out, whole."""
    await taking(bench).refuse(offer, "gone")

    stands, answers = await take(bench, offer, some_entries(2))

    assert (stands.state, stands.why, answers) == (OfferState.REFUSED, "gone", ())
    assert await rows(bench.database, "SELECT id FROM entry") == []


async def test_it_is_finished_once(bench: Bench, offer: FileOffer) -> None:
    """Finished again, or refused after that, it stays as it was."""
    for _ in range(2):
        await taking(bench).finish(offer)
    await taking(bench).refuse(offer, "late")

    async with bench.store() as store:
        now = await store.offers.get(offer.id)
    assert (now.state, now.why) == (OfferState.IMPORTED, "")
