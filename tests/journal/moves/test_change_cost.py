"""A cost is changed in what is posted: each entry is corrected once, or stays as it was."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.entry import OnChange, PostingStatus
from journal.entries.failure import Conflict, FailureReason, Obstacle
from journal.errors import BadInput, TransitionRefused
from journal.incidents.change_cost_preview import NewCost
from journal.incidents.incident import Case, Incident, IncidentState
from journal.incidents.move import MoveName
from journal.incidents.story.mending import CostsChanged
from journal.moves import change_cost
from journal.moves.change_cost import GivenChange, read_change, refuse_if_unchangeable
from journal.moves.costs import PreviewChanged
from journal.moves.hand_edit import KEEP_THEIRS, Kept
from journal.moves.make_move import Asked, Done, Outcome
from journal.moves.start_change import ChangeAtTerminal, CostsKept, StartChange
from journal.ports import Click
from journal.rights import NotAllowed, Rule, WhyNot
from tests.journal.bench import Bench
from tests.journal.moves.test_costs import sold
from tests.storage.stage import put, rows

OPEN, RETRYING, RESOLVED = IncidentState
S = PostingStatus
FOUR, FIVE, TEN = (Money(minor, "USD") for minor in (400, 500, 1000))
JULY_1, JULY_7, JULY_9 = (date(2026, 7, day) for day in (1, 7, 9))
WHY = "the invoice says so"
DAYS = {"S-1": JULY_7, "S-2": date(2026, 7, 8), "S-3": JULY_9}


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A ledger that has mugs posted at $4 on three days, the second with pots at $10."""
    made = await bench.book()
    await cost(bench, MUG=FOUR, POT=TEN)
    contents = [
        sold("S-1", ("MUG", 3)),
        sold("S-2", ("MUG", 2), ("POT", 9)),
        sold("S-3", ("MUG", 1)),
    ]
    await bench.take(made, [replace(one, date=DAYS[one.reference]) for one in contents])
    await bench.post(made)
    return made


async def cost(bench: Bench, **costs: Money) -> None:
    """Keep what one piece costs in the book from now on."""
    async with bench.store() as store:
        await store.desk.save_costs(1, [("Shopify", sku, one) for sku, one in costs.items()])


async def costs(bench: Bench) -> dict[str, Money]:
    """Return the costs that are kept of the book."""
    async with bench.store() as store:
        return {sku: one for _channel, sku, one in await store.desk.costs(1)}


def to_five(entry_id: int = 1, since: date | None = None, **changes: Any) -> GivenChange:
    """Return the change of mugs from $4 to $5, seen from an entry."""
    given = GivenChange("Shopify", {"MUG": NewCost(FIVE, FOUR)}, WHY, entry_id, since)
    return replace(given, **changes)


async def start(
    bench: Bench, given: GivenChange, by: str = "U_ANA", click: Click | None = None
) -> Outcome | CostsKept | None:
    """Send the second step in."""
    return await StartChange(bench.services.make_move)(1, click or bench.click(by), given)


async def changed(bench: Bench, given: GivenChange, connection: Connection) -> Incident:
    """Change a cost and run the posting job; return the card of the change as it stands then."""
    outcome = await start(bench, given)
    assert isinstance(outcome, Done)
    await bench.post(connection)
    return (await case_of(bench, outcome.incident.id)).incident


async def case_of(bench: Bench, incident_id: int) -> Case:
    """Return a case as its card shows it."""
    return next(one for one in await bench.cases() if one.incident.id == incident_id)


def sums(bench: Bench) -> dict[str, int]:
    """Return what each entry of the ledger comes to, in cents; each number is there once."""
    found = {one.number: one.shown().total for one in bench.ledger.stored}
    assert len(found) == len(bench.ledger.stored)
    return {number: total.minor for number, total in found.items() if total}


# --- what pieces cost in an entry


async def test_a_posted_entry_keeps_the_costs_it_used(bench: Bench, connection: Connection) -> None:
    """Another cost of the book changes nothing of it, also when it is handed in again."""
    assert (await bench.entry("S-2")).costs == {"MUG": FOUR, "POT": TEN}
    await cost(bench, MUG=FIVE, TRAY=TEN)
    again = replace(sold("S-2", ("MUG", 4), ("TRAY", 1)), date=DAYS["S-2"], revision=2)
    await bench.services.accept_entries(connection.book_id, [again])

    await bench.post(connection)

    assert sums(bench)["JF-2"] == 4 * 400 + 1000
    assert (await bench.entry("S-2")).costs == {"MUG": FOUR, "TRAY": TEN}


