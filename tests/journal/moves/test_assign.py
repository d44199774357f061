"""Whose an incident is, and until when it is put off."""

from datetime import timedelta

import pytest

from journal.errors import BadInput, TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from journal.moves.assign import ASSIGN, Assigned
from journal.moves.snooze import SNOOZE, WAKE, Until
from journal.ports import Click
from tests.journal.bench import Bench
from tests.storage.stage import at_once, rows, some_entries

OPEN, RETRYING, RESOLVED = IncidentState
AN_HOUR = timedelta(hours=1)


async def refused(bench: Bench, count: int = 1) -> int:
    """Have entries refused; return the incident's id."""
    connection = await bench.book()
    await bench.take(connection, some_entries(count))
    bench.ledger.can_post = False
    await bench.post(connection)
    return (await bench.case()).incident.id


async def notices(bench: Bench) -> list[tuple[str, str]]:
    """Return what is owed beside the cards: the kind, and to whom."""
    found = await rows(
        bench.database,
        "SELECT n.kind, m.channel_id FROM notice n JOIN message m ON m.notice_id = n.id"
        " ORDER BY n.id",
    )
    return [(row.kind, row.channel_id) for row in found]


async def test_taken_it_is_theirs_and_nobody_is_told(bench: Bench) -> None:
    """Anyone who takes it knows; the card and the thread tell the others."""
    incident_id = await refused(bench)

    await bench.make(ASSIGN, incident_id, Assigned("U_ANA"))

    taken = (await bench.case()).incident
    assert (taken.assignee, taken.assigned_at) == ("U_ANA", bench.clock())
    assert await bench.story() == ["opened", "assigned"]
    assert await notices(bench) == []


async def test_given_to_another_they_are_told_directly(bench: Bench) -> None:
    """Once for each time it is given, and let go it is unassigned."""
    incident_id = await refused(bench)
    click = Click("the-same", "U_ANA")

    for _delivered in range(2):
        await bench.services.make_move(ASSIGN, incident_id, click, Assigned("U_BEN"))
    assert await notices(bench) == [("assigned", "U_BEN")]

    freed = await bench.make(ASSIGN, incident_id, Assigned(None), by="U_BEN")
    assert (freed.assignee, freed.assigned_at) == (None, None)
    assert await bench.story() == ["opened", "assigned", "unassigned"]


async def test_what_is_theirs_or_closed_is_not_given_again(bench: Bench) -> None:
    """The answer says how it stands."""
    incident_id = await refused(bench)
    await bench.make(ASSIGN, incident_id, Assigned("U_BEN"))

    with pytest.raises(TransitionRefused) as theirs:
        await bench.make(ASSIGN, incident_id, Assigned("U_BEN"))
    assert theirs.value.named == {"person": "U_BEN"}
    assert "INC-1" in theirs.value.advice
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED)
    with pytest.raises(TransitionRefused) as closed:
        await bench.make(ASSIGN, incident_id, Assigned(None))
    assert closed.value.named == {"person": None}


async def test_put_off_it_wakes_once_when_the_time_has_come(bench: Bench) -> None:
    """However many processes look, one tells it; before the time none does."""
    incident_id = await refused(bench)
    until = bench.clock() + AN_HOUR
    await bench.make(SNOOZE, incident_id, Until(until))

    assert await bench.services.wake_snoozed() == 0
    bench.clock.advance(AN_HOUR)
    woken = await at_once(bench.services.wake_snoozed, bench.services.wake_snoozed)

    assert sorted(woken) == [0, 1]
    assert (await bench.case()).incident.snoozed_until is None
    assert await bench.story() == ["opened", "snoozed", "woken"]


async def test_what_joins_does_not_wake_it(bench: Bench) -> None:
    """It is counted quietly."""
    incident_id = await refused(bench)
    until = bench.clock() + AN_HOUR
    await bench.make(SNOOZE, incident_id, Until(until))

    connection = (await bench.case()).connection
    await bench.take(connection, some_entries(2, prefix="T"))
    await bench.post(connection)

    case = await bench.case()
    assert (case.summary.waiting, case.incident.snoozed_until) == (3, until)


async def test_a_person_wakes_it_or_a_move_does(bench: Bench) -> None:
    """By Wake in their name; by Retry without a word of its own."""
    incident_id = await refused(bench)
    services = bench.services
    await bench.make(SNOOZE, incident_id, Until(bench.clock() + AN_HOUR))
    assert (await bench.make(WAKE, incident_id, by="U_BEN")).snoozed_by is None
    with pytest.raises(TransitionRefused) as awake:
        await bench.make(WAKE, incident_id)
    assert "INC-1" in awake.value.advice

    await bench.make(SNOOZE, incident_id, Until(bench.clock() + AN_HOUR))
    retried = await bench.retry(incident_id)
    assert (retried.state, retried.snoozed_until) == (RETRYING, None)
    bench.clock.advance(AN_HOUR)
    assert await services.wake_snoozed() == 0


async def test_only_what_is_open_is_put_off_and_only_into_the_future(bench: Bench) -> None:
    """Anything else is answered."""
    incident_id = await refused(bench)
    with pytest.raises(BadInput):
        await bench.make(SNOOZE, incident_id, Until(bench.clock()))
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED, by="U_BEN")
    with pytest.raises(TransitionRefused) as closed:
        await bench.make(SNOOZE, incident_id, Until(bench.clock() + AN_HOUR))
    assert "U_BEN" in closed.value.advice
