"""Entries of a closed month: on the first open day, or by themselves once it is open again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal.books.book import Connection
from journal.entries.entry import OnChange, PostingStatus
from journal.errors import TransitionRefused
from journal.incidents.incident import Incident, IncidentState
from journal.incidents.move import MoveName
from journal.incidents.story.mending import EntriesRedated
from journal.moves.await_period import AWAIT_PERIOD, Awaited
from journal.moves.redate import REDATE, Agreed
from journal.posting.accept_entries import AcceptEntries
from tests.fakes.ready import JULY_7
from tests.journal.bench import SAME_LINES, Bench
from tests.storage.stage import jobs, put, some_entries

OPEN, RETRYING, RESOLVED = IncidentState
AUGUST_1 = date(2026, 8, 1)
JULY_31 = date(2026, 7, 31)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book whose July is closed, and two entries of 7 July that were refused for it."""
    made = await bench.book()
    await bench.take(made, some_entries(2))
    bench.ledger.closed_until = JULY_31
    await bench.post(made)
    return made


async def redate(bench: Bench, day: date = AUGUST_1, count: int = 2, by: str = "U_ANA") -> Incident:
    """Say yes to another day."""
    incident_id = (await bench.cases())[0].incident.id
    return await bench.make(REDATE, incident_id, Agreed(day, count), by=by)


async def wait_for_it(bench: Bench, by: str = "U_ANA", *, stop: bool = False) -> Incident:
    """Ask that it is posted once the month is open again."""
    incident_id = (await bench.case()).incident.id
    return await bench.make(AWAIT_PERIOD, incident_id, Awaited(stop=stop), by=by)


async def test_posted_on_the_first_open_day(bench: Bench, connection: Connection) -> None:
    """Each once, under a new key, with the old date in its description and in the ledger's note."""
    before = [await bench.entry("S-1"), await bench.entry("S-2")]
    assert (await bench.case()).open_day == AUGUST_1

    await redate(bench)
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert [one.date for one in bench.ledger.stored] == [AUGUST_1, AUGUST_1]
    assert len({one.number for one in bench.ledger.stored}) == 2
    assert all("dated 2026-07-07 before" in one.note for one in bench.ledger.stored)
    assert not {one.key for one in bench.ledger.stored} & {one.key for one in before}
    entry = await bench.entry("S-1")
    assert entry.content.date == AUGUST_1
    assert entry.content.description == "(dated 2026-07-07 before)"
    assert entry.handed_in == before[0].content
    mending = (await bench.case()).incident.mending
    assert mending is not None
    assert (mending.move, mending.by) == (MoveName.REDATE, "U_ANA")
    assert isinstance(mending.turn, EntriesRedated)
    assert mending.turn.day == date(2026, 8, 1)
    assert "redated" in await bench.story()


@pytest.mark.parametrize("day", [JULY_7, AUGUST_1])
async def test_what_is_in_the_ledger_already_is_not_posted_again(
    bench: Bench, connection: Connection, day: date
) -> None:
    """Looked up under the old day and the new one before it is sent."""
    bench.ledger.type_by_hand("S-1", day, lines=SAME_LINES)
    bench.ledger.type_by_hand("S-2", day, lines=SAME_LINES)

    await redate(bench)
    await bench.post(connection)

    assert len(bench.ledger.stored) == 2
    assert await bench.states() == [RESOLVED]
    assert (await bench.entry()).status is PostingStatus.POSTED


async def test_what_may_be_in_the_ledger_keeps_its_date_and_key(
    bench: Bench, connection: Connection
) -> None:
    """An uncertain entry is looked up as what was sent, never sent as something else."""
    uncertain = await put(
        bench.database, await bench.entry("S-2"), status="uncertain", due_at=bench.clock()
    )

    await redate(bench)

    assert (await bench.entry("S-1")).content.date == AUGUST_1
    assert (await bench.entry("S-2")).key == uncertain.key
    assert (await bench.entry("S-2")).content.date == JULY_7


@pytest.mark.parametrize(("day", "count"), [(date(2026, 8, 2), 2), (AUGUST_1, 1)])
async def test_what_was_agreed_to_has_to_be_true_still(
    bench: Bench, connection: Connection, day: date, count: int
) -> None:
    """Another first open day, or more entries than were shown, and nothing moves."""
    with pytest.raises(TransitionRefused) as caught:
        await redate(bench, day, count)

    assert caught.value.named == {}
    assert await bench.states() == [OPEN]
    assert (await bench.entry()).content.date == JULY_7


async def test_a_newer_revision_wins_over_another_day(bench: Bench, connection: Connection) -> None:
    """It comes with its own date, and what was handed in before is not taken twice meanwhile."""
    accept = AcceptEntries(bench.database.store, bench.clock)
    await redate(bench)
    (known,) = await accept(connection.book_id, some_entries(1))
    assert (known.taken, known.error) == (False, "")

    other_day = some_entries(1, revision=2, date=date(2026, 8, 3))
    (refused,) = await accept(connection.book_id, other_day)
    assert not refused.taken
    newer = [replace(one, on_change=OnChange.REPLACE) for one in other_day]
    (taken,) = await accept(connection.book_id, newer)
    await bench.post(connection)

    assert taken.taken
    entry = await bench.entry()
    assert (entry.content.date, entry.handed_in) == (date(2026, 8, 3), None)
    dates = {one.number: one.date for one in bench.ledger.stored}
    assert dates == {"JF-1": date(2026, 8, 3), "JF-2": AUGUST_1}


