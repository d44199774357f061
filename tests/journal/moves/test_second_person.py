"""What changes what is posted is asked for by one and done by another, with what was typed."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.entries.editing import Correction, Row
from journal.entries.entry import Line, Side
from journal.entries.failure import FailureReason
from journal.entries.posting import LedgerLine
from journal.errors import AccountUnfit, MappedMeanwhile, TransitionRefused, Unbalanced
from journal.incidents.gaps import Category
from journal.incidents.incident import Case, Incident, IncidentState, Tally
from journal.incidents.move import MoveName
from journal.moves.await_period import AWAIT_PERIOD, Awaited
from journal.moves.costs import COST, GivenCosts
from journal.moves.duplicate import LINK, POST_ANYWAY, Judged
from journal.moves.lines import EDIT
from journal.requests import lapsed
from journal.rights import NotAllowed, Rule
from tests.fakes.ready import JULY_7
from tests.journal.bench import SAME_LINES, Bench
from tests.journal.moves.test_costs import sold
from tests.storage.stage import rows, some_entries

OPEN, RETRYING, RESOLVED = IncidentState
TIPS: Category = ("Shopify", "Tips")
GIFTS: Category = ("Shopify", "Gift cards")
FORTY, HUNDRED = Money(4000, "USD"), Money(10_000, "USD")


def lines(*credited: str) -> tuple[Line, ...]:
    """Return lines that bring $40 to each of these categories, out of the clearing."""
    ours = [Line(Side.CREDIT, FORTY, category=name) for name in credited]
    return (Line(Side.DEBIT, Money(4000 * len(credited), "USD"), category="Clearing"), *ours)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book in which only the clearing is mapped, and every move above $100 takes two."""
    made = await bench.book(mapped=False)
    async with bench.store() as store:
        await store.desk.save_mapping(made.book_id, [("Shopify", "Clearing", "1300")])
        await store.rights.save(made.book_id, Rule(None, second_above=HUNDRED))
    return made


async def waiting(bench: Bench, connection: Connection, count: int, *credited: str) -> Case:
    """Hand in entries that lack accounts; return the newest card."""
    prefix = "-".join(credited)
    await bench.take(connection, some_entries(count, prefix, lines=lines(*credited)))
    await bench.post(connection)
    return (await bench.cases())[-1]


async def approve(bench: Bench, incident_id: int, by: str = "U_BEN") -> Incident:
    """Press Approve; return the incident as it stands then."""
    return (await bench.services.approve_request(incident_id, bench.click(by))).incident


async def told(bench: Bench, person: str = "U_ANA") -> list[dict[str, Any]]:
    """Return the facts of what a person was told directly, oldest first."""
    query = (
        "SELECT n.facts FROM notice n JOIN message m ON m.notice_id = n.id"
        " WHERE m.channel_id = :person AND n.kind = 'answered' ORDER BY n.id"
    )
    return [row.facts for row in await rows(bench.database, query, person=person)]


async def test_a_chosen_mapping_waits_and_posts_when_approved(
    bench: Bench, connection: Connection
) -> None:
    """Three entries of $40: nothing is mapped before Ben approves, then all of them are posted."""
    case = await waiting(bench, connection, 3, "Tips")

    assert await bench.map(case.incident.id, {TIPS: "103"}) == 0
    await bench.post(connection)

    request = (await bench.case()).request
    assert request is not None
    assert request.tally == Tally(3, (Money(12_000, "USD"),))
    assert request.facts == {"chosen": [[*TIPS, "103", "6000 Payment processing fees"]]}
    assert bench.ledger.numbers == []

    await approve(bench, case.incident.id)
    await bench.post(connection)

    done = (await bench.case()).incident
    assert (done.state, done.approved_by) == (RESOLVED, "U_BEN")
    assert done.mending is not None
    assert done.mending.by == "U_ANA"
    assert len(bench.ledger.numbers) == 3
    story = await bench.story(case.incident.id)
    assert story[story.index("asked") :][:3] == ["asked", "approved", "mapped"]


