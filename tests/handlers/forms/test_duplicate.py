"""Both entries of one number: shown in a window, and what is said of them."""

import json

import pytest

from blocks.kit import names
from blocks.kit.carrying import carry
from journal.books.book import Connection
from journal.incidents.incident import IncidentState
from journal.incidents.story.mending import PostedAnyway
from journal.moves.duplicate import Judged
from tests.fakes.ready import JULY_7
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench
from tests.journal.moves.test_duplicate import FIVE
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A ledger in which another entry, of five dollars, has the number of ours."""
    made = await bench.book()
    bench.ledger.type_by_hand("JF-1", JULY_7, "typed by <Chi>", lines=FIVE)
    await bench.take(made, some_entries(1))
    await bench.post(made)
    return made


def said(answer: str | None, reason: str | None = None) -> Json:
    """Return the form as Slack sends it in."""
    chosen = {"value": answer} if answer else None
    return {
        "type": "modal",
        "id": "V1",
        "hash": f"{answer}{reason}",
        "callback_id": names.COMPARE_FORM,
        "private_metadata": carry(1, Judged(1, 2, "1")),
        "state": {
            "values": {
                names.TWIN_BLOCK: {names.TWIN_INPUT: {"selected_option": chosen}},
                names.REASON_BLOCK: {names.REASON_INPUT: {"value": reason}},
            }
        },
    }


@pytest.mark.parametrize("lists_lines", [True, False])
async def test_both_are_shown(
    bench: Bench, team: Team, connection: Connection, *, lists_lines: bool
) -> None:
    """Dates, sums, what names them, and lines; the window opens before the ledger is asked.

    Most platforms show the lines of an entry only when it is asked for by itself.
    """
    bench.ledger.lists_lines = lists_lines

    assert (await team.click(names.COMPARE, "1")).acked

    assert [method for method, _arguments in team.slack.calls] == ["views.open", "views.update"]
    view = team.slack.called("views.update")[0]["view"]
    shown = json.dumps(view, ensure_ascii=False)
    for words in (
        "JF-1",
        "$1,604.13",
        "credit $1,604.13 Sales:Shopify sales",
        "$5.00",
        "Sales",
        "typed by &lt;Chi&gt;",
    ):
        assert words in shown


async def test_one_that_is_gone_is_said_to_be(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """In the window, with the command that helps then, and nothing to be sent in."""
    bench.ledger.stored.clear()

    assert (await team.click(names.COMPARE, "1")).acked

    view = team.slack.called("views.update")[0]["view"]
    assert "/jefail retry INC-1" in str(view)
    assert view["callback_id"] == names.DETAILS_VIEW


@pytest.mark.parametrize(
    ("answer", "reason", "field"),
    [(None, None, names.TWIN_BLOCK), ("post_anyway", "  ", names.REASON_BLOCK)],
)
async def test_what_is_missing_is_told_under_its_field(
    team: Team, connection: Connection, answer: str | None, reason: str | None, field: str
) -> None:
    """Which of the two, and to post anyway why."""
    assert [*(await team.submit(said(answer, reason))).wrong] == [field]


async def test_linked(bench: Bench, team: Team, connection: Connection) -> None:
    """The card closes on what the ledger shows."""
    assert (await team.submit(said("link"))).acked
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert bench.ledger.numbers == ["JF-1"]


async def test_posted_anyway(bench: Bench, team: Team, connection: Connection) -> None:
    """Beside the other, with the reason kept."""
    assert (await team.submit(said("post_anyway", "A second deposit"))).acked
    await bench.post(connection)

    assert bench.ledger.numbers == ["JF-1", "JF-1-2"]
    mending = (await bench.case()).incident.mending
    assert mending is not None
    assert isinstance(mending.turn, PostedAnyway)
    assert mending.turn.note == "A second deposit"
