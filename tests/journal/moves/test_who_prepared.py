"""A second person sees what is done, and nobody decides on an entry that they prepared."""

from __future__ import annotations

from dataclasses import replace

import pytest

from journal.amounts.money import Money
from journal.books.book import Connection
from journal.errors import NotFound, TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.moves.allowing import require_right
from journal.moves.assign import ASSIGN, Assigned
from journal.moves.catalogue import CLOSING
from journal.moves.make_move import Asked
from journal.rights import NotAllowed, Person, Rule, WhyNot
from tests.journal.bench import Bench
from tests.storage.stage import CHANNEL, put, seat, some_entries

SMALL = Money(100, "USD")
MAIL = "new@local.example"


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book whose entries are refused."""
    connection = await bench.book()
    bench.ledger.can_post = False
    return connection


async def refused(bench: Bench, connection: Connection, prepared_by: str = "") -> int:
    """Hand in one entry that is refused; return its incident."""
    await bench.take(connection, some_entries(1, prepared_by=prepared_by))
    await bench.post(connection)
    return (await bench.case()).incident.id


async def requested(bench: Bench, connection: Connection) -> int:
    """Have Ana ask for what takes a second person; return the incident."""
    incident_id = await refused(bench, connection)
    async with bench.store() as store:
        await store.rights.save(connection.book_id, Rule(MoveName.SKIP, second_above=SMALL))
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED)
    return incident_id


async def why(bench: Bench, incident_id: int, move: MoveName, by: str = "U_ANA") -> WhyNot | None:
    """Return why someone may not make a move; None: they may."""
    async with bench.store() as store:
        incident = await store.incidents.for_change(incident_id)
        try:
            await require_right(store, incident, bench.click(by), move)
        except NotAllowed as error:
            return error.refusal.why
    return None


@pytest.mark.parametrize(
    "change",
    [
        {"lines": []},
        {"description": "another text"},
        {"number": "J-9"},
        {"total_minor": 160413, "exchange_rate": "1.1"},
        {"adjusting": True},
        {"costs": {"MUG": 1100}},
    ],
)
async def test_what_changes_under_a_request_is_approved_again(
    bench: Bench, connection: Connection, change: dict[str, object]
) -> None:
    """Whatever of the entry it is, and also where no revision was counted up for it."""
    incident_id = await requested(bench, connection)
    await put(bench.database, await bench.entry(), **change)

    outcome = await bench.services.approve_request(incident_id, bench.click("U_BEN"))
    assert isinstance(outcome, Asked)
    assert await bench.states() == [IncidentState.OPEN]

    await bench.services.approve_request(incident_id, bench.click("U_BEN"))
    assert await bench.states() == [IncidentState.RESOLVED]


async def test_a_card_of_another_request_approves_nothing(
    bench: Bench, connection: Connection
) -> None:
    """Ana takes back what Ben has read and asks for something else: his click is for the first."""
    incident_id = await requested(bench, connection)
    read = (await bench.case()).request
    assert read is not None
    await bench.services.decline_request(incident_id, bench.click("U_ANA"))
    await bench.resolve(incident_id, HowResolved.DUPLICATE)

    approve = bench.services.approve_request
    assert isinstance(await approve(incident_id, bench.click("U_BEN"), read.mark), Asked)
    assert isinstance(await approve(incident_id, bench.click("U_BEN"), ""), Asked)
    assert await bench.states() == [IncidentState.OPEN]
    now = (await bench.case()).request
    assert now is not None
    await approve(incident_id, bench.click("U_BEN"), now.mark)
    assert await bench.states() == [IncidentState.RESOLVED]


async def test_a_request_ends_with_the_right_of_who_asked(
    bench: Bench, connection: Connection
) -> None:
    """Someone who has left the channel since has nothing done in the book any more."""
    incident_id = await requested(bench, connection)
    async with bench.store() as store:
        await store.roster.meet([(Person("U_ANA"), "ana", False)])
        await store.members.went(CHANNEL, "U_ANA", bench.clock())

    with pytest.raises(TransitionRefused):
        await bench.services.approve_request(incident_id, bench.click("U_BEN"))
    assert (await bench.case()).request is None
    with pytest.raises(NotFound):
        await bench.retry(incident_id, by="U_ANA")


async def test_what_counts_as_closing_is_not_for_a_preparer(
    bench: Bench, connection: Connection
) -> None:
    """Linking, editing, a draft and keeping theirs as much as skipping; posting again is."""
    incident_id = await refused(bench, connection, "U_ANA")
    closing = {MoveName.LINK, MoveName.EDIT, MoveName.DRAFT, MoveName.KEEP_THEIRS}
    closing |= {MoveName.SKIP, MoveName.RESOLVE}

    assert closing <= CLOSING
    for move in closing:
        assert await why(bench, incident_id, move) is WhyNot.PREPARER
        assert await why(bench, incident_id, move, by="U_BEN") is None
    assert await why(bench, incident_id, MoveName.RETRY) is None


@pytest.mark.parametrize("again", ["U_BEN", "", "U_ANA"])
async def test_a_new_version_takes_no_preparer_away(
    bench: Bench, connection: Connection, again: str
) -> None:
    """Handed in again by someone else, or by nobody, it is Ana's as well; both count."""
    incident_id = await refused(bench, connection, "U_ANA")
    (first,) = some_entries(1)
    for revision in (2, 3):
        await bench.take(
            connection,
            [replace(first, revision=revision, description=f"v{revision}", prepared_by=again)],
        )
    await bench.pass_time()
    await bench.post(connection)
    incident_id = (await bench.cases())[-1].incident.id

    assert await why(bench, incident_id, MoveName.SKIP) is WhyNot.PREPARER
    ben = WhyNot.PREPARER if again == "U_BEN" else None
    assert await why(bench, incident_id, MoveName.SKIP, by="U_BEN") is ben