async def test_what_a_mapping_frees_on_other_cards_counts(
    bench: Bench, connection: Connection
) -> None:
    """One entry of $40 here and two of $80 there: $200 would be posted, which takes two."""
    await waiting(bench, connection, 2, "Gift cards", "Tips")
    await bench.take(connection, some_entries(1, "T", lines=lines("Tips")))
    await bench.post(connection)
    here = next(one for one in await bench.cases() if one.incident.failure.subject == "Tips")

    assert await bench.map(here.incident.id, {TIPS: "103"}) == 2, "$40 are complete: one may"
    await bench.post(connection)
    (there,) = [one for one in await bench.cases() if one.incident.state is OPEN]
    assert await bench.map(there.incident.id, {GIFTS: "98"}) == 0, "$160 are too much for one"

    await approve(bench, there.incident.id)
    await bench.post(connection)
    assert len(bench.ledger.numbers) == 3


async def test_more_came_in_so_the_second_person_looks_again(
    bench: Bench, connection: Connection
) -> None:
    """What was chosen stays; the card says what it comes to by now, and only that is approved."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "103"})
    await bench.take(connection, some_entries(1, "T", lines=lines("Tips")))
    await bench.post(connection)

    first = await approve(bench, case.incident.id)

    assert first.request is not None
    assert first.request.tally == Tally(4, (Money(16_000, "USD"),))
    assert bench.ledger.numbers == []
    assert (await approve(bench, case.incident.id)).request is None
    await bench.post(connection)
    assert len(bench.ledger.numbers) == 4


async def test_another_version_of_the_same_amount_is_looked_at_again(
    bench: Bench, connection: Connection
) -> None:
    """What is approved is these entries in these revisions, not a count and a sum."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.retry(case.incident.id)
    (first, *_others) = some_entries(3, "Tips", lines=lines("Tips"))
    await bench.take(connection, [replace(first, revision=2, description="Evening tips")])
    await bench.post(connection)

    renewed = await approve(bench, case.incident.id)

    assert (renewed.request is not None, renewed.state) == (True, OPEN)
    assert (await approve(bench, case.incident.id)).state is RETRYING


async def test_a_mapping_of_other_versions_is_looked_at_again(
    bench: Bench, connection: Connection
) -> None:
    """As much, of as many entries; but one of them says something else by now."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "103"})
    (first, *_others) = some_entries(3, "Tips", lines=lines("Tips"))
    await bench.take(connection, [replace(first, revision=2, description="Evening tips")])
    await bench.post(connection)

    renewed = await approve(bench, case.incident.id)

    assert (renewed.request is not None, renewed.state) == (True, OPEN)
    assert (await approve(bench, case.incident.id)).state is RETRYING


async def test_an_account_that_was_closed_meanwhile_is_told_to_both(
    bench: Bench, connection: Connection
) -> None:
    """It is not done, not asked any more, and the person who asked reads why."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "103"})
    bench.ledger.deactivate("103")
    await bench.services.read_chart(connection)

    with pytest.raises(TransitionRefused) as refused:
        await approve(bench, case.incident.id)

    why = refused.value.__cause__
    assert isinstance(why, AccountUnfit)
    assert refused.value.named == {"asker": "U_ANA"}
    assert why.advice in refused.value.advice
    after = await bench.case()
    assert (after.request, after.incident.request, after.incident.state) == (None, None, OPEN)
    (answer,) = await told(bench)
    assert (answer["answer"], answer["asked_by"]) == ("lapsed", "U_ANA")
    assert answer["because"] == why.advice
    assert (await bench.story(case.incident.id))[-1] == "lapsed"
    with pytest.raises(TransitionRefused) as stale:
        await approve(bench, case.incident.id, "U_CHI")
    assert stale.value.advice == lapsed(after.incident).advice


