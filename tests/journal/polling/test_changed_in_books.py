"""Posted entries that people change or delete in the books are told once, and settled."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from journal.amounts.money import Money
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason, Obstacle
from journal.entries.posting import Unbooked
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import Case, IncidentState
from journal.incidents.story.kinds import EventKind
from journal.moves.changed import KEEP_CHANGED, PUT_BACK
from journal.moves.skip import SKIP, Skipped
from storage.database import Database
from tests.clock import SetClock
from tests.journal.bench import SAME_LINES, Bench
from tests.journal.polling.by_hand import (
    CENT,
    OTHER_LINES,
    delete,
    edit,
    poll,
    posted,
    seen,
    watching,
)
from tests.storage.stage import some_entries

R, S = FailureReason, PostingStatus


@pytest.fixture
def bench(database: Database, clock: SetClock) -> Bench:
    """The use cases over a ledger that tells what changed."""
    return watching(database, clock)


async def the_case(bench: Bench, obstacle: Obstacle) -> Case:
    """Return the one case, which asks about what people did."""
    case = await bench.case()
    met = case.incident.failure.conflict
    assert case.incident.failure.reason is R.CHANGED_IN_BOOKS
    assert met is not None
    assert met.obstacle is obstacle
    return case


async def test_a_change_is_told_once_and_the_entry_stays_posted(bench: Bench) -> None:
    """However often it is looked at; who did it and when stands on the card."""
    connection = await posted(bench)
    bench.ledger.author = "Ben Okafor"
    await edit(bench)
    for _time in range(3):
        await poll(bench, connection)

    case = await the_case(bench, Obstacle.EDITED)
    assert case.incident.failure.details == ("Ben Okafor",)
    assert case.incident.failure.subject == "2026-07-10"
    assert (await bench.entry()).status is S.POSTED
    assert (case.summary.waiting, case.summary.posted) == (1, 0)
    assert await bench.story(case.incident.id) == [EventKind.OPENED]


@pytest.mark.parametrize("way", ["note", "class", "matched", "and back"])
async def test_what_does_not_count_makes_no_card(bench: Bench, way: str) -> None:
    """A memo, a class beside ours, a tick of the bank's, a change taken back before the look."""
    connection = await posted(bench)
    bench.ledger.at = bench.clock.advance(timedelta(minutes=1))
    number = (await bench.entry()).number
    if way == "note":
        bench.ledger.edit_by_hand(number)
    elif way == "class":
        bench.ledger.choose_by_hand(number, "Class", "Retail")
    elif way == "matched":
        bench.ledger.match_with_bank(number)
    else:
        await edit(bench)
        await edit(bench, lines=SAME_LINES)

    for _time in range(2):
        await poll(bench, connection)

    assert await bench.cases() == []


async def test_our_own_writes_are_no_news(bench: Bench) -> None:
    """Posted without an answer, found again, corrected: no card asks about what we did."""
    bench.ledger.at = bench.clock()
    connection = await bench.book()
    bench.ledger.swallow()
    (first,) = some_entries(1)
    await bench.take(connection, [first])
    await bench.post(connection)
    await poll(bench, connection)
    await bench.pass_time(timedelta(hours=1))
    bench.ledger.at = bench.clock()
    await bench.post(connection)
    assert (await bench.entry()).status is S.POSTED
    await poll(bench, connection)
    await bench.take(connection, [replace(first, revision=2, description="corrected")])
    bench.ledger.swallow()
    await bench.post(connection)
    await bench.pass_time(timedelta(hours=1))
    bench.ledger.at = bench.clock()
    await bench.post(connection)
    await poll(bench, connection)

    assert (await bench.entry()).status is S.POSTED
    assert [case.incident.failure.reason for case in await bench.cases()] in ([], [R.UNCERTAIN])


async def test_ours_is_put_back(bench: Bench) -> None:
    """It replaces what is there, in place; the card closes, and the write is no new change."""
    connection = await posted(bench)
    await edit(bench)
    await poll(bench, connection)
    incident_id = (await bench.case()).incident.id

    made = await bench.make(PUT_BACK, incident_id, await seen(bench))
    assert made.state is IncidentState.RETRYING
    await bench.post(connection)
    await poll(bench, connection)

    case = await bench.case()
    assert case.incident.state is IncidentState.RESOLVED
    (there,) = bench.ledger.stored
    assert [one.amount for one in there.lines] == [one.amount for one in SAME_LINES]
    assert (await bench.entry()).changed is None


