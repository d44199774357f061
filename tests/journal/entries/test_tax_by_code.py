"""A platform that adds the tax of each code: what it would book otherwise than it is meant."""

from dataclasses import replace
from decimal import Decimal

import pytest

from journal.amounts.money import Money
from journal.books.book import Platform
from journal.books.lists import TAX, CompanyRules, ListItem
from journal.entries.carried import CARRIED, TAX_AMOUNT, TAX_UNSAID
from journal.entries.coding import Coded, TaxOn
from journal.entries.entry import Side
from journal.entries.failure import FailureReason
from journal.entries.posting import ReadyLine
from journal.entries.tax_held import tax_not_held
from tests.fakes.ready import a_ready_entry


def a_line(rate: str | None, said: int | None = None, *, minor: int = 1000) -> ReadyLine:
    """Return a line with a tax code of a rate (None: unknown; "": no code) and a stated tax."""
    percent = Decimal(rate) if rate else None
    code = Coded(TAX, ListItem(TAX, "8", "VAT", rate=percent))
    stated = None if said is None else Money(said, "GBP")
    coded = () if rate == "" else (code,)
    return ReadyLine(Side.CREDIT, Money(minor, "GBP"), "79", coded=coded, tax_amount=stated)


@pytest.mark.parametrize(
    ("line", "amounts", "subject"),
    [
        (a_line("20"), TaxOn.NO_TAX, TAX_UNSAID),
        (a_line(None), TaxOn.NO_TAX, TAX_UNSAID),
        (a_line("0"), TaxOn.NO_TAX, None),
        (a_line(""), TaxOn.NO_TAX, None),
        (a_line("20"), TaxOn.EXCLUSIVE, None),
        (a_line("20", 200), TaxOn.EXCLUSIVE, None),
        (a_line("20", 199), TaxOn.EXCLUSIVE, TAX_AMOUNT),
        (a_line("20", 1, minor=5), TaxOn.EXCLUSIVE, None),
        (a_line("5", 1, minor=10), TaxOn.EXCLUSIVE, None),
        (a_line("", 200), TaxOn.NO_TAX, TAX_AMOUNT),
        (a_line(None, 200), TaxOn.EXCLUSIVE, TAX_AMOUNT),
    ],
)
def test_what_would_be_booked_otherwise(
    line: ReadyLine, amounts: TaxOn, subject: str | None
) -> None:
    """A code on amounts without tax, a stated tax that is not the rate's; half a cent goes up."""
    entry = replace(a_ready_entry(), lines=(line,), amounts=amounts)

    failure = tax_not_held(entry, CARRIED[Platform.ZOHO], CompanyRules())

    assert (failure.subject if failure else None) == subject
    assert failure is None or failure.reason is FailureReason.NOT_CARRIED
