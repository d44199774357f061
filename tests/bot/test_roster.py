"""People and groups are read from Slack by the clock, by one process at a time."""

from __future__ import annotations

import httpx
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.roster import EVERY, Roster
from journal.incidents.move import MoveName
from journal.rights import Group, Met, Person, Rule
from storage.database import Database
from tests.clock import SetClock

OWNERS = Group("S_OWNERS", "owners", "Owners")
NO_ANSWER = "did not answer"


@pytest.fixture
def roster(slack: AsyncWebClient, database: Database, clock: SetClock) -> Roster:
    """Reads from there."""
    return Roster(database, slack, clock)


async def person(database: Database, person_id: str) -> Person | None:
    """Return what is known of someone."""
    async with database.store() as store:
        return await store.rights.person(person_id, 0)


async def test_everybody_is_read_with_their_groups(roster: Roster, database: Database) -> None:
    """Guests are known as such; the bot is nobody; the owner is in the owners' group."""
    await roster.refresh()

    chi, dee = await person(database, "U_CHI"), await person(database, "U_DEE")
    assert chi == Person(
        *("U_CHI", "Chi Wei", "chi@local.example", "Europe/London"), groups=frozenset({"S_OWNERS"})
    )
    assert dee is not None
    assert dee.is_guest
    assert await person(database, "U_JEFAIL") is None
    async with database.store() as store:
        team = await store.rights.team(Rule(MoveName.SKIP, groups=(OWNERS,), people=("U_ANA",)), 0)
    assert [one.id for one in team] == ["U_ANA", "U_CHI"]


async def test_it_is_read_once_in_a_while(
    roster: Roster, outside: httpx.AsyncClient, clock: SetClock
) -> None:
    """However many processes tick, Slack is asked once every ten minutes."""

    async def asked() -> int:
        answer = await outside.get("/slack/control/calls", params={"method": "users.list"})
        return len(answer.json()["calls"])

    await roster.refresh()
    await roster.refresh()
    assert await asked() == 1

    clock.advance(EVERY * 2)
    await roster.refresh()
    assert await asked() == 2


async def test_a_person_of_another_workspace_is_met_one_by_one(
    roster: Roster, database: Database
) -> None:
    """No list names them; asked for by id they are known to be external."""
    await roster.refresh()
    assert await person(database, "U_EVE") is None

    await roster.meet("U_EVE")

    eve = await person(database, "U_EVE")
    assert eve is not None
    assert eve.is_external


async def test_slack_being_away_is_tried_again_soon(
    roster: Roster, outside: httpx.AsyncClient, database: Database
) -> None:
    """What cannot be read is not counted as read."""
    fault = {"method": "users.list", "kind": "error", "error": "internal_error", "times": 1}
    (await outside.post("/slack/control/faults", json=fault)).raise_for_status()

    await roster.refresh()
    assert await person(database, "U_DEE") is None
    await roster.refresh()

    assert await person(database, "U_DEE") is not None


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("missing_scope", "usergroups:read"),
        ("plan_upgrade_required", "no user groups in its plan"),
        ("internal_error", NO_ANSWER),
        ("ratelimited", NO_ANSWER),
        ("access_denied", "access_denied"),
    ],
)
async def test_why_groups_are_not_read_is_told(
    roster: Roster, outside: httpx.AsyncClient, database: Database, code: str, why: str
) -> None:
    """A right that is missing, a plan without groups and a bad day are three things."""
    fault = {"method": "usergroups.list", "kind": "error", "error": code, "times": 1}
    (await outside.post("/slack/control/faults", json=fault)).raise_for_status()

    assert why in await roster.read()
    assert await person(database, "U_DEE") is not None
    assert await roster.read() == ""


async def test_groups_that_slack_drops_take_no_people_along(
    roster: Roster, outside: httpx.AsyncClient, database: Database
) -> None:
    """No answer about groups is no reason to read everyone again."""
    fault = {"method": "usergroups.list", "kind": "dropped", "times": 1}
    (await outside.post("/slack/control/faults", json=fault)).raise_for_status()

    await roster.refresh()
    await roster.refresh()

    assert await person(database, "U_DEE") is not None
    calls = await outside.get("/slack/control/calls", params={"method": "users.list"})
    assert len(calls.json()["calls"]) == 1


@pytest.mark.parametrize(
    ("code", "met"),
    [
        ("user_not_found", Met.NOT_NAMED),
        ("user_not_visible", Met.NOT_NAMED),
        ("missing_scope", Met.NOT_ALLOWED),
        ("internal_error", Met.AWAY),
    ],
)
async def test_meeting_someone_says_what_came_of_it(
    roster: Roster, outside: httpx.AsyncClient, code: str, met: Met
) -> None:
    """Someone whom Slack never names is told from one it could not be asked about now."""
    fault = {"method": "users.info", "kind": "error", "error": code, "times": 1}
    (await outside.post("/slack/control/faults", json=fault)).raise_for_status()

    assert await roster.meet("U_BEN") is met
    assert await roster.meet("U_BEN") is Met.KNOWN
