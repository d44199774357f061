"""The callers' own journal numbers: in the ledger where they are free, else ours, and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.incidents.incident import IncidentState
from tests.build import some_content
from tests.fakes.ready import JULY_7
from tests.journal.bench import Bench
from tests.storage.stage import rows

S = PostingStatus


async def test_a_free_number_is_the_ledgers(bench: Bench) -> None:
    """Ours stands in the note, so that the entry is found when its answer was lost."""
    made = await bench.book()
    bench.ledger.swallow()
    await bench.take(made, [some_content(reference="S-1", number="SJ-7", description="Takings")])

    await bench.post(made)
    assert (await bench.entry()).status is S.UNCERTAIN
    await bench.pass_time()
    await bench.post(made)

    (stored,) = bench.ledger.stored
    assert (stored.number, stored.note) == ("SJ-7", "Takings [JF-1]")
    assert ((await bench.entry()).status, len(bench.ledger.sent)) == (S.POSTED, 1)


async def test_a_taken_number_gives_way_and_it_is_told(bench: Bench) -> None:
    """To another entry there, or to one of the same batch: each is posted, under ours."""
    made = await bench.book()
    bench.ledger.type_by_hand("SJ-7", JULY_7)
    numbers = {"S-1": "SJ-7", "S-2": "sj-7", "S-3": "SJ-8", "S-4": "SJ-8", "S-5": ""}
    contents = [some_content(reference=name, number=own) for name, own in numbers.items()]
    await bench.take(made, contents)

    await bench.post(made)

    assert bench.ledger.numbers == ["SJ-7", "JF-1", "JF-2", "SJ-8", "JF-4", "JF-5"]
    assert await bench.cases() == []
    assert (await bench.entry("S-1")).words == (
        "QuickBooks has another entry with the number SJ-7, so S-1 is there as JF-1."
    )
    assert "SJ-8" in (await bench.entry("S-4")).words
    told = await rows(bench.database, "SELECT words FROM attempt WHERE entry_id IN (3, 5)")
    assert [row.words for row in told] == ["", ""]


async def test_a_card_tells_of_it_in_its_story(bench: Bench) -> None:
    """Where the entry stood on one when it was posted."""
    made = await bench.book()
    bench.ledger.type_by_hand("SJ-7", JULY_7 - timedelta(days=7))
    bench.ledger.refuse(FailureReason.PERMISSION, times=1)
    await bench.take(made, [some_content(reference="S-1", number="SJ-7")])
    await bench.post(made)

    await bench.retry((await bench.case()).incident.id)
    await bench.post(made)

    assert await bench.states() == [IncidentState.RESOLVED]
    query = "SELECT facts FROM incident_event WHERE kind = 'posted'"
    (told,) = await rows(bench.database, query)
    (remark,) = told.facts["remarks"]
    assert remark == (await bench.entry("S-1")).words


async def test_numbers_are_asked_for_only_where_there_are_any(bench: Bench) -> None:
    """Nothing is asked of the ledger for entries without one."""
    made = await bench.book()
    bench.ledger.readable = False
    async with bench.store() as store:
        await store.books.save_accounts(made.id, list(bench.ledger.chart.values()), bench.clock())
    await bench.take(made, [some_content(reference="S-1")])

    await bench.post(made)

    assert bench.ledger.numbers == ["JF-1"]


async def test_a_correction_keeps_its_number(bench: Bench) -> None:
    """What the entry itself has is not taken by another; a new one goes where the old stood."""
    made = await bench.book()
    first = some_content(reference="S-1", number="SJ-7", description="Takings")
    await bench.take(made, [first])
    await bench.post(made)

    for revision, number in ((2, "SJ-7"), (3, "SJ-9")):
        memo = f"Takings {revision}"
        again = replace(first, revision=revision, description=memo, number=number)
        (answer,) = await bench.services.accept_entries(made.book_id, [again])
        assert answer.taken, answer.error
        await bench.post(made)

        (stored,) = bench.ledger.stored
        assert (stored.number, stored.note) == (number, f"Takings {revision} [JF-1]")
    assert await bench.cases() == []
