"""How tests are called."""

from __future__ import annotations

import re
from collections import Counter

from tests.house.tree import texts

LONGEST = 59  # letters; the rest is for the sentence below the name
TESTS = [
    (place, re.findall(r"^ *(?:async )?def (test_\w+)", text, re.MULTILINE))
    for place, text in texts()
    if place.startswith("tests/") and place.endswith(".py")
]


def test_names_are_short() -> None:
    """A name is read in a list of thousands; its docstring says the whole of it."""
    assert [one for place, names in TESTS for one in names if len(one) > LONGEST] == []


def test_no_test_hides_another() -> None:
    """Of two with one name in a file only the second would run."""
    assert [
        f"{place}: {name}"
        for place, names in TESTS
        for name, count in Counter(names).items()
        if count > 1
    ] == []
