"""What is answered about a connection: its owner was asked already, and what a test found."""

from __future__ import annotations

from typing import Any

import pytest

from blocks.answers import owner
from journal.connecting import try_connection
from journal.entries.failure import FailureReason
from journal.incidents.incident import IncidentState, OwnerAsking
from tests.build import NOW, a_case, a_failure, an_incident

R = FailureReason
WORDS = "Company is not here"
SILENT = "did not answer just now"


@pytest.mark.parametrize(
    ("found", "said"),
    [
        ({"works": True}, "✅ jefail can read QuickBooks for Northwind Retail."),
        ({"is_lost": True, "words": WORDS}, "does not let us in for Northwind Retail"),
        ({"is_wrong": True, "words": WORDS}, "Press Reconnect on the card and choose Northwind"),
        ({"is_silent": True}, SILENT),
        ({"words": WORDS}, "could not be asked"),
        ({"refusal": R.VALIDATION_OTHER}, "answered, and rejected the test for Northwind Retail"),
        ({"refusal": R.UNKNOWN}, "answered, and rejected the test for Northwind Retail"),
        ({"refusal": R.PERMISSION}, "the connected user may not read its books"),
        (
            {"refusal": R.PLAN_OR_SUBSCRIPTION},
            "its subscription for Northwind Retail does not cover",
        ),
        ({"refusal": R.RATE_LIMITED}, "too much is asked of it just now"),
        ({"refusal": R.TRANSIENT}, "it is not working just now"),
        ({"refusal": R.UNCERTAIN}, "could not be reached behind its gateway"),
    ],
)
def test_a_test_says_what_was_found(found: dict[str, Any], said: str) -> None:
    """Only silence is called silence, and a platform's own words stand beneath."""
    if reason := found.get("refusal"):
        found = {"refusal": a_failure(reason), "words": WORDS}

    text = owner.tested_text(try_connection.Tested(a_case(), **found))

    assert said in text
    assert (SILENT in text) is (said == SILENT)
    assert (WORDS in text) is ("words" in found)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"failure": a_failure(R.CONNECTION_LOST)}, "What waits is posted automatically"),
        ({"failure": a_failure(R.PERMISSION)}, "Reading works, and posting was refused before"),
        ({"state": IncidentState.RESOLVED}, ""),
    ],
)
def test_a_test_promises_only_what_happens(changes: dict[str, Any], said: str) -> None:
    """Where a right is missing no poll posts what waits: Retry does."""
    text = owner.tested_text(try_connection.Tested(a_case(an_incident(**changes)), works=True))

    assert said in text
    assert ("automatically" in text) is ("automatically" in said)
    assert ("press Retry" in text) is said.startswith("Reading")


@pytest.mark.parametrize("reminded", [0, 2])
def test_asking_twice_is_answered_with_who_and_when(reminded: int) -> None:
    """With when they were reminded, and when they can be asked again."""
    text = owner.asked_already(OwnerAsking("U0CHI", "U0ANA", NOW, NOW, reminded=reminded))

    assert text.startswith("<@U0CHI> was asked by <@U0ANA> <!date^")
    assert ("and reminded" in text) is bool(reminded)
    assert text.endswith("They can be asked again a day after that.")
