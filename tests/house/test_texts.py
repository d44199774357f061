"""What no file of the repository may hold."""

from __future__ import annotations

import re

import pytest

from tests.house.tree import texts

# Written so that no pattern finds itself.
UNWANTED = {
    "work put off; do it, or write an issue": r"\b(TO[D]O|FIX[M]E|XX[X])\b",
    "an address of a package registry": r"py[p]i\.org|python[h]osted\.org|npm[j]s\.|index-[u]rl",
    "a path of one machine": r"(?<![\w.}\-/])/(work|root|home|Users|opt)/[\w.]",
    "a secret of Slack": r"xox[abprs]-\d{6,}|xapp-\d-[A-Z0-9]{6,}|slack\.com/services/T\w+/B",
    "a private key": r"BEGIN [A-Z ]*PRIVATE K[E]Y",
    "what merging left behind": r"^(<{7}|>{7}) ",
}


@pytest.mark.parametrize("what", UNWANTED)
def test_no_file_holds(what: str) -> None:
    """Each finding is a file and a line."""
    pattern = re.compile(UNWANTED[what], re.MULTILINE)
    found = [
        f"{place}:{text.count(chr(10), 0, match.start()) + 1}: {match[0]}"
        for place, text in texts()
        for match in pattern.finditer(text)
    ]

    assert found == []
