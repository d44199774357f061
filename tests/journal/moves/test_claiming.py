"""What people do to an incident: once for each click, and the person who is second is told why."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerEntry, Outcome, ReadyEntry
from journal.errors import NotFound, TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.moves.reopen import REOPEN
from journal.moves.resolve import RESOLVE, Closing
from journal.moves.retry import RETRY
from journal.ports import Click
from tests.fakes.ledger import FakeLedger
from tests.journal.bench import QUICK, Bench
from tests.storage.stage import at_once, jobs, put, rows, some_entries

S = PostingStatus
OPEN, RETRYING, RESOLVED = IncidentState


async def refused(bench: Bench, count: int = 1) -> int:
    """Have entries refused for a missing permission; return the incident's id."""
    connection = await bench.book()
    await bench.take(connection, some_entries(count))
    bench.ledger.can_post = False
    await bench.post(connection)
    bench.clock.advance(timedelta(minutes=1))
    return (await bench.case()).incident.id


async def test_of_two_who_click_at_once_one_wins(bench: Bench) -> None:
    """The other one is told who was first, and one job and one turn come of it."""
    incident_id = await refused(bench)
    before = len(await jobs(bench.database))

    answers = await at_once(
        lambda: bench.retry(incident_id, by="U_ANA"), lambda: bench.retry(incident_id, by="U_BEN")
    )

    (error,) = [one for one in answers if isinstance(one, TransitionRefused)]
    (won,) = [one for one in answers if not isinstance(one, Exception)]
    assert str(won.moved_by) in error.advice
    assert (await bench.story()).count("retry") == 1
    posting = [task for task, _key in (await jobs(bench.database))[before:]]
    assert posting.count("post_entries") == 1


@pytest.mark.parametrize("move", ["retry", "resolve", "reopen"])
async def test_a_click_delivered_again_changes_nothing(bench: Bench, move: str) -> None:
    """It answers with how the incident stands, and neither state nor story moves."""
    incident_id = await refused(bench)
    services, click = bench.services, Click("the-same", "U_ANA")
    if move == "reopen":
        await bench.resolve(incident_id, HowResolved.NOT_NEEDED)

    async def act() -> IncidentState:
        if move == "retry":
            return ((await services.make_move(RETRY, incident_id, click)).incident).state
        if move == "resolve":
            how = HowResolved.NOT_NEEDED
            return (
                (await services.make_move(RESOLVE, incident_id, click, Closing(how))).incident
            ).state
        return ((await services.make_move(REOPEN, incident_id, click)).incident).state

    first = await act()
    told = await bench.story()
    assert await act() == first
    assert await bench.story() == told


@pytest.mark.parametrize("how", HowResolved)
async def test_closed_by_hand_only_what_is_fixed_is_looked_up(
    bench: Bench, how: HowResolved
) -> None:
    """All else is left out for good, with the note and the name kept."""
    incident_id = await refused(bench)

    closed = await bench.resolve(incident_id, how, "  as agreed \n")

    assert (closed.state, closed.how, closed.note) == (RESOLVED, how, "as agreed")
    assert (await bench.entry()).status is (S.FAILED if how.is_checked else S.SKIPPED)
    asked = "poll" in [task for task, _key in await jobs(bench.database)]
    assert asked == how.is_checked


async def test_one_that_is_closed_or_retrying_is_not_closed_again(bench: Bench) -> None:
    """The answer names who was first."""
    incident_id = await refused(bench)
    await bench.retry(incident_id, by="U_BEN")

    with pytest.raises(TransitionRefused) as retrying:
        await bench.resolve(incident_id, HowResolved.NOT_NEEDED)
    assert "U_BEN" in retrying.value.advice


async def test_reopened_its_entries_wait_again_and_can_be_posted(bench: Bench) -> None:
    """Anyone who closed it was wrong: nothing is lost."""
    incident_id = await refused(bench, 2)
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED)

    opened = await bench.reopen(incident_id, by="U_BEN")
    assert (opened.state, opened.moved_by) == (OPEN, "U_BEN")
    assert (await bench.entry()).status is S.FAILED
    bench.ledger.can_post = True
    await bench.retry(incident_id)
    await bench.post((await bench.case()).connection)

    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.stored) == 2


