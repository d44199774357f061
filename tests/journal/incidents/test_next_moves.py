"""What moves an incident once its entries stand otherwise: every combination."""

from collections.abc import Mapping
from itertools import product

import pytest

from journal.entries.entry import WAITING, PostingStatus
from journal.incidents.detection import next_move
from journal.incidents.incident import TRANSITIONS, IncidentState, Trigger
from tests.build import an_incident

S = PostingStatus
OPEN, RETRYING, RESOLVED = IncidentState
COUNTS: list[dict[PostingStatus, int]] = [
    dict(zip(S, counts, strict=True)) for counts in product((0, 2), repeat=len(S))
]


def moved(
    state: IncidentState, counts: Mapping[PostingStatus, int], *, refused: bool
) -> Trigger | None:
    """Return what moves an incident in `state`."""
    return next_move(an_incident(state=state), counts, refused=refused)


@pytest.mark.parametrize("state", IncidentState)
@pytest.mark.parametrize("refused", [True, False])
def test_every_move_is_one_that_the_incident_can_make(state: IncidentState, refused: bool) -> None:
    """Whatever the counts, there is an arrow for the move, and a closed one never moves."""
    for counts in COUNTS:
        trigger = moved(state, counts, refused=refused)
        assert trigger is None or (state, trigger) in TRANSITIONS


@pytest.mark.parametrize("state", [OPEN, RETRYING])
def test_it_closes_exactly_when_nothing_waits(state: IncidentState) -> None:
    """Posted when the ledger has any of it, moved when all went to other cards or were left out."""
    for counts in COUNTS:
        waiting = sum(counts[status] for status in WAITING)
        trigger = moved(state, counts, refused=False)
        assert (trigger in (Trigger.POSTED, Trigger.MOVED)) == (waiting == 0)
        if not waiting:
            assert trigger is (Trigger.POSTED if counts[S.POSTED] else Trigger.MOVED)


def test_an_open_one_stays_open_while_anything_waits() -> None:
    """Nobody asked for a retry, so a refusal changes nothing."""
    for counts in COUNTS:
        if any(counts[status] for status in WAITING):
            assert moved(OPEN, counts, refused=True) is None


def test_a_retry_is_over_once_all_that_waits_has_failed() -> None:
    """Whether or not something was refused in this very batch."""
    for refused in (True, False):
        assert moved(RETRYING, {S.FAILED: 3}, refused=refused) is Trigger.REFUSED
        assert moved(RETRYING, {S.FAILED: 1, S.POSTED: 2}, refused=refused) is Trigger.REFUSED


@pytest.mark.parametrize("status", [S.PENDING, S.UNCERTAIN])
def test_a_retry_told_to_fail_is_over_though_tried_again(status: S) -> None:
    """A trouble that outlasted patience brings the card back, unless more is being sent."""
    assert moved(RETRYING, {status: 1}, refused=True) is Trigger.REFUSED
    assert moved(RETRYING, {status: 1}, refused=False) is None
    assert moved(RETRYING, {status: 1, S.POSTING: 1}, refused=True) is None


@pytest.mark.parametrize("state", IncidentState)
def test_what_is_to_be_decided_keeps_it_open(state: IncidentState) -> None:
    """Posted entries that people changed: a retry that is done goes back to them."""
    counts = {S.POSTED: 2}
    trigger = next_move(an_incident(state=state), counts, refused=False, undecided=1)

    assert trigger is (Trigger.REFUSED if state is RETRYING else None)
    on_the_way = {S.POSTED: 1, S.PENDING: 1}
    assert next_move(an_incident(state=state), on_the_way, refused=False, undecided=1) is None
