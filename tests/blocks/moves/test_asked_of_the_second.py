"""What a second person reads of a request: what, for how long, and what comes of it."""

from __future__ import annotations

from typing import Any

import pytest

from blocks.card.request import request_lines, request_section
from journal.amounts.money import Money
from journal.books.lists import TAX
from journal.entries.failure import Conflict, Failure, FailureReason, Obstacle
from journal.entries.uncoded import Choices
from journal.incidents.incident import Request, Tally
from journal.incidents.move import MoveName
from journal.moves.changed import Decided
from journal.moves.code import ItemsChosen
from tests.build import NOW, a_case, an_incident

ONE = Tally(1, (Money(160413, "USD"),))


def asked(move: MoveName, facts: Any, failure: Failure) -> str:
    """Return what the card says of a request of Ana's, and Details first."""
    request = Request(move, "U0ANA", NOW, facts, tally=ONE)
    case = a_case(an_incident(failure=failure, request=request))
    drawn = request_section(case)
    assert drawn is not None
    return "\n".join([*request_lines(case), str(drawn.to_dict())])


@pytest.mark.parametrize(
    ("move", "says", "then"),
    [
        (MoveName.OVERWRITE, "put ours of", "what people did there is replaced"),
        (MoveName.KEEP_THEIRS, "keep what QuickBooks has of", "nothing is sent"),
    ],
)
def test_what_people_changed_is_told_by_what_comes_of_it(
    move: MoveName, says: str, then: str
) -> None:
    """The same two moves of a correction say something else, so the facts tell them apart."""
    met = Conflict(Obstacle.EDITED, "227", "2")
    failure = Failure(FailureReason.CHANGED_IN_BOOKS, "2026-07-10", conflict=met)
    facts = {**Decided(1042, 1, "227", "2").facts, "number": "JF-1042", "changed": 1}

    text = asked(move, facts, failure)

    assert f"<@U0ANA> asks to {says}" in text
    assert then in text


@pytest.mark.parametrize("is_once", [False, True])
def test_a_choice_says_if_it_is_for_these_entries_alone(*, is_once: bool) -> None:
    """What is remembered changes later entries too, so the second person reads which it is."""
    failure = Failure(FailureReason.TAX_OR_DIMENSION, words="Another treatment", http_status=400)
    given = ItemsChosen(Choices({(TAX, "20% VAT"): "2"}), "state", is_once)

    text = asked(MoveName.CODE, {**given.facts, "chosen": [["20% VAT", "Zero <rated>"]]}, failure)

    assert "choose Zero &lt;rated&gt; for 20% VAT" in text
    assert ("in these entries alone" in text) is is_once