async def test_a_revision_may_follow_the_day_that_was_chosen(
    bench: Bench, connection: Connection
) -> None:
    """It corrects the entry as people made it, and is no other entry."""
    accept = AcceptEntries(bench.database.store, bench.clock)
    await redate(bench)

    (taken,) = await accept(connection.book_id, some_entries(1, revision=2, date=AUGUST_1))

    assert (taken.taken, taken.error) == (True, "")


async def test_of_two_who_say_yes_one_wins(bench: Bench, connection: Connection) -> None:
    """The second is told who was first, and a click delivered again does nothing."""
    click = bench.click()
    incident_id = (await bench.case()).incident.id
    for _time in range(2):
        await bench.services.make_move(REDATE, incident_id, click, Agreed(AUGUST_1, 2))

    with pytest.raises(TransitionRefused) as caught:
        await redate(bench, by="U_BEN")

    assert "U_ANA" in caught.value.advice
    assert (await bench.story()).count("redated") == 1
    assert (await bench.entry()).earlier_days == (JULY_7,)


async def test_closed_once_more_it_moves_on_with_its_first_date(
    bench: Bench, connection: Connection
) -> None:
    """August closes meanwhile: another card, another day, and still the date it had at first."""
    await redate(bench)
    bench.ledger.closed_until = date(2026, 8, 31)
    await bench.post(connection)
    await bench.poll(connection)
    _july, august = await bench.cases()
    assert august.incident.failure.subject == "2026-08"

    agreed = Agreed(date(2026, 9, 1), 2)
    await bench.make(REDATE, august.incident.id, agreed)
    await bench.post(connection)

    entry = await bench.entry()
    assert entry.content.description == "(dated 2026-07-07 before)"
    assert entry.earlier_days == (JULY_7, AUGUST_1)
    assert [one.date for one in bench.ledger.stored] == [date(2026, 9, 1)] * 2


async def test_asked_once_it_posts_when_the_month_is_open_again(
    bench: Bench, connection: Connection
) -> None:
    """A poll that sees it closed does nothing; the one that sees it open posts, and says so."""
    await wait_for_it(bench)
    await bench.pass_time(timedelta(minutes=5))
    await bench.poll(connection)
    assert await bench.states() == [OPEN]
    assert (await bench.case()).incident.awaited_by == "U_ANA"

    bench.ledger.closed_until = None
    await bench.poll(connection)
    assert await bench.states() == [RETRYING]
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert [one.date for one in bench.ledger.stored] == [JULY_7, JULY_7]
    incident = (await bench.case()).incident
    assert incident.moved_by is None
    assert incident.mending is not None
    assert (incident.mending.move, incident.mending.by) == (MoveName.WAIT_FOR_REOPENING, "U_ANA")
    story = [kind for kind in await bench.story() if kind != "opened"]
    assert story[:3] == ["awaited", "period_open", "posted"]


async def test_not_asked_for_or_taken_back_nothing_is_posted(
    bench: Bench, connection: Connection
) -> None:
    """A month that is open for a moment, for another purpose, posts nothing."""
    await wait_for_it(bench)
    with pytest.raises(TransitionRefused) as caught:
        await wait_for_it(bench, "U_BEN")
    assert "U_ANA" in caught.value.advice
    await wait_for_it(bench, stop=True)
    await bench.pass_time(timedelta(minutes=5))

    bench.ledger.closed_until = None
    await bench.poll(connection)

    assert await bench.states() == [OPEN]
    with pytest.raises(TransitionRefused) as open_again:
        await wait_for_it(bench)
    assert open_again.value.named == {"who": None}


async def test_a_request_counts_once(bench: Bench, connection: Connection) -> None:
    """Refused after it was opened, it waits for a person again."""
    await wait_for_it(bench)
    await bench.pass_time(timedelta(minutes=5))
    bench.ledger.closed_until = None
    await bench.poll(connection)
    bench.ledger.closed_until = JULY_31
    await bench.post(connection)

    incident = (await bench.case()).incident
    assert (incident.state, incident.awaited_by) == (OPEN, None)


async def test_the_platform_is_looked_at_once_it_tells_of_closed_days(bench: Bench) -> None:
    """Its first refusal may be the first word of them, and the way out hangs on the day."""
    made = await bench.book()
    await bench.take(made, some_entries(1))
    await bench.post(made)
    await bench.take(made, some_entries(1, "T"))
    bench.ledger.closed_until = JULY_31
    await bench.post(made)
    assert (await bench.case()).open_day is None
    assert "poll" in [task for task, _key in await jobs(bench.database)]

    await bench.poll(made)

    assert (await bench.case()).open_day == AUGUST_1
