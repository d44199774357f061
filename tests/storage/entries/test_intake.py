"""Entries are taken in once: known, new again, changed, or too late to be changed."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from journal.books.book import Platform
from journal.entries.entry import MAX_REVISION, OnChange, PostingStatus
from journal.ports import Acceptance
from storage.database import Database
from tests.build import NOW, some_content
from tests.storage.stage import (
    at_once,
    entry_called,
    open_book,
    open_incident,
    put,
    rows,
    some_entries,
    take_in,
)

S = PostingStatus


async def test_new_entries_are_kept_in_order_and_due(database: Database) -> None:
    """Each gets its number, waits to be posted, and reads back exactly as it came."""
    connection = await open_book(database)
    contents = some_entries(3)

    async with database.store() as store:
        answers = await store.intake.accept(connection, contents, NOW)

    assert [one.reference for one in answers] == ["S-1", "S-2", "S-3"]
    assert all(one.taken and one.number.startswith("JF-") for one in answers)
    kept = [await entry_called(database, one.reference) for one in contents]
    assert [one.content for one in kept] == contents
    assert {(one.status, one.accepted_at, one.attempts) for one in kept} == {(S.PENDING, NOW, 0)}
    assert [one.number for one in kept] == [one.number for one in answers]


async def test_the_same_again_changes_nothing(database: Database) -> None:
    """Handed in a hundred times, it is there once and keeps its number."""
    connection = await open_book(database)
    (entry,) = await take_in(database, connection, some_entries(1))

    async with database.store() as store:
        (again,) = await store.intake.accept(connection, [entry.content], NOW)

    assert again == Acceptance("S-1", entry.number, taken=False)
    assert await entry_called(database, "S-1") == entry


async def test_other_content_under_the_same_revision_is_a_conflict(database: Database) -> None:
    """The answer says what it is known as and which revision would do."""
    connection = await open_book(database)
    (entry,) = await take_in(database, connection, some_entries(1))

    async with database.store() as store:
        changed = some_content(reference="S-1", description="other")
        (answer,) = await store.intake.accept(connection, [changed], NOW)

    assert not answer.taken
    assert entry.number in answer.error
    assert "revision 2" in answer.error
    assert await entry_called(database, "S-1") == entry


async def test_a_higher_revision_replaces_what_is_not_posted(
    database: Database,
) -> None:
    """It is due at once, under a new key, with the number it had."""
    connection = await open_book(database)
    stands = [S.PENDING, S.FAILED, S.SKIPPED]
    entries = await take_in(database, connection, some_entries(len(stands)))
    for entry, status in zip(entries, stands, strict=True):
        await put(database, entry, status=status.value, due_at=None, attempts=1)
    newer = some_entries(len(stands), revision=2, description="corrected")

    async with database.store() as store:
        answers = await store.intake.accept(connection, newer, NOW)
        assert await store.postings.next_due(connection.id) == NOW

    assert [(one.taken, one.number) for one in answers] == [(True, one.number) for one in entries]
    for before in entries:
        now = await entry_called(database, before.content.reference)
        assert (now.content.revision, now.status) == (2, S.PENDING)
        assert now.key != before.key


async def test_what_may_be_in_the_ledger_is_not_replaced(database: Database) -> None:
    """Nor what is there without our knowing where: the answer says when to hand it in again."""
    connection = await open_book(database)
    stands = [S.POSTED, S.POSTING, S.UNCERTAIN]
    entries = await take_in(database, connection, some_entries(len(stands)))
    for entry, status in zip(entries, stands, strict=True):
        await put(database, entry, status=status.value)
    newer = some_entries(len(stands), revision=2)

    async with database.store() as store:
        answers = await store.intake.accept(connection, newer, NOW)

    assert not any(one.taken for one in answers)
    assert [one.error.split(" as ")[0] for one in answers] == [
        '"S-1" is in QuickBooks',
        '"S-2" is on its way',
        '"S-3" is on its way',
    ]
    after = [await entry_called(database, one.reference) for one in newer]
    assert [(one.status, one.content.revision) for one in after] == [(one, 1) for one in stands]


async def test_a_correction_remembers_what_it_takes_the_place_of(database: Database) -> None:
    """Its id and version in the ledger, and the day on which it stands there; no card holds it."""
    connection = await open_book(database)
    incident = await open_incident(database, connection)
    (entry,) = await take_in(database, connection, some_entries(1))
    await put(
        database,
        entry,
        status=S.POSTED.value,
        ledger_id="227",
        ledger_version="0",
        incident_id=incident.id,
        posted_at=NOW,
    )
    day, meant = date(2026, 8, 3), OnChange.REPLACE
    newer = some_entries(1, revision=2, date=day, on_change=meant)

    async with database.store() as store:
        (answer,) = await store.intake.accept(connection, newer, NOW)

    assert answer.taken
    now = await entry_called(database, "S-1")
    assert (now.status, now.replaces, now.ledger_version) == (S.PENDING, "227", "0")
    assert (now.ledger_id, now.incident_id, now.posted_at) == (None, None, NOW)
    assert now.earlier_days == (date(2026, 7, 7),)
    assert now.key != entry.key


@pytest.mark.parametrize("platform", [Platform.TRYTON, Platform.POSTING_SERVICE])
async def test_a_posted_entry_stays_where_none_is_changed_in_place(
    database: Database, platform: Platform
) -> None:
    """The answer says what to do there."""
    connection = replace(await open_book(database), platform=platform)
    (entry,) = await take_in(database, connection, some_entries(1))
    await put(database, entry, status=S.POSTED.value, ledger_id="227")

    async with database.store() as store:
        (answer,) = await store.intake.accept(connection, some_entries(1, revision=2), NOW)

    assert not answer.taken
    assert "there" in answer.error
    assert (await entry_called(database, "S-1")).status is S.POSTED


async def test_what_is_corrected_is_the_next_revision(database: Database) -> None:
    """Also where the file knows no revisions; handed in once more, it is known."""
    connection = await open_book(database)
    entries = await take_in(database, connection, some_entries(2))
    await put(database, entries[1], status=S.POSTING.value)
    changed = some_entries(2, description="corrected")

    async with database.store() as store:
        first, sent = await store.intake.accept(connection, changed, NOW, corrected=True)
        (again,) = await store.intake.accept(connection, changed[:1], NOW)

    assert (first.taken, again.taken, again.error) == (True, False, "")
    assert (await entry_called(database, "S-1")).content.revision == 2
    assert "on its way" in sent.error


async def test_one_batch_may_name_a_reference_twice(database: Database) -> None:
    """The first is taken, its copy is known, and a newer revision takes its place."""
    connection = await open_book(database)
    first = some_content(reference="S-1")
    newer = some_content(reference="S-1", revision=2, description="corrected")

    async with database.store() as store:
        answers = await store.intake.accept(connection, [first, first, newer], NOW)

    assert [one.taken for one in answers] == [True, False, True]
    assert len({one.number for one in answers}) == 1
    assert (await entry_called(database, "S-1")).content == newer


async def test_books_have_their_own_references(database: Database) -> None:
    """Two clients may both call an entry S-1."""
    one, other = await open_book(database), await open_book(database, "harbor")

    async with database.store() as store:
        answers = [
            *await store.intake.accept(one, some_entries(1), NOW),
            *await store.intake.accept(other, some_entries(1), NOW),
        ]

    assert all(answer.taken for answer in answers)
    assert len({answer.number for answer in answers}) == 2


async def test_two_that_hand_in_the_same_at_once_make_one(database: Database) -> None:
    """Of two processes one takes it and the other is told that it is known."""
    connection = await open_book(database)

    async def hand_in() -> bool:
        async with database.store() as store:
            answers = await store.intake.accept(connection, some_entries(20), NOW)
        return all(one.taken for one in answers)

    assert sorted(await at_once(hand_in, hand_in)) == [False, True]
    assert (await rows(database, "SELECT count(*) AS n FROM entry"))[0].n == 20


async def test_any_text_is_kept_as_it_is(database: Database) -> None:
    """Emoji, quotes, percent signs and right-to-left marks come back unchanged."""
    connection = await open_book(database)
    words = ["🧾 café", "100 % :at %s", 'O\'Brien "&" <b>', "back\\slash", "\u202eabc", "null"]
    contents = [
        some_content(
            reference=word,
            sales_channel=word,
            description=word,
            lines=tuple(
                replace(line, category=word, description=word, title=word, quantity=Decimal("0.50"))
                for line in some_content().lines
            ),
            revision=MAX_REVISION,
        ).checked()
        for word in words
    ]

    kept = await take_in(database, connection, contents)

    assert [entry.content for entry in kept] == contents
    async with database.store() as store:
        again = await store.intake.accept(connection, contents, NOW)
        found = await store.entries.find(words[2])
    assert not any(one.taken or one.error for one in again)
    assert [entry.content.reference for entry in found] == [words[2]]


async def test_a_number_of_their_own_is_kept(database: Database) -> None:
    """With the entry, and changed with it as a correction; the total alone would not tell."""
    connection = await open_book(database)
    numbered = some_content(reference="S-1", number="SJ-114")
    await take_in(database, connection, [numbered])
    other = replace(numbered, number="SJ-115")

    async with database.store() as store:
        (refused,) = await store.intake.accept(connection, [other], NOW)
        (corrected,) = await store.intake.accept(connection, [other], NOW, corrected=True)

    assert "revision 2" in refused.error
    assert corrected.taken
    assert (await entry_called(database, "S-1")).content == replace(other, revision=2)


@pytest.mark.parametrize("corrected", [False, True])
async def test_a_file_from_before_numbers_were_carried_is_known(
    database: Database, *, corrected: bool
) -> None:
    """It adds a number and nothing else: that is a change only where one is meant."""
    connection = await open_book(database)
    before = some_content(reference="S-1")
    await take_in(database, connection, [before])

    async with database.store() as store:
        (again,) = await store.intake.accept(
            connection, [replace(before, number="S-1")], NOW, corrected=corrected
        )

    assert (again.error, again.taken) == ("", corrected)


@pytest.mark.parametrize("changes", [{"description": "other"}, {"number": "9"}])
async def test_other_words_alone_are_a_correction(
    database: Database, changes: dict[str, Any]
) -> None:
    """Of what is posted too: it is due again, and keeps what it is put in place of."""
    connection = await open_book(database)
    first = some_content(reference="S-1", number="7", description="Takings")
    (entry,) = await take_in(database, connection, [first])
    await put(database, entry, status=S.POSTED.value, ledger_id="227")

    async with database.store() as store:
        (answer,) = await store.intake.accept(
            connection, [replace(first, **changes)], NOW, corrected=True
        )

    assert answer.taken
    after = await entry_called(database, "S-1")
    assert (after.status, after.replaces) == (S.PENDING, "227")
