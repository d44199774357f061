"""Closing by hand: the form opens, is sent in, is wrong, is too late."""

import pytest

from blocks.kit import limits, names
from journal.entries.entry import PostingStatus
from journal.errors import NotFound, TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState
from tests.handlers.slack import Json, Team, a_form
from tests.journal.bench import Bench

OPEN, RETRYING, RESOLVED = IncidentState


async def test_resolve_opens_the_form(team: Team, incident_id: int) -> None:
    """It carries the incident's id and asks how."""
    assert (await team.click(names.RESOLVE, str(incident_id))).acked

    (opened,) = team.slack.called("views.open")
    assert opened["view"]["private_metadata"] == str(incident_id)
    assert opened["view"]["callback_id"] == names.RESOLVE_FORM


async def test_the_form_of_a_closed_incident_does_not_open(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The person is told who was first."""
    await bench.resolve(incident_id, HowResolved.NOT_NEEDED, by="U_CHI")

    assert (await team.click(names.RESOLVE, str(incident_id))).acked

    assert team.slack.called("views.open") == []
    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, TransitionRefused)
    assert refusal.named == {"who": "U_CHI"}


def shortcut(team: Team, *elements: Json) -> Json:
    """Return the message shortcut used on a message with these elements."""
    return {
        "type": "message_action",
        "callback_id": names.RESOLVE_SHORTCUT,
        "user": {"id": "U_ANA"},
        "trigger_id": "9.1.a",
        "response_url": f"{team.url}/told",
        "message": {"blocks": [{"type": "divider"}, {"type": "actions", "elements": [*elements]}]},
    }


async def test_the_shortcut_finds_the_incident_of_a_card(team: Team, incident_id: int) -> None:
    """From whichever button carries its id."""
    button = {"type": "button", "action_id": names.RETRY, "value": str(incident_id)}

    assert (await team.deliver(shortcut(team, {"type": "overflow"}, button))).acked

    assert len(team.slack.called("views.open")) == 1


async def test_the_shortcut_on_another_message_says_what_it_is_for(team: Team) -> None:
    """A message of someone else has no card to close, whatever its buttons hold."""
    for value in ("no-number", "1", "²"):
        button = {"type": "button", "action_id": "theirs", "value": value}
        assert (await team.deliver(shortcut(team, button))).acked

    assert [type(one) for one in team.refusals("U_ANA")] == [NotFound] * 3


@pytest.mark.parametrize("how", HowResolved)
async def test_sent_in_it_closes_with_how_and_note(
    bench: Bench, team: Team, incident_id: int, how: HowResolved
) -> None:
    """The window closes, and the card says how and by whom."""
    answer = await team.submit(a_form(incident_id, how.value, "as agreed"), by="U_CHI")

    assert answer.acked
    assert not answer.body
    closed = (await bench.case()).incident
    assert (closed.state, closed.how, closed.note) == (RESOLVED, how, "as agreed")
    assert closed.moved_by == "U_CHI"


async def test_a_wrong_field_is_said_under_it_and_nothing_is_lost(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Nothing chosen, no note where one is needed, a note that is too long."""
    wrong = [
        (None, "typed already", names.HOW_BLOCK),
        ("other", None, names.NOTE_BLOCK),
        ("other", "  \n ", names.NOTE_BLOCK),
        ("duplicate", "x" * (limits.NOTE + 1), names.NOTE_BLOCK),
    ]
    for how, note, block_id in wrong:
        answer = await team.submit(a_form(incident_id, how, note))
        assert answer.acked
        assert [*answer.wrong] == [block_id]

    assert await bench.states() == [OPEN]
    assert (await team.submit(a_form(incident_id, "other", "now with a note"))).acked
    assert await bench.states() == [RESOLVED]


async def test_sent_in_too_late_it_is_said_directly(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """Someone retried while the form was open; a form has nowhere else to answer."""
    await bench.retry(incident_id, by="U_BEN")

    answer = await team.submit(a_form(incident_id, "not_needed"))

    assert answer.acked
    (refusal,) = team.refusals("U_ANA")
    assert isinstance(refusal, TransitionRefused)
    assert refusal.named == {"who": "U_BEN"}
    assert f"INC-{incident_id}" in refusal.sentence
    assert await bench.states() == [RETRYING]


async def test_a_form_delivered_twice_closes_once(
    bench: Bench, team: Team, incident_id: int
) -> None:
    """The second is acked and changes nothing, not even after a reopening."""
    form = a_form(incident_id, "not_needed")
    await team.submit(form)
    await bench.reopen(incident_id)

    assert (await team.submit(form)).acked

    assert await bench.states() == [OPEN]
    assert (await bench.entry()).status is PostingStatus.FAILED
    assert (await bench.story()).count("resolved") == 1
