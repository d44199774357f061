"""What journals of a platform cannot hold is told with the way round that it leaves."""

from __future__ import annotations

import pytest

from blocks.words.cause import Cause, cause_of
from journal.books.book import Platform
from journal.entries.carried import TAX_AMOUNT, TAX_TWICE, TAX_UNSAID
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


@pytest.mark.parametrize(
    ("subject", "header", "todo"),
    [
        ("class", "class", "add a tracking category called “Class” in Xero"),
        ("location", "location", "add a tracking category called “Location” in Xero"),
        ("tracking:Season", "Season", "hold 2 tracking categories"),
        ("name", "customer or vendor", "Leave it out"),
        ("exchange_rate", "an exchange rate", "Leave it out"),
        (TAX_UNSAID, "a tax code on amounts without tax", "with or without tax"),
        (TAX_TWICE, "a tax that is a line and comes from tax codes again", "or the tax codes"),
    ],
)
def test_what_xero_cannot_hold(subject: str, header: str, todo: str) -> None:
    """It is named; a class or a location is pointed to a tracking category."""
    cause = told(Platform.XERO, _R.NOT_CARRIED, subject)

    assert cause.header == f"Xero journals can't hold: {header}"
    assert todo in cause.todo


def test_a_currency_that_journals_cannot_be_in() -> None:
    """Xero's have one, which nobody can switch on there; QuickBooks can be given another."""
    xero = told(Platform.XERO, _R.CURRENCY, "EUR")
    quickbooks = told(Platform.QUICKBOOKS, _R.CURRENCY, "EUR")

    assert xero.header == "Xero journals can't be in EUR"
    assert "Convert" in xero.todo
    assert "switch on the currency" in quickbooks.todo


def test_a_balance_is_told_with_its_tax() -> None:
    """By how much it is off once the tax is added."""
    header = told(Platform.XERO, _R.UNBALANCED, "0.01 GBP").header

    assert header == "Debits and credits differ by 0.01 GBP once tax is added"
