"""Set the rate: opened on the card, sent in, and what may not be."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from blocks.kit import names
from journal.books.book import Connection
from journal.incidents.incident import IncidentState
from journal.incidents.move import MoveName
from journal.rights import Rule
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench
from tests.journal.moves.test_rate import in_cad

JULY_1 = date(2026, 7, 1)


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A book of which one entry waits for a rate, which the platform has."""
    connection = await bench.book()
    bench.ledger.rates = {("CAD", JULY_1): Decimal("0.7315")}
    await bench.take(connection, [in_cad("S-1", JULY_1)])
    await bench.post(connection)
    return connection


def the_form(way: str, typed: str = "") -> Json:
    """Return the form as Slack sends it in."""
    values: dict[str, Any] = {
        names.RATE_WAY_BLOCK: {names.RATE_WAY_INPUT: {"selected_option": {"value": way}}},
        names.RATE_BLOCK: {names.RATE_INPUT: {"value": typed}},
        names.RATE_ALWAYS_BLOCK: {names.RATE_ALWAYS_INPUT: {"selected_options": []}},
    }
    return {
        "type": "modal",
        "id": "V1",
        "hash": f"{way}{typed}",
        "callback_id": names.RATE_FORM,
        "private_metadata": "1",
        "state": {"values": values},
    }


async def test_the_platforms_rate_is_used(bench: Bench, team: Team, connection: Connection) -> None:
    """The form opens with it, and sent in it is kept and the entry posted at it."""
    assert (await team.click(names.RATE, "1")).acked
    (opened,) = team.slack.called("views.open")
    assert "0.7315" in str(opened["view"]["blocks"])

    assert (await team.submit(the_form("platform"))).acked
    await bench.post(connection)

    assert [one.rate for one in bench.ledger.sent] == [Decimal("0.7315")]
    assert await bench.states() == [IncidentState.RESOLVED]


async def test_a_rate_is_typed(bench: Bench, team: Team, connection: Connection) -> None:
    """A wrong one is told in the form; a right one is sent."""
    wrong = await team.submit(the_form("own", "seven"))
    assert names.RATE_BLOCK in wrong.json["errors"]

    assert (await team.submit(the_form("own", "0.7"))).acked
    await bench.post(connection)

    assert [one.rate for one in bench.ledger.sent] == [Decimal("0.7")]


async def test_only_who_may_sets_it(bench: Bench, team: Team, connection: Connection) -> None:
    """Neither the form nor what is sent in without it does anything for others."""
    async with bench.store() as store:
        rule = Rule(MoveName.RATE, anyone=False, people=("U_CHI",))
        await store.rights.save(connection.book_id, rule)

    await team.click(names.RATE, "1")
    await team.submit(the_form("platform"))

    assert team.slack.called("views.open") == []
    assert {one.move for one in team.whys("U_ANA")} == {MoveName.RATE}
    assert await bench.states() == [IncidentState.OPEN]


async def test_the_second_of_two_is_told_who_was_first(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Both have the form open; the entry is posted once, at the first one's rate."""
    await team.submit(the_form("own", "0.7"))
    await team.submit({**the_form("own", "0.8"), "id": "V2"}, by="U_BEN")
    await bench.post(connection)

    assert [one.rate for one in bench.ledger.sent] == [Decimal("0.7")]
    assert len(team.refusals("U_BEN")) == 1
