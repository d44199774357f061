"""Tax codes and amounts that a company would book otherwise than they are meant."""

from dataclasses import replace
from decimal import Decimal

import pytest

from journal.amounts.money import Money
from journal.books.book import Platform
from journal.books.lists import TAX, CompanyRules, ListItem
from journal.entries.carried import CARRIED, TAX_UNSAID
from journal.entries.coding import Coded, TaxOn
from journal.entries.failure import Failure, FailureReason
from journal.entries.tax_held import tax_not_held, tax_on_held
from tests.fakes.ready import a_ready_entry

QUICKBOOKS, XERO = CARRIED[Platform.QUICKBOOKS], CARRIED[Platform.XERO]
RATED = ListItem(TAX, "5", "20% S", rate=Decimal(20))
FREE = ListItem(TAX, "6", "No VAT", rate=Decimal(0))
OPEN = ListItem(TAX, "7", "Mixed")
RECKONS, DOES_NOT = CompanyRules(), CompanyRules(reckons_tax=False)
UNSAID = Failure(FailureReason.NOT_CARRIED, subject=TAX_UNSAID)
NOT_KNOWN = Failure(FailureReason.NOT_CARRIED, subject="amounts", details=("Mixed",))


@pytest.mark.parametrize(
    ("code", "amounts", "refused"),
    [
        (None, TaxOn.NO_TAX, None),
        (FREE, TaxOn.NO_TAX, None),
        (RATED, TaxOn.NO_TAX, UNSAID),
        (OPEN, TaxOn.NO_TAX, UNSAID),
        (RATED, TaxOn.EXCLUSIVE, None),
        (OPEN, TaxOn.EXCLUSIVE, None),
        (RATED, TaxOn.INCLUSIVE, None),
        (OPEN, TaxOn.INCLUSIVE, NOT_KNOWN),
    ],
)
def test_a_code_comes_to_its_tax(
    code: ListItem | None, amounts: TaxOn, refused: Failure | None
) -> None:
    """No code is there for show, and what is in an amount has to be known."""
    entry = a_ready_entry()
    debit, credit = entry.lines
    coded = (Coded(TAX, code),) if code else ()
    taxed = replace(entry, lines=(debit, replace(credit, coded=coded)), amounts=amounts)

    assert tax_not_held(taxed, QUICKBOOKS, RECKONS) == refused
    assert tax_not_held(taxed, QUICKBOOKS, DOES_NOT) is None
    assert tax_not_held(taxed, XERO, RECKONS) is None


def test_a_stated_tax_is_known() -> None:
    """What the caller worked out needs no rate."""
    entry = a_ready_entry()
    debit, credit = entry.lines
    stated = replace(credit, coded=(Coded(TAX, OPEN),), tax_amount=Money(1300, "USD"))

    whole = replace(entry, lines=(debit, stated), amounts=TaxOn.INCLUSIVE)

    assert tax_not_held(whole, QUICKBOOKS, RECKONS) is None


def test_a_company_without_tax_takes_amounts_as_they_stand() -> None:
    """Whatever its platform can."""
    assert tax_on_held(QUICKBOOKS, RECKONS) == frozenset(TaxOn)
    assert tax_on_held(QUICKBOOKS, DOES_NOT) == {TaxOn.NO_TAX}
