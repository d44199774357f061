"""The owner of a lost connection is asked once, reminded three times, and told when it works."""

from __future__ import annotations

from datetime import timedelta

import pytest

from journal.books.book import Connection
from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.moves.ask_owner import ASK_OWNER, OwnerAsked
from journal.moves.assign import ASSIGN, Assigned
from journal.moves.skip import SKIP, Skipped
from journal.rights import NotAllowed, Person
from tests.journal.bench import A_DAY, Bench
from tests.storage.stage import jobs, rows, some_entries


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book of Chi's that is shut out, with three entries waiting."""
    connection = await bench.book()
    async with bench.store() as store:
        await store.desk.set_owner(connection.id, "U_CHI")
    await bench.take(connection, some_entries(3))
    bench.ledger.connected = False
    await bench.post(connection)
    return connection


@pytest.fixture
async def case_id(bench: Bench, connection: Connection) -> int:
    """Its card."""
    del connection
    return (await bench.case()).incident.id


async def owed(bench: Bench) -> list[int]:
    """Return which version of each direct message to Chi is owed, oldest first."""
    query = "SELECT owed FROM message WHERE channel_id = 'U_CHI' ORDER BY created_at"
    return [row.owed for row in await rows(bench.database, query)]


async def shown(bench: Bench) -> None:
    """Have Slack show what is owed to Chi."""
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql(
            "UPDATE message SET ts = '1.1', shown = 1 WHERE channel_id = 'U_CHI'"
        )


async def test_the_owner_is_asked_in_a_message_of_their_own(bench: Bench, case_id: int) -> None:
    """It is owed with the click, and the card says who was asked and by whom."""
    incident = await bench.make(ASK_OWNER, case_id)

    assert incident.asking is not None
    assert (incident.asking.owner, incident.asking.by) == ("U_CHI", "U_ANA")
    assert await owed(bench) == [1]
    assert ("send_cards", "U_CHI") in await jobs(bench.database)
    assert (await bench.story(case_id))[-1] == "owner_asked"


async def test_asked_twice_within_a_day_is_answered_with_when(bench: Bench, case_id: int) -> None:
    """By whom; the click that Slack delivers again is not even that. A day later it may be."""
    click = bench.click()
    await bench.services.make_move(ASK_OWNER, case_id, click)
    await bench.services.make_move(ASK_OWNER, case_id, click)
    with pytest.raises(OwnerAsked) as asked:
        await bench.make(ASK_OWNER, case_id, by="U_BEN")
    assert asked.value.asking.by == "U_ANA"
    assert await owed(bench) == [1]

    await bench.pass_time()
    await bench.make(ASK_OWNER, case_id, by="U_BEN")

    assert await owed(bench) == [1, 1]


async def test_they_are_reminded_three_times_a_day_apart(bench: Bench, case_id: int) -> None:
    """However often the clock ticks, and by however many processes."""
    await bench.make(ASK_OWNER, case_id)
    reminded = []
    for _day in range(5):
        await bench.pass_time(A_DAY - timedelta(minutes=1))
        reminded.append(await bench.services.remind_owners())
        await bench.pass_time(timedelta(minutes=1))
        reminded.append(await bench.services.remind_owners())
        reminded.append(await bench.services.remind_owners())

    assert reminded == [0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0]
    assert len(await owed(bench)) == 4


async def test_connected_again_nobody_is_reminded(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """The messages that are there are drawn again, and what waited is posted."""
    await bench.make(ASK_OWNER, case_id)
    await shown(bench)
    bench.ledger.connected = True
    await bench.poll(connection)
    await bench.post(connection)
    await bench.pass_time()

    assert await owed(bench) == [3], "on the way, and posted"
    assert await bench.services.remind_owners() == 0
    case = await bench.case()
    assert (case.incident.state, case.incident.asking) == (IncidentState.RESOLVED, None)


async def test_closed_by_hand_the_message_follows(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """And when it is opened again, or tried and refused again: no button in it is dead."""
    await bench.make(ASK_OWNER, case_id)
    await shown(bench)

    await bench.resolve(case_id, HowResolved.NOT_NEEDED)
    assert await owed(bench) == [2]
    await bench.reopen(case_id)
    assert await owed(bench) == [3]
    await bench.retry(case_id)
    await bench.post(connection)
    assert await owed(bench) == [5]
    await bench.make(ASSIGN, case_id, Assigned("U_BEN"))
    await bench.make(SKIP, case_id, Skipped())

    assert await owed(bench) == [6], "who has it is no news to the owner"


async def test_nobody_is_asked_where_nobody_owns_it(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """And the owner is told to press Reconnect; a guest may not ask."""
    command = "`jefail connection owner`"
    async with bench.store() as store:
        await store.roster.meet([(Person("U_DEE", is_guest=True), "dee", False)])
    with pytest.raises(TransitionRefused) as own:
        await bench.make(ASK_OWNER, case_id, by="U_CHI")
    assert command not in own.value.advice
    with pytest.raises(NotAllowed):
        await bench.make(ASK_OWNER, case_id, by="U_DEE")

    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET owner = NULL")
    with pytest.raises(TransitionRefused) as nobody:
        await bench.make(ASK_OWNER, case_id)
    assert command in nobody.value.advice


async def test_who_connects_owns_it_unless_someone_was_chosen(
    bench: Bench, connection: Connection
) -> None:
    """A consent of Ben's changes the owner only where nobody was chosen."""
    other = await bench.book("harbor")
    async with bench.store() as store:
        for one in (connection, other):
            await store.consents.serve(one.id, one.consent_id, "U_BEN")
        owners = [(await store.books.connection(one.id)).owner for one in (connection, other)]

    assert owners == ["U_CHI", "U_BEN"]


async def test_a_test_that_works_lets_what_waits_go_on(
    bench: Bench, connection: Connection, case_id: int
) -> None:
    """Shut out it says so with the platform's words; let in, a poll is due at once."""
    test = bench.services.try_connection
    shut = await test(case_id, bench.click())
    assert (shut.works, shut.is_lost) == (False, True)
    bench.ledger.connected, bench.ledger.readable = True, False
    away = await test(case_id, bench.click())
    assert (away.works, away.is_lost) == (False, False)
    assert ("poll", str(connection.id)) not in await jobs(bench.database)

    bench.ledger.readable = True
    assert (await test(case_id, bench.click())).works

    assert ("poll", str(connection.id)) in await jobs(bench.database)