async def test_there_is_nothing_to_reopen_when_all_is_in_the_books(bench: Bench) -> None:
    """It says so, and what is open already says since whom."""
    incident_id = await refused(bench)
    with pytest.raises(TransitionRefused) as already:
        await bench.reopen(incident_id)
    assert already.value.named == {"who": (await bench.case()).incident.moved_by}

    bench.ledger.can_post = True
    await bench.retry(incident_id)
    await bench.post((await bench.case()).connection)
    with pytest.raises(TransitionRefused) as posted:
        await bench.reopen(incident_id)
    assert posted.value.named == {}
    assert await bench.states() == [RESOLVED]


async def test_reopening_beside_a_newer_card_is_refused_whole(bench: Bench) -> None:
    """The entries stay as they were, and the click may be made again later."""
    incident_id = await refused(bench)
    connection = (await bench.case()).connection
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED)
    await bench.take(connection, some_entries(1, "T"))
    await bench.post(connection)

    with pytest.raises(TransitionRefused) as caught:
        await bench.reopen(incident_id)

    assert isinstance(caught.value.__cause__, IntegrityError)
    assert (await bench.entry()).status is S.SKIPPED
    (left,) = await rows(bench.database, "SELECT count(*) AS n FROM click")
    assert left.n == 1, "a refused click is not remembered"


async def test_closed_while_posting_a_refusal_opens_no_card(
    bench: Bench,
) -> None:
    """A late answer of one that was left out is nobody's business any more."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    for _time in range(2):
        bench.ledger.refuse(FailureReason.TRANSIENT, times=1)
        await bench.post(connection)
        await bench.pass_time()
    incident_id = (await bench.case()).incident.id

    class Closing(FakeLedger):
        async def post(self, entry: ReadyEntry, draft: LedgerEntry | None = None) -> Outcome:
            await bench.resolve(incident_id, HowResolved.NOT_NEEDED)
            return await FakeLedger.post(self, entry, draft)

    bench.ledger = Closing(QUICK)
    bench.ledger.refuse(FailureReason.PERMISSION)
    await bench.post(connection)

    assert (await bench.entry()).status is S.SKIPPED
    assert await bench.states() == [RESOLVED]
    assert (await bench.case()).incident.how is HowResolved.NOT_NEEDED


async def test_closed_while_uncertain_it_is_never_sent_again(bench: Bench) -> None:
    """Anyone who says that it is not needed is believed by every later job."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.refuse(FailureReason.UNCERTAIN)
    for _time in range(2):
        await bench.post(connection)
        await bench.pass_time()
    entry = await bench.entry()
    await put(bench.database, entry, status="uncertain", due_at=bench.clock())
    await bench.resolve((await bench.case()).incident.id, HowResolved.DUPLICATE)
    bench.ledger.recover()
    sent = len(bench.ledger.sent)

    await bench.post(connection)

    assert len(bench.ledger.sent) == sent
    assert (await bench.entry()).status is S.SKIPPED


async def test_a_card_without_entries_has_nothing_to_retry(bench: Bench) -> None:
    """It stays open and says so; else no answer would ever end the retry."""
    connection = await bench.book()
    bench.ledger.connected = False
    await bench.poll(connection)
    incident_id = (await bench.case()).incident.id

    with pytest.raises(TransitionRefused) as caught:
        await bench.retry(incident_id)

    assert caught.value.named == {}
    assert (await bench.case()).incident.number in caught.value.advice
    assert await bench.states() == [OPEN]


async def test_what_is_not_there_is_said_to_be_so(bench: Bench) -> None:
    """Each move names what it did not find."""
    moves: list[Callable[[], Awaitable[object]]] = [
        lambda: bench.retry(99),
        lambda: bench.resolve(99, HowResolved.OTHER, "x"),
        lambda: bench.reopen(99),
    ]
    for move in moves:
        with pytest.raises(NotFound, match="INC-99"):
            await move()
