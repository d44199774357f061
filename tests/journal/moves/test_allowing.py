"""Rules over the real database: every use case is under them, and a second person approves."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.moves.redate import REDATE, Agreed
from journal.moves.retry import RETRY
from journal.ports import Click
from journal.requests import lapsed
from journal.rights import Group, NotAllowed, Person, Rule, WhyNot
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OWNERS = Group("S1", "owners", "Owners")
SMALL = Money(100, "USD")


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book with three refused entries, $4,812.39 together."""
    connection = await bench.book()
    await bench.take(connection, some_entries(3))
    bench.ledger.can_post = False
    await bench.post(connection)
    return connection


@pytest.fixture
async def case_id(bench: Bench, connection: Connection) -> int:
    """The card of those entries."""
    return (await bench.case()).incident.id


async def rule(bench: Bench, connection: Connection, one: Rule) -> None:
    """Set a rule for the book."""
    async with bench.store() as store:
        await store.rights.save(connection.book_id, one)


async def known(bench: Bench, *people: Person) -> None:
    """Have Slack tell of people, and that Chi is the owner."""
    async with bench.store() as store:
        await store.roster.meet([(one, one.id.lower(), False) for one in people])
        await store.roster.keep_groups({OWNERS: ["U_CHI"]})


async def why(bench: Bench, move: object) -> WhyNot:
    """Return why a move was refused."""
    with pytest.raises(NotAllowed) as refused:
        await move  # type: ignore[misc]
    return refused.value.refusal.why


async def test_guests_strangers_and_unknown_people_move_nothing(bench: Bench, case_id: int) -> None:
    """Without any rule a guest, a person of another workspace and a nobody are refused."""
    await known(bench, Person("U_DEE", is_guest=True), Person("U_EVE", is_external=True))

    assert await why(bench, bench.retry(case_id, by="U_DEE")) is WhyNot.GUEST
    assert await why(bench, bench.retry(case_id, by="U_EVE")) is WhyNot.EXTERNAL
    assert await why(bench, bench.retry(case_id, by="U_NEW")) is WhyNot.UNKNOWN
    external = Click("c", "U_NEW", is_external=True)
    assert await why(bench, bench.services.make_move(RETRY, case_id, external)) is WhyNot.EXTERNAL
    assert await bench.states() == [IncidentState.OPEN]


