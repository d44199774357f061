"""What journals of a platform cannot hold is told with the way round that it leaves."""

from __future__ import annotations

import pytest

from blocks.words.cause import Cause, cause_of
from journal.books.book import Platform
from journal.entries.carried import TAX_AMOUNT, TAX_UNSAID
from journal.entries.failure import Failure, FailureReason
from tests.build import a_case, a_connection, an_incident

_R = FailureReason


def told(platform: Platform, reason: FailureReason, subject: str) -> Cause:
    """Return what a card says of it."""
    failure = Failure(reason, subject)
    connection = a_connection(platform=platform)
    return cause_of(a_case(an_incident(failure=failure), connection=connection))


@pytest.mark.parametrize(
    ("subject", "header", "todo"),
    [
        ("class", "class", "add a reporting tag called “Class” in Zoho Books"),
        ("tracking:Season", "Season", "hold 10 reporting tags"),
        ("amounts", "amounts with tax", "Leave it out"),
        ("adjusting", "adjusting entries", "Leave it out"),
        (TAX_UNSAID, "a tax code on amounts without tax", "with or without tax"),
        (TAX_AMOUNT, "a tax amount that differs from the rate", "works the tax out"),
    ],
)
def test_what_zoho_cannot_hold(subject: str, header: str, todo: str) -> None:
    """It is named; a class is pointed to a reporting tag."""
    cause = told(Platform.ZOHO, _R.NOT_CARRIED, subject)

    assert cause.header == f"Zoho Books journals can't hold: {header}"
    assert todo in cause.todo


def test_what_another_platform_cannot_hold() -> None:
    """QuickBooks has no tracking that could stand in."""
    cause = told(Platform.QUICKBOOKS, _R.NOT_CARRIED, "project")

    assert cause.header == "QuickBooks journals can't hold: project"
    assert "Leave it out" in cause.todo