async def test_a_version_in_another_currency_uses_its_own_costs(
    bench: Bench, connection: Connection
) -> None:
    """What pieces cost in dollars says nothing of an entry in euros."""
    other = sold("S-1", ("MUG", 3), currency="EUR")
    again = replace(other, date=JULY_7, revision=2, on_change=OnChange.REPLACE)
    await bench.services.accept_entries(connection.book_id, [again])

    await bench.post(connection)

    assert (await bench.entry("S-1")).status is S.FAILED
    assert (await bench.case()).incident.failure.reason is FailureReason.COST_MISSING


async def test_what_was_sent_without_answer_keeps_its_costs(bench: Bench) -> None:
    """The next try is at the costs of the first, since that one may be in the ledger."""
    connection = await bench.book()
    await cost(bench, MUG=FOUR)
    await bench.take(connection, [sold("S-1", ("MUG", 3))])
    bench.ledger.swallow()
    await bench.post(connection)
    await cost(bench, MUG=FIVE)
    await bench.pass_time()

    await bench.post(connection)

    assert sums(bench) == {"JF-1": 1200}
    assert (await bench.entry()).costs == {"MUG": FOUR}
    assert await bench.cases() == []


async def test_what_was_refused_takes_the_costs_of_the_book(bench: Bench) -> None:
    """It is not in the ledger, so a cost that was mended meanwhile counts."""
    connection = await bench.book()
    await cost(bench, MUG=FOUR)
    await bench.take(connection, [sold("S-1", ("MUG", 3))])
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER, 1)
    await bench.post(connection)
    await cost(bench, MUG=FIVE)

    await bench.retry((await bench.case()).incident.id)
    await bench.post(connection)

    assert sums(bench) == {"JF-1": 1500}


# --- changing it


async def test_one_entry_alone_is_corrected(bench: Bench, connection: Connection) -> None:
    """In place, on a card of its own that closes; the book keeps its cost for the others."""
    incident = await changed(bench, to_five(), connection)

    assert sums(bench) == {"JF-1": 1500, "JF-2": 9800, "JF-3": 400}
    assert (incident.state, incident.failure.reason) == (RESOLVED, FailureReason.COST_CHANGED)
    turn = incident.mending.turn if incident.mending else None
    assert isinstance(turn, CostsChanged)
    assert (turn.why, turn.kept, turn.entries.count, turn.variants) == (WHY, False, 1, 1)
    assert await costs(bench) == {"MUG": FOUR, "POT": TEN}
    entry = await bench.entry()
    assert (entry.status, entry.costs, entry.posting_revision) == (S.POSTED, {"MUG": FIVE}, 2)
    assert entry.sent == Money(1500, "USD")
    assert await bench.story(incident.id) == ["costs_changed", "posted"]


async def test_all_since_a_day_and_later_ones(bench: Bench, connection: Connection) -> None:
    """Those of that day and after it, and the entry itself; other costs in them stay."""
    incident = await changed(bench, to_five(3, since=DAYS["S-2"]), connection)

    assert sums(bench) == {"JF-1": 1200, "JF-2": 1000 + 9000, "JF-3": 500}
    assert (await costs(bench))["MUG"] == FIVE
    assert (await bench.entry("S-2")).costs == {"MUG": FIVE, "POT": TEN}
    assert (await case_of(bench, incident.id)).summary.posted == 2


async def test_a_reversal_follows_its_first(bench: Bench, connection: Connection) -> None:
    """It comes to what its first came to, whatever the book says by then, and is corrected too."""
    accrued = replace(sold("S-4", ("MUG", 5)), date=JULY_9, reverse_on=date(2026, 8, 1))
    await bench.services.accept_entries(connection.book_id, [accrued])
    await bench.post(connection)
    await cost(bench, MUG=TEN)
    await bench.poll(connection)
    await bench.post(connection)
    assert (sums(bench)["JF-4"], sums(bench)["JF-5"]) == (2000, 2000)

    incident = await changed(bench, to_five(4), connection)

    assert (sums(bench)["JF-4"], sums(bench)["JF-5"]) == (2500, 2500)
    assert (await case_of(bench, incident.id)).summary.posted == 2


