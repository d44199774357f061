"""Causes beyond the five of the mission, in the words of the card's first line."""

from __future__ import annotations

import pytest

from blocks.words.cause import cause_of
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
