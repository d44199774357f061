"""What jefail itself changes in posted entries is no news; what people ask for takes two above."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import PostingStatus
from journal.entries.failure import FailureReason
from journal.errors import TransitionRefused
from journal.incidents.change_cost_preview import NewCost
from journal.incidents.incident import Case, IncidentState
from journal.incidents.move import MoveName
from journal.moves.change_cost import GivenChange
from journal.moves.changed import KEEP_CHANGED, PUT_BACK, Decided
from journal.moves.make_move import Asked, Done
from journal.moves.move import Move
from journal.moves.start_change import StartChange
from journal.rights import NotAllowed, Person, Rule
from storage.database import Database
from tests.build import some_content
from tests.clock import SetClock
from tests.journal.bench import SAME_LINES, Bench
from tests.journal.moves.test_costs import sold
from tests.journal.polling.by_hand import (
    delete,
    edit,
    poll,
    seen,
    watching,
)
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState
FOUR, FIVE = Money(400, "USD"), Money(500, "USD")
R, S = FailureReason, PostingStatus


@pytest.fixture
def bench(database: Database, clock: SetClock) -> Bench:
    """The use cases over a ledger that tells what changed."""
    return watching(database, clock)


def reasons(cases: list[Case]) -> set[FailureReason]:
    """Return why there are cards."""
    return {case.incident.failure.reason for case in cases}


async def test_a_cost_that_jefail_corrects_is_no_change_of_peoples(bench: Bench) -> None:
    """The posted entry is another one then, and only the card of the changed cost tells of it."""
    bench.ledger.at = bench.clock()
    connection = await bench.book()
    async with bench.store() as store:
        await store.desk.save_costs(1, [("Shopify", "MUG", FOUR)])
    await bench.take(connection, [sold("S-1", ("MUG", 3))])
    await bench.post(connection)
    await poll(bench, connection)

    bench.ledger.at = bench.clock.advance(timedelta(minutes=1))
    given = GivenChange("Shopify", {"MUG": NewCost(FIVE, FOUR)}, "the invoice says so", 1, None)
    assert isinstance(await StartChange(bench.services.make_move)(1, bench.click(), given), Done)
    await bench.post(connection)
    for _time in range(2):
        await poll(bench, connection)

    assert (await bench.entry()).total == Money(1500, "USD")
    assert reasons(await bench.cases()) == {R.COST_CHANGED}


async def test_a_change_of_peoples_after_ours_is_told(bench: Bench) -> None:
    """What jefail corrected is watched as what it posted: theirs is held against the new state."""
    await test_a_cost_that_jefail_corrects_is_no_change_of_peoples(bench)
    async with bench.store() as store:
        connection = await store.books.connection(1)

    await edit(bench)
    await poll(bench, connection)

    assert reasons(await bench.cases()) == {R.COST_CHANGED, R.CHANGED_IN_BOOKS}


async def test_a_reversal_and_its_correction_are_no_news(bench: Bench) -> None:
    """The second entry is ours, and so is each revision that follows the first; deleted it is."""
    bench.ledger.at = bench.clock()
    connection = await bench.book()
    accrual = some_content(reference="S-1", reverse_on=date(2026, 7, 9))
    for revision in (1, 2):
        words = f"accrual {revision}"
        await bench.take(connection, [replace(accrual, revision=revision, description=words)])
        for _round in range(2):  # the first, then what reverses it
            await bench.post(connection)
            await poll(bench, connection)
    assert len(bench.ledger.stored) == 2
    assert await bench.cases() == []

    await delete(bench, "S-1 reversal")
    await poll(bench, connection)

    case = await bench.case()
    assert case.incident.failure.reason is R.CHANGED_IN_BOOKS
    assert (await bench.entry("S-1")).status is S.POSTED


async def changed_above(bench: Bench, *, is_gone: bool = False) -> tuple[Connection, int]:
    """Have a posted entry changed there, in a book where $100 take two; return its card."""
    bench.ledger.at = bench.clock()
    connection = await bench.book()
    async with bench.store() as store:
        await store.roster.meet([(Person("U_BEN", "Ben"), "ben", False)])
        await store.rights.save(1, Rule(None, second_above=Money(10_000, "USD")))
    await bench.take(connection, some_entries(1))
    await bench.post(connection)
    await poll(bench, connection)
    await (delete(bench) if is_gone else edit(bench))
    await poll(bench, connection)
    return connection, (await bench.case()).incident.id


@pytest.mark.parametrize(
    ("move", "is_gone"), [(PUT_BACK, False), (PUT_BACK, True), (KEEP_CHANGED, False)]
)
async def test_two_people_settle_what_is_much(
    bench: Bench, move: Move[Decided, object], *, is_gone: bool
) -> None:
    """Nothing is written or kept before the second one approves; then just what was seen is."""
    connection, incident_id = await changed_above(bench, is_gone=is_gone)
    was = [*bench.ledger.stored]

    given = await seen(bench)
    made = await bench.services.make_move(move, incident_id, bench.click(), given)
    await bench.post(connection)

    assert isinstance(made, Asked)
    request = (await bench.case()).request
    assert request is not None
    assert (request.move, request.tally.count) == (move.name, 1)
    assert Decided.of(request.facts) == given
    assert [*bench.ledger.stored] == was
    await bench.services.approve_request(incident_id, bench.click("U_BEN"))
    await bench.post(connection)
    await poll(bench, connection)

    case = await bench.case()
    assert (case.incident.state, case.incident.approved_by) == (RESOLVED, "U_BEN")
    assert (await bench.entry()).changed is None
    (there,) = bench.ledger.stored
    is_ours = [one.amount for one in there.lines] == [one.amount for one in SAME_LINES]
    assert is_ours is (move is PUT_BACK)


@pytest.mark.parametrize("move", [PUT_BACK, KEEP_CHANGED])
async def test_changed_since_the_request_nothing_of_it_is_done(
    bench: Bench, move: Move[Decided, object]
) -> None:
    """What was asked for is not there any more: theirs is neither lost nor kept."""
    connection, incident_id = await changed_above(bench)
    await bench.services.make_move(move, incident_id, bench.click(), await seen(bench))
    newest = tuple(replace(one, amount=Money(170_000, "USD")) for one in SAME_LINES)
    await edit(bench, lines=newest)
    await poll(bench, connection)

    with pytest.raises(TransitionRefused):
        await bench.services.approve_request(incident_id, bench.click("U_BEN"))
    await bench.post(connection)
    await poll(bench, connection)

    (there,) = bench.ledger.stored
    assert [one.amount for one in there.lines] == [one.amount for one in newest]
    assert (await bench.entry()).changed is not None
    assert (await bench.case()).incident.state is OPEN


async def test_nobody_approves_their_own(bench: Bench) -> None:
    """Ana asked for it, so Ana can't say yes; what is in the books stays."""
    _connection, incident_id = await changed_above(bench)
    assert (await bench.case()).incident.failure.reason is R.CHANGED_IN_BOOKS
    await bench.services.make_move(PUT_BACK, incident_id, bench.click(), await seen(bench))

    with pytest.raises((NotAllowed, TransitionRefused)):
        await bench.services.approve_request(incident_id, bench.click("U_ANA"))

    request = (await bench.case()).request
    assert request is not None
    assert request.move is MoveName.OVERWRITE
