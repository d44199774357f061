"""What a button or a form carries comes back as it was, or is refused in a sentence."""

from datetime import date
from typing import Any

import pytest

from blocks.kit.carrying import carried, carry
from journal.errors import BadInput
from journal.moves.duplicate import Judged
from journal.moves.hand_edit import Apart, Kept, Seen
from journal.moves.move import Given
from journal.moves.redate import Agreed
from journal.moves.resolve import Closing
from journal.moves.skip import Skipped

THERE = {"number": "1007", "day": "2026-07-07", "sum": [500, "USD"], "url": "https://a.example/1"}


@pytest.mark.parametrize(
    "given",
    [
        Skipped(3, "a test: “yes”"),
        Skipped(),
        Agreed(date(2026, 8, 1), 3),
        Judged(1, 2, "a:b", THERE, 2),
        Seen(1, 2, "a:b", "7\n8"),
        Apart(1, 2),
        Kept("3:4"),
    ],
    ids=repr,
)
def test_what_is_carried_comes_back(given: Any) -> None:
    """Whatever stands in it."""
    assert carried(carry(7, given), type(given)) == (7, given)


@pytest.mark.parametrize("text", ["", "7", "1:1:2:1", "[]", '{"incident": 7}', "null", '"a"'])
@pytest.mark.parametrize("given", [Agreed, Seen, Skipped, Closing])
def test_what_another_release_drew_is_refused(text: str, given: type[Given]) -> None:
    """It says what to do, and nothing is guessed."""
    with pytest.raises(BadInput, match="Open it again"):
        carried(text, given)