async def test_a_reversal_that_waits_takes_the_new_cost(
    bench: Bench, connection: Connection
) -> None:
    """It is not in the ledger yet, so it is sent at the cost that its first has by then."""
    accrued = replace(sold("S-4", ("MUG", 5)), date=JULY_9, reverse_on=date(2026, 8, 1))
    await bench.services.accept_entries(connection.book_id, [accrued])
    await bench.post(connection)
    reversal = await bench.entry("S-4 reversal")
    await put(bench.database, reversal, status="failed", ledger_id=None)
    bench.ledger.stored = [one for one in bench.ledger.stored if one.number != "JF-5"]

    await changed(bench, to_five(4), connection)
    await put(bench.database, reversal, status="pending", due_at=bench.clock())
    await bench.post(connection)

    assert (sums(bench)["JF-4"], sums(bench)["JF-5"]) == (2500, 2500)


async def test_it_can_be_changed_again_and_back(bench: Bench, connection: Connection) -> None:
    """Each change corrects what is there then, and nothing is posted twice."""
    await changed(bench, to_five(since=JULY_1), connection)
    back = GivenChange("Shopify", {"MUG": NewCost(FOUR, FIVE)}, WHY, 1, JULY_1)

    incident = await changed(bench, back, connection)

    assert sums(bench) == {"JF-1": 1200, "JF-2": 9800, "JF-3": 400}
    first, second = await bench.cases()
    assert first.is_corrected_elsewhere
    assert [one.case.incident.id for one in first.moved_to] == [
        second.incident.id,
    ]
    assert second.incident.id == incident.id


async def test_a_click_that_comes_again_changes_nothing(
    bench: Bench, connection: Connection
) -> None:
    """Delivered twice, there is one card and one correction."""
    click = bench.click()
    await start(bench, to_five(), click=click)

    assert await start(bench, to_five(), click=click) is None
    await bench.post(connection)

    assert len(await bench.cases()) == 1
    assert sums(bench)["JF-1"] == 1500
    assert len(bench.ledger.sent) == 4


async def test_the_second_of_two_people_is_told(bench: Bench, connection: Connection) -> None:
    """Both saw the same; the first is done, and nothing of the second, not even a card."""
    async with bench.store() as store:
        mark = (await read_change(store, 1, to_five(since=JULY_1))).mark
    given = to_five(since=JULY_1, seen=mark)
    await start(bench, given)

    with pytest.raises(PreviewChanged):
        await start(bench, replace(given, costs={"MUG": NewCost(TEN, FOUR)}), by="U_BEN")
    await bench.post(connection)

    assert len(await bench.cases()) == 1
    assert sums(bench)["JF-1"] == 1500
    assert (await costs(bench))["MUG"] == FIVE


async def test_nothing_to_change_is_refused(bench: Bench, connection: Connection) -> None:
    """A cost that no posted entry used changes nothing, and leaves no card."""
    with pytest.raises(TransitionRefused):
        await start(bench, to_five(entry_id=99))

    assert await bench.cases() == []


