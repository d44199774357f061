"""Answers are written down; a late one changes nothing but that the ledger has the entry."""

from datetime import timedelta

from journal.entries.entry import PostingStatus
from journal.entries.entry_moves import Why
from journal.entries.failure import FailureReason
from journal.entries.posting import Refused, Uncertain
from journal.incidents.detection import Verdict
from storage.database import Database
from tests.build import NOW, a_failure
from tests.storage.stage import (
    attempt,
    entry_called,
    open_book,
    open_incident,
    put,
    refusal,
    rows,
    some_entries,
    success,
    take_in,
)

S = PostingStatus


async def test_posted_is_kept_with_where_it_stands_in_the_ledger(database: Database) -> None:
    """Nothing is due any more, and the try is remembered with its key."""
    connection = await open_book(database)
    (entry,) = await take_in(database, connection, some_entries(1))
    entry = await put(database, entry, status="posting")

    async with database.store() as store:
        assert await store.postings.record([success(entry)]) == {entry.id}
        assert await store.postings.next_due(connection.id) is None

    now = await entry_called(database, "S-1")
    assert (now.status, now.posted_at, now.ledger_id) == (S.POSTED, NOW, "227")
    assert now.attempts == 1
    (row,) = await rows(database, "SELECT * FROM attempt")
    assert (row.entry_id, row.outcome, row.key) == (entry.id, "posted", entry.key)


async def test_a_judged_refusal_joins_its_incident_with_a_new_key(
    database: Database,
) -> None:
    """The first failure since it came in keeps its time through later ones."""
    connection = await open_book(database)
    incident = await open_incident(database, connection)
    (entry,) = await take_in(database, connection, some_entries(1))
    entry = await put(database, entry, status="posting")

    async with database.store() as store:
        await store.postings.record([refusal(entry, incident.id, new_key=True)])

    failed = await entry_called(database, "S-1")
    assert (failed.status, failed.incident_id) == (S.FAILED, incident.id)
    assert (failed.failed_at, failed.words) == (NOW, "no")
    assert failed.key != entry.key

    failed = await put(database, failed, status="posting", failed_at=NOW - timedelta(days=1))
    async with database.store() as store:
        await store.postings.record([refusal(failed, incident.id)])
    again = await entry_called(database, "S-1")
    assert (again.attempts, again.failed_at) == (2, NOW - timedelta(days=1))
    assert again.key == failed.key


async def test_no_answer_stays_uncertain_with_the_same_key_and_is_due(database: Database) -> None:
    """It is looked up at the time set, and sent, if at all, under the key it had."""
    connection = await open_book(database)
    (entry,) = await take_in(database, connection, some_entries(1))
    entry = await put(database, entry, status="posting")
    failure = a_failure(FailureReason.UNCERTAIN)
    due = NOW + timedelta(seconds=2)
    unsure = attempt(entry, Uncertain(failure), Verdict(Why.NO_ANSWER, failure, due))

    async with database.store() as store:
        await store.postings.record([unsure])
        assert await store.postings.next_due(connection.id) == due

    now = await entry_called(database, "S-1")
    assert (now.status, now.key) == (S.UNCERTAIN, entry.key)


async def test_a_late_answer_never_undoes_what_stands(database: Database) -> None:
    """A refusal counts only while the entry is being posted; posted holds whatever stands."""
    connection = await open_book(database)
    refused = dict(zip(S, await take_in(database, connection, some_entries(6)), strict=True))
    taken = dict(zip(S, await take_in(database, connection, some_entries(6, "T")), strict=True))
    for status in S:
        refused[status] = await put(database, refused[status], status=status.value)
        taken[status] = await put(database, taken[status], status=status.value)

    answers = [*map(refusal, refused.values()), *map(success, taken.values())]
    async with database.store() as store:
        awaited = await store.postings.still_posting([one.entry.id for one in answers])
        changed = await store.postings.record(answers)

    assert awaited == {refused[S.POSTING].id, taken[S.POSTING].id}
    posted = {entry.id for status, entry in taken.items() if status is not S.POSTED}
    assert changed == {refused[S.POSTING].id, *posted}
    for status, entry in refused.items():
        after = await entry_called(database, entry.content.reference)
        assert after.status is (S.FAILED if status is S.POSTING else status)
    for entry in taken.values():
        assert (await entry_called(database, entry.content.reference)).status is S.POSTED
    assert len(await rows(database, "SELECT 1 FROM attempt")) == 12


async def test_tries_are_kept_newest_first_with_platform_words(
    database: Database,
) -> None:
    """What Details shows: outcome, words, code, status and the platform's trace."""
    connection = await open_book(database)
    incident = await open_incident(database, connection)
    (entry,) = await take_in(database, connection, some_entries(1))
    entry = await put(database, entry, status="posting", incident_id=incident.id)
    failure = a_failure(
        FailureReason.PERMISSION, words="may not", code="5020", http_status=400, trace="t-1"
    )
    refused = attempt(entry, Refused(failure), Verdict(Why.REFUSE, failure, told=True))

    async with database.store() as store:
        await store.postings.record([refused])
        await store.postings.record([success(entry, incident.id)])
        newest, oldest = await store.entries.attempts_of(incident.id, 10)
        assert len(await store.entries.attempts_of(incident.id, 1)) == 1

    assert (newest.outcome, oldest.outcome) == ("posted", "refused")
    assert (oldest.number, oldest.words, oldest.code) == (entry.number, "may not", "5020")
    assert (oldest.http_status, oldest.trace) == (400, "t-1")