async def test_what_was_posted_and_changed_there_is_its_preparers_too(
    bench: Bench, connection: Connection
) -> None:
    """To say that what people wrote there counts is to close it."""
    incident_id = await refused(bench, connection, "U_ANA")
    there = {"obstacle": "edited", "ledger_id": "9", "version": "3", "date": None, "total": None}
    changed = {"status": "posted", "changed_there": there, "ledger_id": "9"}
    await put(bench.database, await bench.entry(), **changed)

    assert await why(bench, incident_id, MoveName.KEEP_THEIRS) is WhyNot.PREPARER


async def test_an_address_is_looked_up_before_anything_is_decided(
    bench: Bench, connection: Connection
) -> None:
    """Though a rule names someone by their id, it is not known whether the address is theirs."""
    incident_id = await refused(bench, connection, MAIL)
    async with bench.store() as store:
        await store.rights.save(connection.book_id, Rule(people=("U_NEW", "U_BEN")))

    assert await why(bench, incident_id, MoveName.SKIP, by="U_NEW") is WhyNot.UNKNOWN
    assert await why(bench, incident_id, MoveName.RETRY, by="U_NEW") is None
    async with bench.store() as store:
        people = (Person("U_NEW", email=MAIL), Person("U_BEN"), Person("U_CHI", email="chi@x.y"))
        await store.roster.meet([(one, one.id, False) for one in people])
    assert await why(bench, incident_id, MoveName.SKIP, by="U_NEW") is WhyNot.PREPARER
    assert await why(bench, incident_id, MoveName.SKIP, by="U_BEN") is WhyNot.NO_MAIL
    assert await why(bench, incident_id, MoveName.SKIP, by="U_CHI") is None


async def test_an_incident_is_given_only_to_someone_who_sees_it(
    bench: Bench, connection: Connection
) -> None:
    """Else its message would tell them of a book that does not concern them."""
    incident_id = await refused(bench, connection)
    async with bench.store() as store:
        await seat(store, CHANNEL, {"U_ANA"})

    with pytest.raises(TransitionRefused, match="U_BEN"):
        await bench.make(ASSIGN, incident_id, Assigned("U_BEN"))
    assert (await bench.case()).incident.assignee is None
