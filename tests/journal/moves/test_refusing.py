"""How the refusals that many moves share are worded; other tests go by whom and what they name."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from journal.errors import TransitionRefused
from journal.incidents.incident import IncidentState, Request
from journal.incidents.move import MoveName
from journal.moves.costs import refuse_if_costed
from journal.moves.refusing import changed_meanwhile, refuse_if_empty, refuse_if_moved
from journal.requests import lapsed, refuse_if_asked
from tests.build import NOW, a_case, an_incident

RETRYING = an_incident(state=IncidentState.RETRYING, moved_by="U_ANA")
CLOSED = an_incident(state=IncidentState.RESOLVED, moved_by="U_ANA")
ASKED = a_case(an_incident(request=Request(MoveName.RETRY, "U_ANA", NOW)))


def raises(error: TransitionRefused) -> None:
    """Raise what a rule returns to be raised."""
    raise error


@pytest.mark.parametrize(
    ("refuse", "said"),
    [
        (lambda: refuse_if_moved(RETRYING), "U_ANA was first and has INC-7 posted again already"),
        (lambda: refuse_if_moved(CLOSED), "U_ANA was first: INC-7 is closed."),
        (lambda: refuse_if_empty(an_incident(), {}), "No entry waits on INC-7, so there is"),
        (lambda: refuse_if_costed("INC-7", []), "Every variant of INC-7 has its cost by now."),
        (lambda: refuse_if_asked(ASKED), "U_ANA asks for something here already."),
        (lambda: raises(changed_meanwhile(12)), "JF-12 was changed meanwhile, so nothing was done"),
        (lambda: raises(lapsed(an_incident())), "That is not asked any more: it was declined"),
        (lambda: raises(lapsed(RETRYING)), "U_ANA was first: INC-7 is being posted again."),
        (lambda: raises(lapsed(CLOSED)), "U_ANA was first: INC-7 is closed."),
    ],
)
def test_a_refusal_says_why_and_who_was_first(refuse: Callable[[], None], said: str) -> None:
    """And what is true now, where that helps."""
    with pytest.raises(TransitionRefused) as refused:
        refuse()

    assert refused.value.advice.startswith(said)
