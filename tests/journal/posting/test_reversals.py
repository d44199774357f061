"""An entry with a reversing date has a second one that day: once, linked, following its first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from journal.entries.entry import MAX_REFERENCE, Entry, NewEntry, PostingStatus, Side
from journal.entries.failure import FailureReason as R
from journal.posting.make_reversals import reversal_of
from tests.build import an_entry, some_content
from tests.journal.bench import Bench

FIRST_OF_AUGUST = date(2026, 8, 1)


def an_accrual(**changes: object) -> NewEntry:
    """Return an entry that is booked the other way round in August."""
    accrual = some_content(reference="REV-1", reverse_on=FIRST_OF_AUGUST, number="17")
    return replace(accrual, **changes)  # type: ignore[arg-type]


async def second(bench: Bench) -> Entry:
    """Return the reversal."""
    return await bench.entry("REV-1 reversal")


async def test_the_reversal_is_posted_once_the_first_is(bench: Bench) -> None:
    """On its day, each line on the other side, linked; posting again makes no third."""
    connection = await bench.book()
    (first,) = await bench.take(connection, [an_accrual()])

    for _again in range(3):
        await bench.post(connection)
        await bench.poll(connection)

    sent = bench.ledger.sent
    assert [one.date for one in sent] == [first.content.date, FIRST_OF_AUGUST]
    assert [line.side for line in sent[1].lines] == [Side.CREDIT, Side.DEBIT]
    assert [line.amount for line in sent[1].lines] == [line.amount for line in sent[0].lines]
    assert first.number in sent[1].note
    assert (await second(bench)).content.reverses == first.id
    assert len(bench.ledger.stored) == 2


async def test_nothing_is_reversed_that_is_not_in_the_books(bench: Bench) -> None:
    """A refused first has no reversal; skipped, it never gets one."""
    connection = await bench.book()
    bench.ledger.refuse(R.VALIDATION_OTHER, times=1)
    (first,) = await bench.take(connection, [an_accrual()])
    await bench.post(connection)
    await bench.poll(connection)

    async with bench.store() as store:
        assert await store.postings.unreversed(connection.id) == []
    assert bench.ledger.stored == []

    (case,) = await bench.cases()
    await bench.retry(case.incident.id)
    await bench.post(connection)

    assert [one.date for one in bench.ledger.stored] == [first.content.date, FIRST_OF_AUGUST]


async def test_what_a_poll_finds_is_reversed_too(bench: Bench) -> None:
    """The first was stored although no answer came; its reversal follows all the same."""
    connection = await bench.book()
    bench.ledger.swallow()
    await bench.take(connection, [an_accrual()])
    await bench.post(connection)
    bench.ledger.recover()
    await bench.pass_time()

    await bench.poll(connection)
    await bench.post(connection)

    assert len(bench.ledger.stored) == 2
    assert (await second(bench)).status is PostingStatus.POSTED


async def test_a_correction_corrects_both(bench: Bench) -> None:
    """A new revision of the first makes one of the second, in place."""
    connection = await bench.book()
    await bench.take(connection, [an_accrual()])
    await bench.post(connection)
    content = an_accrual()
    smaller = tuple(replace(line, amount=some_content().total) for line in content.lines)
    changed = replace(content, revision=2, lines=smaller, description="less")
    async with bench.store() as store:
        (answer,) = await store.intake.accept(connection, [changed], bench.clock())
        await store.jobs.post_entries(connection.id)
    assert answer.taken

    await bench.post(connection)

    assert len(bench.ledger.stored) == 2
    assert all("less" in one.note for one in bench.ledger.stored)
    assert (await second(bench)).content.revision == 2


@pytest.mark.parametrize("length", [1, MAX_REFERENCE - 9, MAX_REFERENCE])
def test_its_reference_fits(length: int) -> None:
    """However long that of the first is, and it names its first."""
    first = an_entry(content=an_accrual(reference="x" * length))

    reversal = reversal_of(first).checked()

    assert reversal.reference.endswith(" reversal")
    assert reversal.reverse_on is None
    assert reversal.number == ""


def test_an_entry_without_a_reversing_date_has_none() -> None:
    """It is asked only of what has one."""
    with pytest.raises(AssertionError):
        reversal_of(an_entry())