async def test_a_rule_names_who_may_and_the_refusal_says_who_could(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """Owners alone may retry above a dollar: Ana is told that Chi can, and Chi can."""
    await known(bench)
    await rule(bench, connection, Rule(MoveName.RETRY, anyone=False, groups=(OWNERS,), above=SMALL))

    with pytest.raises(NotAllowed) as refused:
        await bench.retry(case_id)
    assert refused.value.refusal.could == ("U_CHI",)
    await bench.retry(case_id, by="U_CHI")

    assert await bench.states() == [IncidentState.RETRYING]


async def test_the_rule_for_all_holds_where_a_move_has_none(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """Its own rule comes first; the book's for all stands in for the rest."""
    await rule(bench, connection, Rule(None, anyone=False, people=("U_CHI",)))
    await rule(bench, connection, Rule(MoveName.RETRY, anyone=True))

    resolving = bench.resolve(case_id, HowResolved.FIXED_IN_PLATFORM)
    assert await why(bench, resolving) is WhyNot.NOT_NAMED
    await bench.retry(case_id)


async def test_closing_without_posting_is_skipping(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """A rule for skipping holds for Resolve as well, where nothing is looked up afterwards."""
    await rule(bench, connection, Rule(MoveName.SKIP, anyone=False, people=("U_CHI",)))

    assert await why(bench, bench.resolve(case_id, HowResolved.NOT_NEEDED)) is WhyNot.NOT_NAMED
    await bench.resolve(case_id, HowResolved.FIXED_IN_PLATFORM)


async def test_nobody_closes_what_they_prepared(bench: Bench) -> None:
    """By user id or e-mail address; posting it again is theirs all the same."""
    connection = await bench.book()
    mine, hers = some_entries(2)
    await bench.take(connection, [replace(mine, prepared_by="ana@local.example"), hers])
    bench.ledger.can_post = False
    await bench.post(connection)
    case_id = (await bench.case()).incident.id

    assert await why(bench, bench.resolve(case_id, HowResolved.NOT_NEEDED)) is WhyNot.PREPARER
    await bench.retry(case_id)
    await bench.post(connection)
    await bench.resolve(case_id, HowResolved.NOT_NEEDED, by="U_BEN")

    assert await bench.states() == [IncidentState.RESOLVED]


async def test_the_same_entry_from_another_preparer_is_known_already(bench: Bench) -> None:
    """A file that is imported again by someone else changes nothing."""
    connection = await bench.book()
    (entry,) = some_entries(1)
    await bench.take(connection, [replace(entry, prepared_by="U_ANA")])

    async with bench.store() as store:
        (again,) = await store.intake.accept(
            connection, [replace(entry, prepared_by="U_BEN")], bench.clock()
        )

    assert not again.taken
    assert not again.error
    assert (await bench.entry()).content.prepared_by == "U_ANA"


async def test_two_people_do_what_is_too_much_for_one(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """The first click asks and moves nothing; Ben approves, and it is done in both names."""
    await rule(bench, connection, Rule(MoveName.SKIP, second_above=SMALL))

    asked = await bench.resolve(case_id, HowResolved.NOT_NEEDED, "a test entry")
    assert asked.state is IncidentState.OPEN
    assert (await bench.case()).request is not None

    done = (await bench.services.approve_request(case_id, bench.click("U_BEN"))).incident

    assert done.state is IncidentState.RESOLVED
    assert (done.moved_by, done.approved_by, done.note) == ("U_ANA", "U_BEN", "a test entry")
    assert (await bench.entry()).status.value == "skipped"
    assert (await bench.story(case_id))[-3:] == ["asked", "approved", "resolved"]


async def test_who_asked_does_not_approve(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """Nor does a guest, nor who may not make the move; declining takes it back."""
    await known(bench, Person("U_DEE", is_guest=True))
    await rule(bench, connection, Rule(MoveName.RETRY, second_above=SMALL))
    await bench.retry(case_id)

    approve = bench.services.approve_request
    assert await why(bench, approve(case_id, bench.click("U_ANA"))) is WhyNot.SAME_PERSON
    assert await why(bench, approve(case_id, bench.click("U_DEE"))) is WhyNot.GUEST
    with pytest.raises(TransitionRefused) as first:
        await bench.retry(case_id, by="U_BEN")
    assert first.value.named == {"who": "U_ANA"}
    await bench.services.decline_request(case_id, bench.click("U_ANA"))

    assert (await bench.case()).request is None
    with pytest.raises(TransitionRefused):
        await approve(case_id, bench.click("U_BEN"))
    assert await bench.states() == [IncidentState.OPEN]


async def test_a_request_lapses_when_the_case_moves(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """Posted again and refused again, or joined by another entry, it is not what was asked for."""
    await rule(bench, connection, Rule(MoveName.SKIP, second_above=SMALL))
    await bench.resolve(case_id, HowResolved.NOT_NEEDED)
    await bench.retry(case_id)
    await bench.post(connection)
    assert (await bench.case()).request is None

    await bench.resolve(case_id, HowResolved.NOT_NEEDED)
    await bench.take(connection, some_entries(1, "T"))
    await bench.post(connection)

    assert (await bench.case()).request is None
    with pytest.raises(TransitionRefused) as stale:
        await bench.services.approve_request(case_id, bench.click("U_BEN"))
    assert stale.value.advice == lapsed((await bench.case()).incident).advice


async def test_another_day_is_approved_as_it_was_shown(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """The day and the count that were agreed to are those that the second person has done."""
    bench.ledger.can_post, bench.ledger.closed_until = True, date(2026, 7, 31)
    await bench.poll(connection)  # knows the closed days from here on
    await bench.retry(case_id)
    await bench.post(connection)
    closed = (await bench.cases())[-1]
    await rule(bench, connection, Rule(MoveName.REDATE, second_above=SMALL))
    agreed = Agreed(date(2026, 8, 1), closed.summary.waiting)

    await bench.make(REDATE, closed.incident.id, agreed, by="U_ANA")
    assert bench.ledger.stored == []
    await bench.services.approve_request(closed.incident.id, bench.click("U_BEN"))
    await bench.post(connection)

    assert {one.date for one in bench.ledger.stored} == {date(2026, 8, 1)}
    story = await bench.story(closed.incident.id)
    began = story.index("asked")
    assert story[began : began + 3] == ["asked", "approved", "redated"]


async def test_an_approval_delivered_again_does_nothing_twice(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """The same click of the second person: the entries are posted once."""
    await rule(bench, connection, Rule(MoveName.RETRY, second_above=SMALL))
    await bench.retry(case_id)
    click = bench.click("U_BEN")
    bench.ledger.can_post = True

    await bench.services.approve_request(case_id, click)
    await bench.services.approve_request(case_id, click)
    await bench.post(connection)

    assert await bench.states() == [IncidentState.RESOLVED]
    assert (await bench.story(case_id)).count("retry") == 1