async def test_too_many_entries_are_refused(
    bench: Bench, connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    """More than one change corrects: a later day is asked for."""
    monkeypatch.setattr(change_cost, "MOST", 2)

    with pytest.raises(BadInput, match="later day"):
        await start(bench, to_five(since=JULY_1))
    assert isinstance(await start(bench, to_five(3, since=DAYS["S-2"])), Done)


async def test_an_entry_says_why_its_costs_stay(bench: Bench, connection: Connection) -> None:
    """It is on its way, changed in the books, has no pieces, or its costs are not known."""
    entry = await bench.entry()

    refuse_if_unchangeable(entry)
    for one in (
        replace(entry, status=S.PENDING),
        replace(entry, costs={}),
        replace(entry, changed=Conflict(Obstacle.EDITED, "7")),
        replace(entry, content=replace(entry.content, lines=())),
    ):
        with pytest.raises(TransitionRefused):
            refuse_if_unchangeable(one)


# --- what stands in the way


async def test_an_edit_by_hand_gets_a_card(bench: Bench, connection: Connection) -> None:
    """Nothing is written over what someone typed there; the other entry is corrected."""
    bench.ledger.edit_by_hand("JF-1")

    incident = await changed(bench, to_five(since=JULY_7), connection)

    assert sums(bench) == {"JF-1": 1200, "JF-2": 10_000, "JF-3": 500}
    assert incident.state is RESOLVED
    (own,) = [one for one in await bench.cases() if one.incident.state is OPEN]
    assert own.incident.failure.conflict is not None
    assert own.incident.failure.conflict.obstacle is Obstacle.EDITED


async def test_theirs_kept_tells_of_no_pieces(bench: Bench, connection: Connection) -> None:
    """Once what someone typed there counts, it is not known what pieces cost in it."""
    bench.ledger.edit_by_hand("JF-1")
    await changed(bench, to_five(), connection)
    (own,) = [one for one in await bench.cases() if one.incident.state is OPEN]
    met = own.incident.failure.conflict
    assert met is not None

    await bench.make(KEEP_THEIRS, own.incident.id, Kept(met.version))

    entry = await bench.entry()
    assert (entry.status, dict(entry.costs)) == (S.POSTED, {})
    async with bench.store() as store:
        shown = await read_change(store, 1, to_five(2, since=JULY_1))
    assert [(one.number, one.is_unknown) for one in shown.left_out] == [("JF-1", True)]


async def test_a_correction_that_waits_is_left_and_named(
    bench: Bench, connection: Connection
) -> None:
    """Its own card decides about it first; it is said where it waits."""
    bench.ledger.edit_by_hand("JF-1")
    await changed(bench, to_five(), connection)
    (own,) = [one for one in await bench.cases() if one.incident.state is OPEN]

    async with bench.store() as store:
        shown = await read_change(store, 1, to_five(2, since=JULY_1))

    assert [one.number for one in shown.entries] == ["JF-2", "JF-3"]
    (left,) = shown.left_out
    assert (left.number, left.is_unknown, left.incident_id) == ("JF-1", False, own.incident.id)


async def test_closed_days_are_left_or_wait_on_a_card(bench: Bench, connection: Connection) -> None:
    """Left: the others are corrected. Wanted: a card holds them until the days are open."""
    bench.ledger.closed_until = JULY_7
    await bench.poll(connection)

    await changed(bench, to_five(3, since=JULY_1), connection)

    assert sums(bench) == {"JF-1": 1200, "JF-2": 10_000, "JF-3": 500}
    await changed(bench, to_five(1, with_closed=True), connection)
    assert sums(bench)["JF-1"] == 1200
    (closed,) = [one for one in await bench.cases() if one.incident.state is OPEN]
    assert closed.incident.failure.reason is FailureReason.PERIOD_CLOSED
    bench.ledger.closed_until = None
    await bench.retry(closed.incident.id)
    await bench.post(connection)
    assert sums(bench)["JF-1"] == 1500


async def test_a_platform_that_changes_nothing_keeps_the_cost_alone(
    bench: Bench, connection: Connection
) -> None:
    """What is posted in Tryton stays; the cost holds for later entries, and that is told."""
    await rows_changed(bench, "UPDATE connection SET platform = 'tryton'")

    assert await start(bench, to_five(since=JULY_7)) == CostsKept()
    await bench.post(connection)

    assert sums(bench)["JF-1"] == 1200
    assert ((await costs(bench))["MUG"], await bench.cases()) == (FIVE, [])
    with pytest.raises(TransitionRefused):
        await start(bench, to_five())


async def test_a_stopped_change_is_taken_up_again(bench: Bench, connection: Connection) -> None:
    """What is not sent yet stays as it was in the ledger until someone presses Retry."""
    outcome = await start(bench, to_five(since=JULY_1))
    assert isinstance(outcome, Done)
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER)
    await bench.post(connection)
    bench.ledger.recover()
    (refused,) = [one for one in await bench.cases() if one.incident.state is OPEN]
    assert refused.summary.corrections == 3

    await bench.retry(refused.incident.id)
    await bench.post(connection)

    assert sums(bench) == {"JF-1": 1500, "JF-2": 10_000, "JF-3": 500}


# --- who may