async def test_changed_once_more_ours_is_not_written_over_it(bench: Bench) -> None:
    """Between the form and the posting: the same card asks again, and nothing was written."""
    connection = await posted(bench)
    await edit(bench)
    await poll(bench, connection)
    incident_id = (await bench.case()).incident.id
    await bench.make(PUT_BACK, incident_id, await seen(bench))
    twice = tuple(replace(one, amount=Money(7, "USD")) for one in SAME_LINES)
    await edit(bench, lines=twice)
    await bench.post(connection)

    case = await the_case(bench, Obstacle.EDITED)
    assert (case.incident.id, case.incident.state) == (incident_id, IncidentState.OPEN)
    assert bench.ledger.stored[0].lines == twice
    await bench.make(PUT_BACK, incident_id, await seen(bench))
    await bench.post(connection)
    assert (await bench.case()).incident.state is IncidentState.RESOLVED


async def test_theirs_is_kept_and_the_next_change_is_held_against_it(bench: Bench) -> None:
    """What was kept counts as posted, with its sum; only another change is told."""
    connection = await posted(bench)
    await edit(bench)
    await poll(bench, connection)
    await bench.make(KEEP_CHANGED, (await bench.case()).incident.id, await seen(bench))
    for _time in range(2):
        await poll(bench, connection)

    case = await bench.case()
    assert case.incident.how is HowResolved.KEPT
    entry = await bench.entry()
    assert (entry.status, entry.total) == (S.POSTED, CENT)
    await edit(bench, lines=SAME_LINES)
    await poll(bench, connection)
    assert len(await bench.cases()) == 2


async def test_changed_back_in_the_books_it_closes(bench: Bench) -> None:
    """Nobody has to press anything, and nothing is written."""
    connection = await posted(bench)
    await edit(bench)
    await poll(bench, connection)
    await edit(bench, lines=SAME_LINES)
    await poll(bench, connection)

    case = await bench.case()
    assert case.incident.state is IncidentState.RESOLVED
    assert EventKind.BACK_THERE in await bench.story(case.incident.id)
    assert len(bench.ledger.sent) == 1


async def test_deleted_it_is_not_posted_any_more(bench: Bench) -> None:
    """A retry of everything does not post it: a person says so, on the same card."""
    connection = await posted(bench)
    await delete(bench)
    await poll(bench, connection)

    case = await the_case(bench, Obstacle.DELETED)
    assert (await bench.entry()).status is S.FAILED
    await bench.retry(case.incident.id)
    await bench.post(connection)
    case = await the_case(bench, Obstacle.DELETED)
    assert case.incident.state is IncidentState.OPEN
    assert bench.ledger.stored == []
    await bench.make(PUT_BACK, case.incident.id, await seen(bench))
    await bench.post(connection)
    await poll(bench, connection)
    assert (await bench.entry()).status is S.POSTED
    assert len(bench.ledger.stored) == 1
    assert (await bench.case()).incident.state is IncidentState.RESOLVED


async def test_removed_on_purpose_it_is_skipped(bench: Bench) -> None:
    """With who and why; no poll asks about it again."""
    connection = await posted(bench)
    await delete(bench)
    await poll(bench, connection)
    case = await bench.case()
    await bench.make(SKIP, case.incident.id, Skipped(None, "Was posted twice"))
    await poll(bench, connection)

    incident = (await bench.case()).incident
    told = (incident.state, incident.how, incident.note)
    assert told == (IncidentState.RESOLVED, HowResolved.SKIPPED, "Was posted twice")
    assert (await bench.entry()).status is S.SKIPPED


async def test_taken_out_of_the_books_it_can_be_posted_there_again(bench: Bench) -> None:
    """A draft is not in the books; ours makes the draft an entry again."""
    connection = await posted(bench)
    bench.ledger.at = bench.clock.advance(timedelta(minutes=1))
    bench.ledger.decide(bench.ledger.stored[0].ledger_id, Unbooked.DRAFT)
    await poll(bench, connection)
    case = await the_case(bench, Obstacle.UNBOOKED)
    assert (await bench.entry()).status is S.FAILED

    await bench.make(PUT_BACK, case.incident.id, await seen(bench))
    await bench.post(connection)

    assert (await bench.entry()).status is S.POSTED
    assert [one.is_draft for one in bench.ledger.stored] == [False]


