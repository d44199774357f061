"""A version that reads as another entry: both are shown, and a person says which it is."""

from __future__ import annotations

import json
from datetime import date

import pytest

from blocks.forms.hand_edit import apart_form, overwrite_form
from blocks.kit import names
from blocks.kit.validate import checked_view
from journal.books.book import Connection
from journal.entries.entry import OnChange
from journal.incidents.incident import IncidentState
from tests.build import some_content
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench

OPEN, RETRYING, RESOLVED = IncidentState
DAYS = [date(2026, 7, 7), date(2026, 7, 8)]


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A ledger that has "7" of July 7, and a version of July 8 that is asked about."""
    made = await bench.book()
    first, second = (
        some_content(reference="7", date=day, revision=n, on_change=OnChange.ASK)
        for n, day in enumerate(DAYS, start=1)
    )
    await bench.take(made, [first])
    await bench.post(made)
    await bench.services.accept_entries(made.book_id, [second])
    await bench.post(made)
    return made


async def opened(team: Team, action_id: str) -> Json:
    """Press a button of the card, and return what the window shows in the end, as it is sent."""
    assert (await team.click(action_id, "1")).acked
    view: Json = team.slack.called("views.update")[-1]["view"]
    return {**view, "id": "V1", "hash": "h1", "state": {"values": {}}}


@pytest.mark.parametrize(
    ("action_id", "form", "posted"),
    [
        (names.POST_APART, names.APART_FORM, DAYS),
        (names.OVERWRITE, names.OVERWRITE_FORM, DAYS[1:]),
    ],
)
async def test_both_are_shown_and_one_is_said(
    bench: Bench,
    team: Team,
    connection: Connection,
    action_id: str,
    form: str,
    posted: list[date],
) -> None:
    """Both days stand in the form; what is sent in is done once, and the card closes."""
    view = await opened(team, action_id)
    shown = json.dumps(view, ensure_ascii=False)
    for words in ("Jul 7, 2026", "Jul 8, 2026", "$1,604.13"):
        assert words in shown
    assert view["callback_id"] == form

    assert (await team.submit(view)).acked
    await team.submit(view)
    await bench.post(connection)

    assert sorted(one.date for one in bench.ledger.stored) == posted
    assert await bench.states() == [RESOLVED]


async def test_an_unposted_one_is_shown_from_here(bench: Bench, team: Team) -> None:
    """The ledger shows nothing, so the version before is told by its day and sum."""
    made = await bench.book()
    for n, day in enumerate(DAYS, start=1):
        one = some_content(reference="7", date=day, revision=n, on_change=OnChange.ASK)
        await bench.services.accept_entries(made.book_id, [one])
    await bench.post(made)

    twins = await bench.services.find_twin(1, bench.click())
    assert twins.there is None
    for action_id, draw in ((names.POST_APART, apart_form), (names.OVERWRITE, overwrite_form)):
        view = await opened(team, action_id)
        assert view["blocks"] == checked_view(draw(twins))["blocks"]
        assert "Jul 7, 2026 · $1,604.13" in json.dumps(view, ensure_ascii=False)
