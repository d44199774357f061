"""Fields of an entry on their way: refused at the door, found lacking, posted whole."""

from __future__ import annotations

from dataclasses import replace

from journal.books.lists import CLASS, CompanyRules, ListItem
from journal.entries.coding import Coding
from journal.entries.entry import NewEntry
from journal.entries.failure import FailureReason as R
from journal.incidents.incident import IncidentState
from tests.build import some_content
from tests.journal.bench import Bench

ONLINE = ListItem(CLASS, "c1", "Online")


def coded(reference: str = "S-1", **coding: object) -> NewEntry:
    """Return an entry both of whose lines are coded so."""
    content = some_content(reference=reference)
    lines = tuple(replace(line, coding=Coding(**coding)) for line in content.lines)  # type: ignore[arg-type]
    return replace(content, lines=lines)


async def test_only_what_cannot_be_held_is_refused(bench: Bench) -> None:
    """Each entry has its answer, in order; nothing of the refused one is kept."""
    connection = await bench.book()
    handed_in = [coded("S-1"), coded("S-2", project="Fair"), coded("S-3")]

    answers = await bench.services.accept_entries(connection.book_id, handed_in)
    foreseen = await bench.services.preview_entries(connection.book_id, handed_in)

    assert [one.taken for one in answers] == [True, False, True]
    assert [bool(one.error) for one in answers] == [bool(one.error) for one in foreseen]
    assert "no projects" in answers[1].error
    assert answers[1].reference == "S-2"


async def test_all_or_none_takes_none(bench: Bench) -> None:
    """A batch of the API of which one entry cannot be held leaves nothing behind."""
    connection = await bench.book()
    async with bench.store() as store:
        answers = await bench.services.accept_entries.within(
            store, connection.book_id, [coded("S-1"), coded("S-2", project="Fair")], together=True
        )
    assert [one.taken for one in answers] == [False, False]
    assert [one.error == "" for one in answers] == [True, False]


async def test_a_line_goes_out_with_the_choice_its_word_names(bench: Bench) -> None:
    """The lists are read where a word is not known yet; what is sent has the platform's id."""
    connection = await bench.book()
    bench.ledger.items = [ONLINE]
    await bench.take(connection, [coded(class_name="online")])

    await bench.post(connection)

    (sent,) = bench.ledger.sent
    assert {one.item for line in sent.lines for one in line.coded} == {ONLINE}


async def test_a_required_class_makes_one_card_and_no_call(bench: Bench) -> None:
    """Two days of a channel without one: one card; once it is not wanted any more they post."""
    connection = await bench.book()
    bench.ledger.rules = CompanyRules(uses=(CLASS,), requires=(CLASS,))
    await bench.poll(connection)
    await bench.take(connection, [coded("S-1"), coded("S-2")])

    await bench.post(connection)

    (case,) = await bench.cases()
    assert case.incident.failure.reason is R.DIMENSION_MISSING
    assert case.incident.failure.subject == "class"
    assert (case.summary.waiting, bench.ledger.sent) == (2, [])

    bench.ledger.rules = CompanyRules()
    await bench.retry(case.incident.id)
    await bench.post(connection)

    assert await bench.states() == [IncidentState.RESOLVED]
    assert len(bench.ledger.sent) == 2