async def test_one_person_on_one_day_is_one_card(bench: Bench) -> None:
    """Three entries changed in one go are one cause, decided on one by one or together."""
    connection = await posted(bench, 3)
    bench.ledger.author = "Ben Okafor"
    for reference in ("S-1", "S-2", "S-3"):
        await edit(bench, reference)
    await poll(bench, connection)
    case = await the_case(bench, Obstacle.EDITED)
    assert case.summary.waiting == 3

    await bench.make(KEEP_CHANGED, case.incident.id, await seen(bench))
    case = await bench.case()
    assert (case.incident.state, case.summary.waiting) == (IncidentState.OPEN, 2)
    both = await seen(bench, "S-2", all_like_it=True)
    await bench.make(PUT_BACK, case.incident.id, both)
    await bench.post(connection)
    await poll(bench, connection)

    assert (await bench.case()).incident.state is IncidentState.RESOLVED
    amounts = sorted(one.lines[0].amount.minor for one in bench.ledger.stored)
    assert amounts == [160413, 160413, 160414]


async def test_one_of_two_is_put_back_and_the_card_stays(bench: Bench) -> None:
    """While another waits for a decision the card opens again, and says that one is left."""
    connection = await posted(bench, 2)
    for reference in ("S-1", "S-2"):
        await edit(bench, reference)
    await poll(bench, connection)
    incident_id = (await bench.case()).incident.id
    await bench.make(PUT_BACK, incident_id, await seen(bench))
    await bench.post(connection)

    case = await bench.case()
    assert (case.incident.state, case.summary.waiting) == (IncidentState.OPEN, 1)


async def test_changed_then_deleted_it_goes_to_the_other_card(bench: Bench) -> None:
    """An entry asks one question at a time: the first card says where it went."""
    connection = await posted(bench)
    await edit(bench)
    await poll(bench, connection)
    await delete(bench)
    await poll(bench, connection)

    first, second = await bench.cases()
    assert first.incident.state is IncidentState.RESOLVED
    assert [one.case.incident.id for one in first.moved_to] == [second.incident.id]
    assert second.summary.waiting == 1


async def test_a_correction_meets_the_change_on_the_same_card(bench: Bench) -> None:
    """Handed in while the card asks, it is held against what is there, and asked about there."""
    connection = await posted(bench)
    await edit(bench)
    await poll(bench, connection)
    content = (await bench.entry()).content
    await bench.take(connection, [replace(content, revision=2, description="corrected")])
    await bench.post(connection)

    case = await the_case(bench, Obstacle.EDITED)
    assert (case.incident.state, case.summary.waiting) == (IncidentState.OPEN, 1)
    await bench.make(PUT_BACK, case.incident.id, await seen(bench))
    await bench.post(connection)
    assert (await bench.entry()).status is S.POSTED


async def test_what_is_in_the_books_is_not_closed_unposted(bench: Bench) -> None:
    """Neither skipped nor resolved: one of the two has to count."""
    connection = await posted(bench)
    await edit(bench)
    await poll(bench, connection)
    incident_id = (await bench.case()).incident.id

    with pytest.raises(TransitionRefused):
        await bench.make(SKIP, incident_id, Skipped())
    with pytest.raises(TransitionRefused):
        await bench.resolve(incident_id, HowResolved.NOT_NEEDED)
    with pytest.raises(TransitionRefused):
        await bench.retry(incident_id)


async def test_what_jefail_did_not_post_is_none_of_its_business(bench: Bench) -> None:
    """An entry that was found there may be changed by those who typed it."""
    bench.ledger.at = bench.clock()
    connection = await bench.book()
    (content,) = some_entries(1)
    bench.ledger.type_by_hand("SHOP-1", content.date, "S-1", SAME_LINES)
    bench.ledger.can_post = False
    await bench.take(connection, [content])
    await bench.post(connection)
    await poll(bench, connection)
    assert (await bench.entry()).status is S.POSTED
    bench.ledger.book_by_hand("SHOP-1", OTHER_LINES)
    await poll(bench, connection)

    assert (await bench.entry()).changed is None
    assert [one.incident.failure.reason for one in await bench.cases()] != [R.CHANGED_IN_BOOKS]