async def test_someone_else_mapped_it_meanwhile(bench: Bench, connection: Connection) -> None:
    """At the terminal, say: nothing of it is overwritten."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "103"})
    async with bench.store() as store:
        await store.desk.save_mapping(connection.book_id, [(*TIPS, "98")])

    with pytest.raises(TransitionRefused) as refused:
        await approve(bench, case.incident.id)

    assert isinstance(refused.value.__cause__, MappedMeanwhile)
    async with bench.store() as store:
        (kept,) = await store.mappings.kept(connection.book_id, [TIPS])
    assert kept.account == "98"


async def test_what_cannot_be_done_is_not_asked_for(bench: Bench, connection: Connection) -> None:
    """The chart is looked at before anybody is asked to approve."""
    case = await waiting(bench, connection, 3, "Tips")

    with pytest.raises(AccountUnfit):
        await bench.map(case.incident.id, {TIPS: "nowhere"})

    assert (await bench.case()).request is None


async def test_who_asked_is_told_when_other_entries_wait(
    bench: Bench, connection: Connection
) -> None:
    """What was asked for is not done to an entry that came later; asked again, it is."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.retry(case.incident.id)
    assert (await bench.case()).request is not None

    await bench.take(connection, some_entries(1, "later", lines=lines("Tips")))
    await bench.post(connection)

    after = await bench.case()
    assert (after.request, after.incident.request, after.incident.state) == (None, None, OPEN)
    (answer,) = await told(bench)
    assert (answer["answer"], answer["move"]) == ("lapsed", "retry")
    assert answer["because"]
    assert case.incident.number not in answer["because"]
    assert "lapsed" in await bench.story(case.incident.id)


async def test_who_asked_is_told_when_it_went_on_by_itself(
    bench: Bench, connection: Connection
) -> None:
    """A poll that finds the entries leaves nothing to approve."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.retry(case.incident.id)
    async with bench.store() as store:
        await store.desk.save_mapping(connection.book_id, [("Shopify", "Tips", "4010")])
    typed = tuple(replace(one, amount=FORTY) for one in SAME_LINES)
    for number in (1, 2, 3):
        bench.ledger.type_by_hand(f"JF-{number}", JULY_7, lines=typed)

    await bench.poll(connection)

    assert (await bench.case()).incident.state is RESOLVED
    (answer,) = await told(bench)
    assert case.incident.number in answer["because"]


async def test_declined_who_asked_is_told(bench: Bench, connection: Connection) -> None:
    """With what they had asked for; who takes back their own is told nothing."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "103"})

    await bench.services.decline_request(case.incident.id, bench.click("U_BEN"))

    (answer,) = await told(bench)
    assert (answer["answer"], answer["move"]) == ("declined", "map")
    assert answer["chosen"][0][1] == "Tips"
    await bench.map(case.incident.id, {TIPS: "103"})
    await bench.services.decline_request(case.incident.id, bench.click("U_ANA"))
    assert len(await told(bench)) == 1


async def test_who_may_not_any_more_has_asked_in_vain(bench: Bench, connection: Connection) -> None:
    """The rule changed while it waited: Ben is told that it is about Ana, not about him."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "103"})
    rule = Rule(MoveName.MAP, anyone=False, people=("U_BEN",), second_above=HUNDRED)
    async with bench.store() as store:
        await store.rights.save(connection.book_id, rule)

    with pytest.raises(TransitionRefused) as refused:
        await approve(bench, case.incident.id)

    assert isinstance(refused.value.__cause__, NotAllowed)
    assert refused.value.named == {"asker": "U_ANA"}
    assert len(await told(bench)) == 1
    assert (await bench.case()).request is None


async def test_two_who_approve_at_once_have_it_done_once(
    bench: Bench, connection: Connection
) -> None:
    """One has it done; the other is told who was first or that it is not asked any more."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "103"})

    ended = await asyncio.gather(
        approve(bench, case.incident.id, "U_BEN"),
        approve(bench, case.incident.id, "U_CHI"),
        return_exceptions=True,
    )

    (late,) = [one for one in ended if isinstance(one, TransitionRefused)]
    done = (await bench.case()).incident
    assert done.approved_by in ("U_BEN", "U_CHI")
    assert late.named == {"who": done.approved_by}
    assert await told(bench) == []
    with pytest.raises(TransitionRefused) as stale:
        await approve(bench, case.incident.id, "U_EVE")
    assert stale.value.advice == lapsed(done).advice
    await bench.post(connection)
    assert len(bench.ledger.numbers) == 3


