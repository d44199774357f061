"""The entries of an incident released, left out, taken back; and found in the ledger."""

from datetime import timedelta

from journal.entries.entry import PostingStatus
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerEntry
from journal.ports import Acceptance
from storage.database import Database
from tests.build import NOW, some_content
from tests.storage.stage import (
    entry_called,
    open_book,
    open_incident,
    put,
    refusal,
    some_entries,
    success,
    take_in,
)

S = PostingStatus
LATER = NOW + timedelta(minutes=1)


async def one_of_each(database: Database) -> int:
    """Give an incident one entry of every status, called by it; return the incident's id."""
    connection = await open_book(database)
    incident = await open_incident(database, connection)
    contents = [some_content(reference=status.value) for status in S]
    for entry in await take_in(database, connection, contents):
        status = entry.content.reference
        await put(database, entry, status=status, incident_id=incident.id, due_at=None)
    return incident.id


async def stand(database: Database) -> dict[S, S]:
    """Return where the entry of each former status stands now."""
    return {status: (await entry_called(database, status.value)).status for status in S}


async def test_release_makes_everything_due_that_is_not_settled(database: Database) -> None:
    """Failed ones wait again; what is uncertain stays so, since it is looked up first."""
    incident_id = await one_of_each(database)

    async with database.store() as store:
        assert await store.postings.release(incident_id, LATER) == 3

    assert await stand(database) == {
        **{status: status for status in S},
        S.FAILED: S.PENDING,
    }
    async with database.store() as store:
        (entry,) = await store.entries.find("failed")
        assert await store.postings.next_due(entry.connection_id) == LATER


async def test_skip_leaves_out_all_that_is_not_posted(database: Database) -> None:
    """Also what is on its way or uncertain: nobody sends it again."""
    incident_id = await one_of_each(database)

    async with database.store() as store:
        assert await store.entries.skip(incident_id) == 4
        (entry,) = await store.entries.find("failed")
        assert await store.postings.next_due(entry.connection_id) is None

    assert await stand(database) == {**dict.fromkeys(S, S.SKIPPED), S.POSTED: S.POSTED}


async def test_one_left_out_on_its_way_counts_when_posted(
    database: Database,
) -> None:
    """A refusal changes nothing, but what the ledger has is never called left out."""
    incident_id = await one_of_each(database)
    sent = await entry_called(database, "posting")

    async with database.store() as store:
        await store.entries.skip(incident_id)
        assert await store.postings.record([refusal(sent, incident_id)]) == set()
    skipped = await entry_called(database, "posting")
    assert skipped.status is S.SKIPPED
    assert skipped.attempts == 1, "it was sent, so it is looked up before it is sent again"

    async with database.store() as store:
        assert await store.postings.record([success(sent, incident_id)]) == {sent.id}
    assert (await entry_called(database, "posting")).status is S.POSTED


async def test_unskip_lets_wait_again_and_counts_what_is_not_posted(database: Database) -> None:
    """Nothing to open again when all of it is in the books."""
    incident_id = await one_of_each(database)

    async with database.store() as store:
        assert await store.entries.unskip(incident_id) == 5
    assert (await entry_called(database, "skipped")).status is S.FAILED

    for status in S:
        await put(database, await entry_called(database, status.value), status="posted")
    async with database.store() as store:
        assert await store.entries.unskip(incident_id) == 0


async def test_only_what_waits_for_people_is_looked_up_by_a_poll(database: Database) -> None:
    """The failed ones of this connection, at most as many as asked for."""
    await one_of_each(database)
    failed = await entry_called(database, "failed")

    async with database.store() as store:
        found = await store.entries.to_look_up(failed.connection_id, 10)
        assert await store.entries.to_look_up(failed.connection_id, 0) == []

    assert found == [failed]


async def test_found_in_the_ledger_only_what_stands_still_is_marked(database: Database) -> None:
    """What is on its way is marked by its own answer; the return says which it was."""
    await one_of_each(database)
    marked = set()

    async with database.store() as store:
        for status in S:
            (entry,) = await store.entries.find(status.value)
            there = LedgerEntry("9", entry.number, entry.content.date, "https://ledger.example/9")
            if await store.postings.mark_posted(entry, there, LATER, Ground.NUMBER):
                marked.add(status)

    assert marked == {S.FAILED, S.SKIPPED}
    for status in S:
        now = await entry_called(database, status.value)
        assert (now.ledger_id == "9") == (status in marked)
        assert now.status is (S.POSTED if status in marked else status)


async def test_an_entry_is_found_by_either_name(database: Database) -> None:
    """Our number, whatever its case, or the caller's own reference."""
    connection = await open_book(database)
    _other, wanted = await take_in(database, connection, some_entries(2))

    async with database.store() as store:
        for asked in (wanted.number, wanted.number.lower(), f" {wanted.number} ", "S-2"):
            assert await store.entries.find(asked) == [wanted]


async def test_a_name_that_is_none_finds_nothing(database: Database) -> None:
    """However odd, it is an answer of nothing and no error."""
    connection = await open_book(database)
    await take_in(database, connection, some_entries(1))
    huge = f"JF-{2**70}"

    async with database.store() as store:
        for asked in ("", "JF-", "JF-0", "JF-²", "JF--1", "JF-٣", huge, "JF-" + "9" * 5000, "%"):
            assert await store.entries.find(asked) == []


async def test_pages_of_an_incident_are_in_order_of_date(database: Database) -> None:
    """The oldest day first, whatever the order they came in."""
    connection = await open_book(database)
    incident = await open_incident(database, connection)
    contents = [
        some_content(reference=f"S-{day}", date=NOW.date() - timedelta(days=day))
        for day in (1, 3, 2)
    ]
    for entry in await take_in(database, connection, contents):
        await put(database, entry, incident_id=incident.id)

    async with database.store() as store:
        first = await store.entries.of_incident(incident.id, 2)
        rest = await store.entries.of_incident(incident.id, 2, 2)

    assert [one.content.reference for one in first] == ["S-3", "S-2"]
    assert [one.content.reference for one in rest] == ["S-1"]


async def test_a_revision_of_one_left_out_is_taken_up(database: Database) -> None:
    """Who hands in a correction wants it posted."""
    await one_of_each(database)
    skipped = await entry_called(database, "skipped")

    async with database.store() as store:
        connection = await store.books.connection(skipped.connection_id)
        newer = some_content(reference="skipped", revision=2)
        (answer,) = await store.intake.accept(connection, [newer], LATER)

    assert answer == Acceptance("skipped", skipped.number, taken=True)