async def test_who_may_not_changes_nothing(bench: Bench, connection: Connection) -> None:
    """A rule of the book holds, and no card is opened."""
    await rule(bench, Rule(MoveName.CHANGE_COST, anyone=False, people=("U_BEN",)))

    for given in (to_five(), to_five(since=JULY_1)):
        with pytest.raises(NotAllowed) as refused:
            await start(bench, given)
        assert refused.value.refusal.why is WhyNot.NOT_NAMED

    assert await bench.cases() == []
    assert isinstance(await start(bench, to_five(), by="U_BEN"), Done)


async def test_a_second_person_approves_it(bench: Bench, connection: Connection) -> None:
    """Nothing changes before; then all of it does, in the name of the first."""
    await rule(bench, Rule(MoveName.CHANGE_COST, second_above=Money(10_000, "USD")))
    outcome = await start(bench, to_five(since=JULY_1))
    assert isinstance(outcome, Asked)
    await bench.post(connection)
    assert (sums(bench)["JF-1"], (await costs(bench))["MUG"]) == (1200, FOUR)
    (case,) = await bench.cases()
    assert case.request is not None
    assert case.request.tally.amounts == (Money(1500 + 10_000 + 500, "USD"),)

    with pytest.raises(NotAllowed):
        await bench.services.approve_request(case.incident.id, bench.click("U_ANA"))
    await bench.services.approve_request(case.incident.id, bench.click("U_BEN"))
    await bench.post(connection)

    assert sums(bench) == {"JF-1": 1500, "JF-2": 10_000, "JF-3": 500}
    done = (await bench.case()).incident
    assert (done.state, done.approved_by) == (RESOLVED, "U_BEN")
    assert done.mending is not None
    assert done.mending.by == "U_ANA"


async def test_declined_closes_its_card(bench: Bench, connection: Connection) -> None:
    """It was opened for that alone, so nothing is left open and nothing was changed."""
    await rule(bench, Rule(MoveName.CHANGE_COST, second_above=Money(1, "USD")))
    await start(bench, to_five(since=JULY_1))

    await bench.services.decline_request((await bench.case()).incident.id, bench.click("U_BEN"))
    await bench.post(connection)

    case = await bench.case()
    assert (case.incident.state, case.summary.total) == (RESOLVED, 0)
    assert (sums(bench)["JF-1"], (await costs(bench))["MUG"]) == (1200, FOUR)


async def test_a_request_that_came_too_late_closes_its_card(
    bench: Bench, connection: Connection
) -> None:
    """Someone else corrected it meanwhile: approved, it would change nothing."""
    await rule(bench, Rule(MoveName.CHANGE_COST, second_above=Money(1000, "USD")))
    await start(bench, to_five())
    (case,) = await bench.cases()
    await rule(bench, Rule(MoveName.CHANGE_COST))
    await changed(bench, to_five(since=JULY_1), connection)

    with pytest.raises(TransitionRefused):
        await bench.services.approve_request(case.incident.id, bench.click("U_BEN"))

    assert (await case_of(bench, case.incident.id)).incident.state is RESOLVED
    assert sums(bench)["JF-1"] == 1500


async def test_the_terminal_corrects_too(bench: Bench, connection: Connection) -> None:
    """Whatever pieces cost, and without a person; not where a second one has to approve it."""
    given = GivenChange("Shopify", {"MUG": NewCost(FIVE)}, WHY, since=JULY_1)
    work = ChangeAtTerminal(bench.database.store, bench.services.make_move)
    await rule(bench, Rule(MoveName.CHANGE_COST, second_above=Money(1000, "USD")))
    with pytest.raises(TransitionRefused):
        await work(1, "terminal/1", given)
    await rule(bench, Rule(MoveName.CHANGE_COST))

    incident = await work(1, "terminal/2", given)
    await bench.post(connection)

    assert incident is not None
    assert sums(bench) == {"JF-1": 1500, "JF-2": 10_000, "JF-3": 500}
    found = await rows(
        bench.database, "SELECT actor FROM incident_event WHERE kind='costs_changed'"
    )
    assert [row.actor for row in found] == [None]
    with pytest.raises(PreviewChanged):
        await work(1, "terminal/3", replace(given, costs={"MUG": NewCost(TEN)}, seen="other"))


async def rule(bench: Bench, one: Rule) -> None:
    """Keep a rule of the book."""
    async with bench.store() as store:
        await store.rights.save(1, one)


async def rows_changed(bench: Bench, statement: str) -> None:
    """Change what stands in the database."""
    async with bench.database.engine.begin() as sql:
        await sql.execute(text(statement))
