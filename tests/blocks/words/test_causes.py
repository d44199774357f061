"""Causes beyond the five of the mission, in the words of the card's first line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from blocks.words.cause import affected, cause_of
from journal.books.book import Platform
from journal.entries.failure import (
    A_DAY,
    AccountCause,
    Conflict,
    Failure,
    FailureReason,
    Kin,
    Likeness,
    Obstacle,
)
from tests.build import a_case, a_connection, an_incident

_R = FailureReason


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Failure(_R.RATE_LIMITED, A_DAY), "The calls that QuickBooks allows in a day are used up"),
        (
            Failure(_R.ACCOUNT_INVALID, "Tips", cause=AccountCause.INACTIVE),
            '"Tips" is inactive in QuickBooks',
        ),
        (
            Failure(_R.ACCOUNT_INVALID, "Fees", ("Tips",), cause=AccountCause.MISSING),
            'QuickBooks has no account called "Fees" (and 1 more)',
        ),
        (Failure(_R.ACCOUNT_INVALID, "Tips"), 'QuickBooks rejected the account "Tips"'),
        (Failure(_R.DIMENSION_MISSING, "class", ("",)), "A class is missing"),
        (
            Failure(_R.DIMENSION_MISSING, "class", ("Onlin", "Moon")),
            "QuickBooks has no class called “Onlin” (and 1 more)",
        ),
        (
            Failure(_R.DIMENSION_MISSING, "class", ("Online",), cause=AccountCause.AMBIGUOUS),
            "“Online” could be more than one class",
        ),
        (
            Failure(_R.TAX_MISSING, "tax", ("HST",), cause=AccountCause.INACTIVE),
            "The tax code “HST” is inactive in QuickBooks",
        ),
        (Failure(_R.NAME_MISSING, "name", ("",)), "A customer or vendor is missing"),
        (Failure(_R.DIMENSION_MISSING, "tracking:Region", ("",)), "Region is missing"),
        (Failure(_R.UNBALANCED), "Debits and credits are not equal"),
        (Failure(_R.VALIDATION_OTHER), "turned the entry down"),
        (
            Failure(_R.MATCHED_OR_EDITED, "1", conflict=Conflict(Obstacle.RESTATED)),
            "looks like another entry",
        ),
        (
            Failure(_R.MATCHED_OR_EDITED, "1", conflict=Conflict(Obstacle.EDITED)),
            "changed by hand",
        ),
        (
            Failure(_R.DUPLICATE, "JF-1", likeness=Likeness(Kin.OTHER_CONTENT, number="JF-1")),
            "our number",
        ),
    ],
)
def test_a_cause_is_said_in_the_first_line(failure: Failure, said: str) -> None:
    """Each is told from the next one by what stands there."""
    assert said in cause_of(a_case(an_incident(failure=failure))).header


@pytest.mark.parametrize(
    ("failure", "said"),
    [
        (Failure(_R.NOT_CARRIED, "tracking:Channel", ("Clearing",)), "no Channel on “Clearing”"),
        (Failure(_R.NOT_CARRIED, "name", ("Sales", "Fees")), "on “Sales” (and 1 more)"),
        (Failure(_R.NOT_CARRIED, "class", ("Retail",)), "can't hold: class"),
    ],
)
def test_what_only_some_accounts_carry(failure: Failure, said: str) -> None:
    """The account is named where the platform holds such a field on others."""
    connection = a_connection(platform=Platform.TRYTON)
    case = a_case(an_incident(failure=failure), connection=connection)

    assert said in cause_of(case).header


def test_lines_are_counted_and_unknown_words_named() -> None:
    """However many words there are: the header counts lines, so it names none of them."""
    failure = Failure(_R.DIMENSION_MISSING, "class", ("", "Onlin"))
    case = replace(a_case(an_incident(failure=failure)), lines_missing=3)

    assert cause_of(case).header == "A class is missing on 3 lines"
    assert affected(case) == "*Unknown*  Onlin"
    assert "Press Choose a class for the lines that have none." in cause_of(case).todo


@pytest.mark.parametrize("details", [("",), ("Onlin",)])
def test_what_to_press_is_named_by_what_is_chosen(details: tuple[str, ...]) -> None:
    """The button and the sentence say the same."""
    failure = Failure(_R.NAME_MISSING, "name", details)

    assert (
        "Press Choose a customer or vendor" in cause_of(a_case(an_incident(failure=failure))).todo
    )
