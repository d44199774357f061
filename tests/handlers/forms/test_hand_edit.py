"""A correction beside what people did to the posted entry: shown, overwritten, kept."""

import json

import pytest

from blocks.kit import names
from blocks.kit.carrying import carry
from journal.books.book import Connection
from journal.incidents.incident import IncidentState
from journal.moves.hand_edit import Kept
from tests.handlers.slack import Json, Team
from tests.journal.bench import Bench
from tests.journal.moves.test_hand_edit import RIGHT, corrected, hand_in, total
from tests.storage.stage import some_entries

OPEN, RETRYING, RESOLVED = IncidentState


@pytest.fixture
async def connection(bench: Bench) -> Connection:
    """A ledger in which someone edited JF-1, before its correction came."""
    made = await bench.book()
    await bench.take(made, some_entries(1))
    await bench.post(made)
    bench.ledger.edit_by_hand("JF-1", "typed by <Chi>")
    await hand_in(bench, made, corrected())
    return made


def sent(view: Json) -> Json:
    """Return the form that is shown as Slack sends it in."""
    return {**view, "id": "V1", "hash": "h1", "state": {"values": {}}}


async def opened(team: Team) -> Json:
    """Press the button of the card, and return what the window shows in the end."""
    assert (await team.click(names.OVERWRITE, "1")).acked
    view: Json = team.slack.called("views.update")[-1]["view"]
    return view


async def test_both_are_shown_and_what_is_lost(team: Team, connection: Connection) -> None:
    """The window opens before the ledger is asked."""
    view = await opened(team)

    assert [method for method, _arguments in team.slack.calls] == ["views.open", "views.update"]
    shown = json.dumps(view, ensure_ascii=False)
    for words in ("$1,700.00", "$1,604.13", "typed by &lt;Chi&gt;", "is lost", "Overwrite it"):
        assert words in shown


async def test_overwritten(bench: Bench, team: Team, connection: Connection) -> None:
    """The form that was shown is enough; the ledger has ours once."""
    assert (await team.submit(sent(await opened(team)))).acked
    await bench.post(connection)

    assert await bench.states() == [RESOLVED]
    assert (total(bench), bench.ledger.numbers) == (RIGHT, ["JF-1"])


async def test_what_was_deleted_is_posted_again(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """The form asks for that, since nothing is there to be shown."""
    bench.ledger.delete_by_hand("JF-1")

    view = await opened(team)
    assert "it would be there twice" in json.dumps(view)
    assert "$1,700.00" in json.dumps(view)
    assert (await team.submit(sent(view))).acked
    await bench.post(connection)

    assert bench.ledger.numbers == ["JF-1"]


async def test_kept(bench: Bench, team: Team, connection: Connection) -> None:
    """One press of the button on the card, with the version that it shows."""
    assert (await team.click(names.KEEP_THEIRS, carry(1, Kept("1")))).acked

    assert await bench.states() == [RESOLVED]
    assert total(bench) != RIGHT


async def test_a_card_that_shows_an_older_state_keeps_nothing(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Anyone who pressed is told, and nothing is done."""
    await team.click(names.KEEP_THEIRS, carry(1, Kept("0")))

    assert "changed since" in team.slack.told[-1]["text"]
    assert await bench.states() == [OPEN]


async def test_the_second_is_told_who_was_first(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """One kept theirs while the other looked at the form."""
    view = await opened(team)
    await team.click(names.KEEP_THEIRS, carry(1, Kept("1")))

    await team.submit(sent(view))

    assert "was first" in str(team.slack.calls[-1])
    assert total(bench) != RIGHT


async def test_a_ledger_that_does_not_answer_is_said_in_the_window(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Nothing to be sent in is shown."""
    bench.ledger.readable = False

    view = await opened(team)

    assert view["callback_id"] == names.DETAILS_VIEW
