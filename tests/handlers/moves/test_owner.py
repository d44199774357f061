"""Ask the owner and Test connection, as people press and read them."""

from __future__ import annotations

import pytest

from blocks.kit import names
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


async def test_asking_twice_is_answered_with_when(team: Team, lost_id: int) -> None:
    """The first click shows on the card; the second person reads who asked."""
    assert (await team.click(names.ASK_OWNER, str(lost_id))).acked
    assert team.said_to("U_ANA") == []

    assert (await team.click(names.ASK_OWNER, str(lost_id), by="U_BEN")).acked

    (told,) = team.said_to("U_BEN")
    assert told.startswith("<@U_CHI> was asked by <@U_ANA> <!date^")


async def test_a_test_is_answered_in_private(bench: Bench, team: Team, lost_id: int) -> None:
    """What was found, with the platform's own words; then that what waits goes on."""
    await team.deliver(chosen(team, lost_id))
    bench.ledger.connected = True
    await team.deliver(chosen(team, lost_id))

    shut, works = team.said_to("U_ANA")
    assert "does not let us in for Northwind Retail" in shut
    assert "jefail can read QuickBooks for Northwind Retail" in works
    assert "What waits is posted automatically" in works


async def test_a_test_promises_nothing_where_a_right_is_missing(bench: Bench, team: Team) -> None:
    """Reading works, posting was refused, and no poll posts what waits: Retry does."""
    connection = await bench.book()
    await bench.take(connection, some_entries(1))
    bench.ledger.can_post = False
    await bench.post(connection)
    refused = (await bench.case()).incident

    await team.deliver(chosen(team, refused.id))
    await bench.poll(connection)
    await bench.post(connection)

    (said,) = team.said_to("U_ANA")
    assert "jefail can read QuickBooks" in said
    assert "Reading works, and posting was refused before" in said
    assert "automatically" not in said
    assert (await bench.case()).incident == refused
