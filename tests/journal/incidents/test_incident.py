"""Where an incident may move from where it stands: the whole table, arrow by arrow."""

from itertools import product

import pytest

from journal.errors import TransitionRefused
from journal.incidents.how_resolved import HowResolved
from journal.incidents.incident import IncidentState, Trigger
from tests.build import NOW, an_incident

OPEN, RETRYING, RESOLVED = IncidentState
ARROWS = {
    (OPEN, Trigger.RETRY): RETRYING,
    (OPEN, Trigger.CONNECT): RETRYING,
    (OPEN, Trigger.POSTED): RESOLVED,
    (OPEN, Trigger.MOVED): RESOLVED,
    (OPEN, Trigger.RESOLVE): RESOLVED,
    (RETRYING, Trigger.REFUSED): OPEN,
    (RETRYING, Trigger.STOP): OPEN,
    (RETRYING, Trigger.POSTED): RESOLVED,
    (RETRYING, Trigger.MOVED): RESOLVED,
    (RESOLVED, Trigger.REOPEN): OPEN,
    (RESOLVED, Trigger.MISSING): OPEN,
}


@pytest.mark.parametrize(("state", "trigger"), [*product(IncidentState, Trigger)])
def test_every_state_meets_every_trigger(state: IncidentState, trigger: Trigger) -> None:
    """It moves where an arrow leads and is refused, unchanged, where there is none."""
    incident = an_incident(state=state)

    if (state, trigger) in ARROWS:
        moved = incident.after(trigger, at=NOW, by="U_ANA")
        assert moved.state is ARROWS[state, trigger]
        assert (moved.moved_at, moved.moved_by, moved.last_trigger) == (NOW, "U_ANA", trigger)
    else:
        with pytest.raises(TransitionRefused) as caught:
            incident.after(trigger, at=NOW)
        assert state.value in caught.value.advice


@pytest.mark.parametrize("how", HowResolved)
def test_a_closing_by_hand_keeps_how_and_by_whom(how: HowResolved) -> None:
    """Only what is said to be fixed in the platform is looked up there."""
    closed = an_incident().resolved_by_hand(how, "entered by hand", at=NOW, by="U_ANA")

    assert (closed.state, closed.how, closed.note) == (RESOLVED, how, "entered by hand")
    assert closed.moved_by == "U_ANA"
    assert how.is_checked == (how is HowResolved.FIXED_IN_PLATFORM)


@pytest.mark.parametrize("state", [RETRYING, RESOLVED])
def test_only_an_open_incident_is_closed_by_hand(state: IncidentState) -> None:
    """Anyone who comes second is told where it stands."""
    with pytest.raises(TransitionRefused):
        an_incident(state=state).resolved_by_hand(HowResolved.OTHER, "x", at=NOW, by="U_ANA")


@pytest.mark.parametrize("trigger", [Trigger.REOPEN, Trigger.MISSING])
def test_opened_again_nothing_of_the_closing_is_left(trigger: Trigger) -> None:
    """How, note and the check of the closing are gone."""
    closed = an_incident(
        state=RESOLVED, how=HowResolved.OTHER, note="x", verified_at=NOW, moved_by="U_ANA"
    )

    opened = closed.after(trigger, at=NOW)

    assert (opened.how, opened.note, opened.verified_at) == (None, "", None)


def test_an_incident_has_a_number_for_people() -> None:
    """As it is named in commands."""
    assert an_incident(id=7).number == "INC-7"
