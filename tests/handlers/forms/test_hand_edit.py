"""A correction beside what people did to the posted entry: shown, overwritten, kept."""

import json
from typing import Any

import pytest

from blocks.forms.hand_edit import overwrite_form
from blocks.kit import names
from blocks.kit.carrying import carried, carry
from blocks.kit.validate import checked_view
from journal.books.book import Connection
from journal.errors import TransitionRefused
from journal.incidents.incident import IncidentState
from journal.moves.hand_edit import Kept, Seen
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


async def asked(bench: Bench) -> Any:
    """Return what is drawn of both entries as they stand now."""
    return checked_view(overwrite_form(await bench.services.find_twin(1, bench.click())))["blocks"]


async def test_both_are_shown_and_what_is_lost(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """The window opens before the ledger is asked."""
    view = await opened(team)

    assert [method for method, _arguments in team.slack.calls] == ["views.open", "views.update"]
    shown = json.dumps(view, ensure_ascii=False)
    for words in ("$1,700.00", "$1,604.13", "typed by &lt;Chi&gt;"):
        assert words in shown
    assert view["callback_id"] == names.OVERWRITE_FORM
    assert view["blocks"] == await asked(bench)


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
    _incident_id, seen = carried(view["private_metadata"], Seen)
    assert not seen.ledger_id
    assert view["blocks"] == await asked(bench)
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

    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, TransitionRefused)
    assert await bench.states() == [OPEN]


async def test_the_second_is_told_who_was_first(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """One kept theirs while the other looked at the form."""
    view = await opened(team)
    await team.click(names.KEEP_THEIRS, carry(1, Kept("1")))

    await team.submit(sent(view))

    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, TransitionRefused)
    assert refusal.named == {"who": "U_ANA"}
    assert total(bench) != RIGHT


async def test_a_ledger_that_does_not_answer_is_said_in_the_window(
    bench: Bench, team: Team, connection: Connection
) -> None:
    """Nothing to be sent in is shown."""
    bench.ledger.readable = False

    view = await opened(team)

    assert view["callback_id"] == names.DETAILS_VIEW
