"""Offers are kept whole, known by the event that told of them, and told in two messages."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal.errors import NotFound
from journal.offers.choices import Changes, Choices, Needed
from journal.offers.file_offer import FileOffer, OfferState, Progress
from storage.database import Database
from tests.build import NOW, an_offer
from tests.storage.stage import jobs, open_book, rows


@pytest.fixture
async def offer(database: Database) -> FileOffer:
    """An offer of Northwind, kept."""
    connection = await open_book(database)
    wanted = an_offer(book_id=connection.book_id, book_ids=(connection.book_id,))
    async with database.store() as store:
        return await store.offers.add(wanted, "Ev1", NOW)


async def test_everything_of_it_comes_back(database: Database, offer: FileOffer) -> None:
    """What was written is what is read, to the last field."""
    changed = replace(
        offer,
        state=OfferState.ASKS,
        choices=Choices(dates="day-first", changes=Changes.ASK),
        needs=(Needed.DATES, Needed.SHEET),
        why="open",
        progress=Progress(3, 2, 0, 1, 0),
        moved_by="U_BEN",
        moved_at=NOW,
        asked_by="U_ANA",
        faults_sent="d2",
    )
    async with database.store() as store:
        await store.offers.save(changed)

    async with database.store() as store:
        assert await store.offers.get(offer.id) == changed


async def test_one_event_is_one_offer(database: Database, offer: FileOffer) -> None:
    """Told again by Slack, the offer that is there is returned as it stands."""
    async with database.store() as store:
        again = await store.offers.add(an_offer(book_id=offer.book_id), "Ev1", NOW)
        other = await store.offers.add(an_offer(book_id=offer.book_id), "Ev2", NOW)

    assert again == offer
    assert other.id != offer.id


async def test_it_is_told_in_one_message(database: Database, offer: FileOffer) -> None:
    """However often it changes: its message is owed again, and stands in the file's thread."""
    for _ in range(3):
        async with database.store() as store:
            await store.offers.owe(offer, NOW)

    (told,) = await rows(database, "SELECT owed, thread_ts FROM message")
    assert (told.owed, told.thread_ts) == (3, "5.1")
    assert ("send_cards", offer.channel_id) in await jobs(database)


async def test_faults_stand_below_the_file(database: Database, offer: FileOffer) -> None:
    """Also where the offer itself stands in the conversation."""
    direct = replace(offer, channel_id="D0ANA", thread_ts="")
    async with database.store() as store:
        await store.offers.save(direct)
        await store.offers.owe(direct, NOW)
        await store.offers.owe_faults(direct, NOW)
        await store.offers.owe_faults(direct, NOW)

    found = await rows(database, "SELECT thread_ts, owed FROM message ORDER BY created_at, owed")
    assert [(one.thread_ts, one.owed) for one in found] == [(None, 1), ("5.1", 2)]
    async with database.store() as store:
        notices = [row.id for row in await rows(database, "SELECT id FROM notice ORDER BY id")]
        assert [(await store.offers.of_notice(one)).id for one in notices] == [offer.id] * 2


async def test_what_is_not_there_is_told(database: Database) -> None:
    """A number that no offer has."""
    async with database.store() as store:
        with pytest.raises(NotFound):
            await store.offers.for_change(99)