async def test_asked_for_again_the_older_wish_is_not_approved(
    bench: Bench, connection: Connection
) -> None:
    """Declined and asked for otherwise: a click counts for what stands there now."""
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "98"})
    await bench.services.decline_request(case.incident.id, bench.click("U_ANA"))
    await bench.pass_time()
    await bench.map(case.incident.id, {TIPS: "103"})

    await approve(bench, case.incident.id)

    async with bench.store() as store:
        (kept,) = await store.mappings.kept(connection.book_id, [TIPS])
    assert kept.account == "103"


@pytest.fixture
async def costly(bench: Bench) -> Case:
    """A card of which two entries wait for costs; every move above $100 takes two."""
    made = await bench.book()
    await bench.take(made, [sold("S-1", ("MUG", 3)), sold("S-2", ("MUG", 2), ("POT", 9))])
    await bench.post(made)
    async with bench.store() as store:
        await store.rights.save(made.book_id, Rule(MoveName.COST, second_above=HUNDRED))
    return await bench.case()


async def add(bench: Bench, incident_id: int, **costs: int) -> None:
    """Send the form in, with costs in cents."""
    given = GivenCosts({sku: Money(minor, "USD") for sku, minor in costs.items()})
    await bench.make(COST, incident_id, given)


async def test_costs_are_judged_by_what_they_post(bench: Bench, costly: Case) -> None:
    """Three mugs of $12 are $36, one may; two of them and nine pots of $20 are $204."""
    await add(bench, costly.incident.id, MUG=1200)
    await bench.post(costly.connection)
    assert len(bench.ledger.stored) == 1

    await add(bench, costly.incident.id, POT=2000)
    request = (await bench.case()).request
    assert request is not None
    assert request.tally == Tally(1, (Money(20_400, "USD"),))
    assert request.facts["costs"] == [["POT", 2000, "USD"]]

    await approve(bench, costly.incident.id)
    await bench.post(costly.connection)
    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.stored) == 2


async def test_the_costs_of_a_file_wait_as_well(bench: Bench, costly: Case) -> None:
    """Its name and what was wrong with its rows are told at once, the costs when approved."""
    faults = {"file": "costs.csv", "faults": [[4, "no amount"]]}
    costs = {"MUG": Money(1200, "USD"), "POT": Money(2000, "USD")}
    await bench.make(COST, costly.incident.id, GivenCosts(costs, faults))

    query = "SELECT kind, actor, facts FROM incident_event ORDER BY id"
    asked = (await rows(bench.database, query))[-1]
    assert (asked.kind, asked.facts["told"]) == ("asked", faults)

    await approve(bench, costly.incident.id)

    added = next(one for one in await rows(bench.database, query) if one.kind == "costs_added")
    assert (added.actor, added.facts["file"]) == ("U_ANA", "costs.csv")
    assert "faults" not in added.facts


async def test_a_mapping_of_pieces_is_judged_by_what_they_cost(
    bench: Bench, connection: Connection
) -> None:
    """Three mugs of $40.01, of which the account of gift cards is lacking."""
    async with bench.store() as store:
        known = [("Shopify", "MUG", Money(4001, "USD"))]
        await store.desk.save_costs(connection.book_id, known)
    await bench.take(connection, [sold("S-1", ("MUG", 3))])
    await bench.post(connection)

    assert await bench.map((await bench.case()).incident.id, {GIFTS: "98"}) == 0

    request = (await bench.case()).request
    assert request is not None
    assert request.tally == Tally(1, (Money(12_003, "USD"),))


