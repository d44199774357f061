"""A tax that is a line and comes from codes again is found, however the file worked it out."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.lists import TAX, CompanyRules, ListItem, Lists
from journal.entries.carried import TAX_TWICE
from journal.entries.coding import Coding, TaxOn
from journal.entries.entry import Line, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import ReadyEntry
from journal.entries.tax_twice import LineOfMany, place_of_tax
from tests.build import an_entry, some_content

VAT = ListItem(TAX, "20", "VAT 20", rate=Decimal(20))


def cr(
    minor: int, rate: int | None = None, account: str = "Sales", words: str = "", tax: int = -1
) -> LineOfMany:
    """Return a credit; with a rate in percent it has a tax code, with a tax its caller's own."""
    percent = None if rate is None else Decimal(rate)
    return LineOfMany(account, words, Side.CREDIT, minor, percent, None if tax < 0 else tax)


def dr(minor: int, rate: int | None = None, account: str = "Clearing") -> LineOfMany:
    """Return a debit."""
    return replace(cr(minor, rate, account), side=Side.DEBIT)


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ((cr(10000, 20), cr(2000, account="VAT"), dr(12000)), 2),
        ((cr(10000, 20), cr(1667, account="VAT"), dr(11667)), 2),
        ((dr(12000), cr(10000, 20), cr(2000, account="2200", words="Output tax")), 3),
        ((cr(10000, 20), cr(2001, account="1776 Umsatzsteuer"), dr(12001)), 2),
        ((cr(10000, 12), cr(500, account="GST"), cr(700, account="PST"), dr(11200)), 2),
        (
            (
                *(cr(10000, 20), cr(10000, 5), cr(2000, account="VAT 20")),
                *(cr(500, account="VAT 5"), dr(22500)),
            ),
            3,
        ),
        ((cr(10000, 20), cr(10000, 5), cr(500, account="VAT"), dr(20500)), 3),
        (
            (
                *(cr(10000, 20), dr(1000, 20, "Refunds")),
                *(cr(2000, account="VAT"), dr(200, account="VAT"), dr(10800)),
            ),
            3,
        ),
        ((cr(10000, 20, tax=1950), cr(1950, account="VAT"), dr(11950)), 2),
        ((cr(10000, 20), cr(2000, 20, account="VAT"), dr(12000)), 2),
    ],
    ids=[
        *("on top", "inside", "by its words", "rounded otherwise", "two taxes of one code"),
        *("two rates", "one of two rates", "sales and refunds", "a stated tax", "coded itself"),
    ],
)
def test_a_line_that_is_the_tax(lines: tuple[LineOfMany, ...], place: int) -> None:
    """The first line that is it is named."""
    assert place_of_tax(lines) == place


@pytest.mark.parametrize(
    "lines",
    [
        (cr(12000, 20), dr(12000)),
        (cr(10000, 0), cr(2000, account="VAT"), dr(12000)),
        (cr(10000), cr(2000, account="VAT"), dr(12000)),
        (cr(12000, 20), cr(900, account="VAT of May"), dr(12900)),
        (cr(12000, 20), cr(2000, account="Tips"), dr(14000)),
        (cr(12000, 20), dr(2000, account="VAT withheld"), dr(10000)),
        (cr(12000, 20), cr(2000, account="Facilitator tax"), dr(2000, account="Facilitator tax")),
        (cr(110000, 10, words="Takings incl GST"), dr(10000, 10, "Fees"), dr(100000)),
    ],
    ids=[
        *("no line", "no percent", "no code", "another sum", "another name", "the other side"),
        *("collected and passed on", "sales that say GST"),
    ],
)
def test_a_line_that_is_no_tax_of_a_code(lines: tuple[LineOfMany, ...]) -> None:
    """Nothing is refused that a platform posts right."""
    assert place_of_tax(lines) is None


def prepared(amounts: TaxOn, rules: CompanyRules = CompanyRules()) -> ReadyEntry | Failure:
    """Return sales with their VAT both as a line and in a code, as Xero would get them."""
    accounts = ("200", "Sales"), ("630", "Clearing"), ("820", "VAT")
    chart = Chart(tuple(Account(code, name, number=code) for code, name in accounts))

    def a_line(side: Side, minor: int, account: str, tax: str = "") -> Line:
        return Line(side, Money(minor, "USD"), account=account, coding=Coding(tax=tax))

    lines = (
        a_line(Side.DEBIT, 12000, "630"),
        a_line(Side.CREDIT, 10000, "200", "VAT 20"),
        a_line(Side.CREDIT, 2000, "820"),
    )
    lists = Lists((VAT,))
    known = Known(Platform.XERO, chart, {}, {}, lists=lists, company_rules=rules)
    return prepare(an_entry(content=some_content(lines=lines, amounts=amounts)), known).ready


def test_it_is_found_before_anything_is_sent() -> None:
    """Also where the lists were not read when the entry came in; the account is named."""
    ready = prepared(TaxOn.INCLUSIVE)

    assert ready == Failure(FailureReason.NOT_CARRIED, subject=TAX_TWICE, details=("VAT",))


def test_where_codes_change_no_amount_the_tax_is_a_line() -> None:
    """Amounts that are said to be without tax, and a company that works none out."""
    assert isinstance(prepared(TaxOn.NO_TAX), ReadyEntry)

    american = prepared(TaxOn.INCLUSIVE, CompanyRules(reckons_tax=False))
    assert isinstance(american, Failure)
    assert american.subject == "amounts"
