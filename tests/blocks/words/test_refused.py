"""How an expected error is told in Slack."""

from __future__ import annotations

from decimal import Decimal

import pytest

from blocks.words.refused import sentence_of
from journal.errors import JefailError, NoteNeeded, StoreBusy, TransitionRefused, Typed

FIRST = "{who} was first: INC-7 is closed."


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TransitionRefused(FIRST, who="U0ANA"), "<@U0ANA> was first: INC-7 is closed."),
        (TransitionRefused(FIRST, who=None), "jefail was first: INC-7 is closed."),
        (TransitionRefused("INC-7 is awake already."), "INC-7 is awake already."),
        (TransitionRefused("Type {it}.", it=Typed.of("a", "b")), "Type `a`, `b`."),
        (JefailError("There is no book called {who}."), "There is no book called {who}."),
        (NoteNeeded(Decimal(10_000), "USD"), "Say in a note why: it is more than 10,000 USD."),
        (StoreBusy("55P03"), "jefail is busy just now and changed nothing. Please try again."),
    ],
)
def test_people_are_mentioned_and_what_to_type_is_code(error: JefailError, said: str) -> None:
    """Only what the rules named is shown so; all other words stay as they are."""
    assert sentence_of(error) == said


def test_a_terminal_shows_people_by_their_ids() -> None:
    """Where nobody can be mentioned, the id is what there is."""
    error = TransitionRefused("{who} was first. Type {it}.", who="U0ANA", it=Typed.of("jefail up"))

    assert error.advice == "U0ANA was first. Type `jefail up`."