async def test_pieces_are_judged_by_what_they_cost(bench: Bench) -> None:
    """An entry whose lines have no amounts of their own is not worth nothing."""
    made = await bench.book()
    async with bench.store() as store:
        await store.desk.save_costs(made.book_id, [("Shopify", "MUG", Money(4001, "USD"))])
        await store.rights.save(made.book_id, Rule(MoveName.RETRY, second_above=HUNDRED))
    bench.ledger.can_post = False
    await bench.take(made, [sold("S-1", ("MUG", 3))])
    await bench.post(made)

    await bench.retry((await bench.case()).incident.id)

    request = (await bench.case()).request
    assert request is not None
    assert request.tally == Tally(1, (Money(12_003, "USD"),))


async def test_costs_that_someone_gave_meanwhile_are_told(bench: Bench, costly: Case) -> None:
    """There is nothing left to approve."""
    await add(bench, costly.incident.id, MUG=1200, POT=2000)
    async with bench.store() as store:
        known = [("Shopify", sku, Money(100, "USD")) for sku in ("MUG", "POT")]
        await store.desk.save_costs(costly.book.id, known)

    with pytest.raises(TransitionRefused) as refused:
        await approve(bench, costly.incident.id)

    assert refused.value.named == {"asker": "U_ANA"}
    assert (await bench.case()).request is None


@pytest.fixture
async def turned_down(bench: Bench) -> Case:
    """A card of one entry of $1,604.13 that was turned down; edits above $100 take two."""
    made = await bench.book()
    await bench.take(made, some_entries(1))
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER, times=1)
    await bench.post(made)
    async with bench.store() as store:
        await store.rights.save(made.book_id, Rule(MoveName.EDIT, second_above=HUNDRED))
    return await bench.case()


def typed(minor: int, revision: int = 1) -> Correction:
    """Return both lines of the entry with this amount."""
    amount = Money(minor, "USD")
    both = (Row(0, "Clearing", Side.DEBIT, amount), Row(1, "4010", Side.CREDIT, amount))
    return Correction(1, revision, both)


async def test_edited_lines_wait_as_they_were_typed(bench: Bench, turned_down: Case) -> None:
    """A large entry made small takes two as well: what it was counts too."""
    case_id = turned_down.incident.id
    correction = replace(typed(5000), posting_revision=(await bench.entry()).posting_revision)
    await bench.make(EDIT, case_id, correction)

    request = (await bench.case()).request
    assert request is not None
    assert request.tally == Tally(1, (Money(5000, "USD"),))
    assert request.facts["changes"][0]["after"] == ["debit", 5000, "USD", "Clearing"]
    assert (await bench.entry()).content.total == Money(160413, "USD")

    await approve(bench, case_id)
    await bench.post(turned_down.connection)
    assert await bench.states() == [RESOLVED]
    assert (await bench.entry()).content.total == Money(5000, "USD")


async def test_lines_that_do_not_balance_are_not_asked_for(bench: Bench, turned_down: Case) -> None:
    """The form stays with all that was typed, as ever."""
    both = typed(5000).rows
    revision = (await bench.entry()).posting_revision
    wrong = Correction(1, revision, (both[0], replace(both[1], amount=Money(1, "USD"))))

    with pytest.raises(Unbalanced):
        await bench.make(EDIT, turned_down.incident.id, wrong)

    assert (await bench.case()).request is None


async def test_an_entry_that_was_handed_in_again_is_not_edited(
    bench: Bench, turned_down: Case
) -> None:
    """Its newer revision moves the case, so there is nothing to approve any more."""
    revision = (await bench.entry()).posting_revision
    case_id = turned_down.incident.id
    await bench.make(EDIT, case_id, typed(5000, revision))
    (content,) = some_entries(1, revision=2, description="corrected")
    bench.ledger.refuse(FailureReason.VALIDATION_OTHER, times=1)
    await bench.take(turned_down.connection, [content])
    await bench.post(turned_down.connection)

    with pytest.raises(TransitionRefused):
        await approve(bench, case_id)

    assert (await bench.entry()).content.total == Money(160413, "USD")
    assert bench.ledger.stored == []


