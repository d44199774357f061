"""Ask the owner and Test connection, as people press and read them."""

from __future__ import annotations

import pytest

from blocks.answers import owner
from blocks.kit import names
from journal.connecting import try_connection
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench
from tests.storage.stage import some_entries


@pytest.fixture
async def lost_id(bench: Bench) -> int:
    """The card of a book of Chi's that is shut out."""
    connection = await bench.book()
    async with bench.store() as store:
        await store.desk.set_owner(connection.id, "U_CHI")
    await bench.take(connection, some_entries(2))
    bench.ledger.connected = False
    await bench.post(connection)
    return (await bench.case()).incident.id


def chosen(team: Team, incident_id: int) -> Json:
    """Return the payload of Test connection in the card's menu."""
    option = {"value": names.more_value(names.TEST, incident_id)}
    action = {
        "type": "overflow",
        "action_id": names.MORE,
        "action_ts": "1.2",
        "selected_option": option,
    }
    return team.button(names.MORE, "", actions=[action])


async def test_asking_twice_is_answered_with_when(bench: Bench, team: Team, lost_id: int) -> None:
    """The first click shows on the card; the second person reads who asked."""
    assert (await team.click(names.ASK_OWNER, str(lost_id))).acked
    assert team.said_to("U_ANA") == []

    assert (await team.click(names.ASK_OWNER, str(lost_id), by="U_BEN")).acked

    asking = (await bench.case()).incident.asking
    assert asking is not None
    assert (asking.owner, asking.by) == ("U_CHI", "U_ANA")
    assert team.said_to("U_BEN") == [owner.asked_already(asking)]


async def test_a_test_is_answered_in_private(bench: Bench, team: Team, lost_id: int) -> None:
    """What was found, shut out and let in again."""
    told = []
    for connected in (False, True):
        bench.ledger.connected = connected
        tested = await team.desk.try_connection(lost_id, bench.click())
        assert (tested.is_lost, tested.works) == (not connected, connected)
        told.append(owner.tested_text(tested))
        await team.deliver(chosen(team, lost_id))

    assert team.said_to("U_ANA") == told


async def test_a_test_promises_nothing_where_a_right_is_missing(bench: Bench, team: Team) -> None:
    """Reading works, posting was refused, and no poll posts what waits."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.can_post = False
    await bench.post(connection)
    refused = (await bench.case()).incident

    await team.deliver(chosen(team, refused.id))
    await bench.poll(connection)
    await bench.post(connection)

    works = try_connection.Tested(await bench.case(), works=True)
    assert team.said_to("U_ANA") == [owner.tested_text(works)]
    assert works.case.incident == refused
