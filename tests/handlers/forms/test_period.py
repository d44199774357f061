"""The ways out of a closed period: the form, another day agreed to, drafts, waiting."""

from datetime import date

import pytest

from blocks.forms.period import redate_form
from blocks.kit import names
from blocks.kit.carrying import carried, carry
from blocks.kit.validate import checked_view
from journal.books.book import Connection
from journal.errors import TransitionRefused
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.incidents.ways_out import WayOut
from journal.moves.redate import Agreed
from journal.rights import Rule
from tests.handlers.slack import Json, Team
from tests.handlers.views import options
from tests.journal.bench import Bench
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book in Xero, of which two entries of July wait since it is closed."""
    connection = await bench.book()
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET platform = 'xero'")
    await bench.take(connection, some_entries(2))
    bench.ledger.closed_until = date(2026, 7, 31)
    await bench.post(connection)
    return connection


def chosen(way: str | None, incident_id: int = 1) -> Json:
    """Return the form with a way chosen, as Slack sends it in."""
    option = {"value": way} if way else None
    return {
        "type": "modal",
        "id": "V1",
        "hash": way or "none",
        "callback_id": names.PERIOD_FORM,
        "private_metadata": str(incident_id),
        "state": {"values": {names.WAY_BLOCK: {names.WAY_INPUT: {"selected_option": option}}}},
    }


def agreed(about: str) -> Json:
    """Return the second form, which was said yes to."""
    return {
        "type": "modal",
        "id": "V2",
        "hash": about,
        "callback_id": names.REDATE_FORM,
        "private_metadata": about,
        "state": {"values": {}},
    }


def ways(view: Json) -> set[str]:
    """Return the ways that the form offers."""
    return {*options(view, names.WAY_INPUT)}


async def test_the_form_shows_every_way(team: Team, connection: Connection) -> None:
    """Another day, drafts where they are kept, and waiting."""
    assert (await team.click(names.PERIOD_WAYS, "1")).acked

    (opened,) = team.slack.called("views.open")
    assert ways(opened["view"]) == {WayOut.REDATE, WayOut.DRAFT, WayOut.AWAIT}
    for words in ("Aug 1, 2026", "July 2026"):
        assert words in str(opened["view"]["blocks"][1])


async def test_another_day_is_asked_about_and_then_taken(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """The question names count, sum and day, and that the day is still to come."""
    asked = (await team.submit(chosen("redate"))).json
    assert asked["response_action"] == "push"
    view, day = asked["view"], date(2026, 8, 1)
    question = redate_form(await bench.case(), day, bench.clock().date())
    assert view["blocks"] == checked_view(question)["blocks"]
    assert carried(view["private_metadata"], Agreed) == (1, Agreed(day, 2))
    assert "$3,208.26" in str(view["blocks"])
    assert await bench.states() == [OPEN]

    answer = await team.submit(agreed(view["private_metadata"]))

    assert answer.json == {"response_action": "clear"}
    assert await bench.states() == [RETRYING]
    assert (await bench.entry()).content.date == date(2026, 8, 1)


async def test_another_day_is_asked_about_only_for_who_may_choose_it(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """The second question does not come; who may is named."""
    async with bench.store() as store:
        rule = Rule(MoveName.REDATE, anyone=False, people=("U_CHI",))
        await store.rights.save(connection.book_id, rule)

    assert (await team.submit(chosen("redate"))).acked

    (refusal,) = team.whys("U_ANA")
    assert (refusal.move, refusal.could) == (MoveName.REDATE, ("U_CHI",))
    assert await bench.states() == [OPEN]


async def test_what_was_shown_and_is_not_so_any_more_is_told(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Privately, and nothing is dated again."""
    assert (await team.submit(agreed(carry(1, Agreed(date(2026, 8, 2), 2))))).acked

    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, TransitionRefused)
    assert await bench.states() == [OPEN]


async def test_drafts_are_left_where_they_are_kept(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Acked at once; where no draft would help any more, the person is told so."""
    assert (await team.submit(chosen("draft"))).acked
    assert (await bench.entry()).as_draft
    await bench.post(connection)

    assert (await team.submit({**chosen("draft"), "id": "V9"}, by="U_BEN")).acked

    (refusal,) = team.refusals("U_BEN")
    assert isinstance(refusal, TransitionRefused)
    assert await bench.states() == [OPEN]


async def test_waiting_is_asked_for_and_taken_back(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """The form then offers to stop instead."""
    assert (await team.submit(chosen("await"))).acked
    assert (await bench.case()).incident.awaited_by == "U_ANA"

    await team.click(names.PERIOD_WAYS, "1")
    (opened,) = team.slack.called("views.open")
    assert WayOut.STOP in ways(opened["view"])
    assert WayOut.AWAIT not in ways(opened["view"])
    assert (await team.submit(chosen("stop"))).acked
    assert (await bench.case()).incident.awaited_by is None


async def test_nothing_chosen_keeps_the_form(team: Team, connection: Connection) -> None:
    """It says so under the field."""
    answer = await team.submit(chosen(None))

    assert [*answer.wrong] == [names.WAY_BLOCK]


async def test_a_month_that_is_open_again_needs_no_form(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """A card that was drawn before is answered with what helps now."""
    bench.ledger.closed_until = None
    async with bench.database.engine.begin() as sql:
        await sql.exec_driver_sql("UPDATE connection SET platform = 'quickbooks'")
    await bench.poll(connection)

    assert (await team.click(names.PERIOD_WAYS, "1")).acked
    assert (await team.submit(chosen("redate"))).acked

    assert team.slack.called("views.open") == []
    refusals = team.refusals("U_ANA")
    assert [type(one) for one in refusals] == [TransitionRefused] * 2