@pytest.fixture
async def taken(bench: Bench) -> Case:
    """A card of an entry whose number something else has; above $100 both ways take two."""
    made = await bench.book()
    five = Money(500, "USD")
    other = (LedgerLine(Side.DEBIT, five, "a"), LedgerLine(Side.CREDIT, five, "b"))
    bench.ledger.type_by_hand("JF-1", JULY_7, lines=other)
    await bench.take(made, some_entries(1))
    await bench.post(made)
    async with bench.store() as store:
        await store.rights.save(made.book_id, Rule(None, second_above=HUNDRED))
    return await bench.case()


async def judged(bench: Bench, case: Case) -> Judged:
    """Look at both entries."""
    twins = await bench.services.find_twin(case.incident.id, bench.click())
    assert twins.there is not None
    there = {"number": "JF-1", "day": JULY_7.isoformat(), "sum": [500, "USD"], "url": ""}
    return Judged(twins.entry.id, twins.entry.posting_revision, twins.there.ledger_id, there)


async def test_a_link_takes_two(bench: Bench, taken: Case) -> None:
    """What the ledger has counts as ours only when another person says so as well."""
    seen = await judged(bench, taken)
    await bench.make(LINK, taken.incident.id, seen)
    assert (await bench.entry()).linked_to is None

    await approve(bench, taken.incident.id)
    await bench.post(taken.connection)

    assert await bench.states() == [RESOLVED]
    assert len(bench.ledger.stored) == 1


async def test_posting_anyway_takes_two(bench: Bench, taken: Case) -> None:
    """With the reason that was given, under a number of its own."""
    seen = await judged(bench, taken)
    await bench.make(POST_ANYWAY, taken.incident.id, replace(seen, note="a second shop"))
    request = (await bench.case()).request
    assert request is not None
    assert (request.facts["number"], request.facts["note"]) == ("JF-1-2", "a second shop")
    assert len(bench.ledger.stored) == 1

    await approve(bench, taken.incident.id)
    await bench.post(taken.connection)

    assert await bench.states() == [RESOLVED]
    assert [one.number for one in bench.ledger.stored] == ["JF-1", "JF-1-2"]


async def test_waiting_for_a_period_takes_two(bench: Bench) -> None:
    """It posts by itself later, so it is approved beforehand; not to wait takes one."""
    made = await bench.book()
    bench.ledger.closed_until = date(2026, 7, 31)
    await bench.poll(made)
    await bench.take(made, some_entries(3))
    await bench.post(made)
    async with bench.store() as store:
        await store.rights.save(made.book_id, Rule(None, second_above=HUNDRED))
    case_id = (await bench.case()).incident.id

    await bench.make(AWAIT_PERIOD, case_id, Awaited())
    assert (await bench.case()).incident.awaited_by is None
    await approve(bench, case_id)
    assert (await bench.case()).incident.awaited_by == "U_ANA"

    await bench.make(AWAIT_PERIOD, case_id, Awaited(stop=True), by="U_CHI")
    assert (await bench.case()).incident.awaited_by is None


async def test_only_who_may_make_the_move_approves_it(bench: Bench, connection: Connection) -> None:
    """And the request stays for someone who may."""
    rule = Rule(MoveName.MAP, anyone=False, people=("U_ANA", "U_CHI"), second_above=HUNDRED)
    async with bench.store() as store:
        await store.rights.save(connection.book_id, rule)
    case = await waiting(bench, connection, 3, "Tips")
    await bench.map(case.incident.id, {TIPS: "103"})

    with pytest.raises(NotAllowed):
        await approve(bench, case.incident.id, "U_BEN")
    assert (await bench.case()).request is not None
    await approve(bench, case.incident.id, "U_CHI")

    assert await bench.states() == [RETRYING]
