"""What an entry says that its platform would hold wrongly or not at all is told as it comes in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.lists import TAX, CompanyRules, ListItem, Lists
from journal.entries.at_the_door import why_not_taken
from journal.entries.coding import Coding, TaxOn
from journal.entries.coding_rules import CodingRule, CodingRules, Scope
from journal.entries.entry import EntryKind, Line, NewEntry, Side
from journal.entries.placing import Known
from journal.entries.tax_balance import amounts_by_balance, balance_with_tax, tax_of

VAT, NONE = "20% (VAT on Income)", "No VAT"
LISTS = Lists(
    (
        ListItem(TAX, "OUTPUT2", VAT, rate=Decimal(20)),
        ListItem(TAX, "NONE", NONE, rate=Decimal(0)),
        ListItem(TAX, "ODD", "8.875% Sales tax", rate=Decimal("8.875")),
    )
)
XERO = Known(Platform.XERO, Chart((Account("200", "Sales"),)), {}, {}, lists=LISTS)
QUICKBOOKS = replace(XERO, platform=Platform.QUICKBOOKS)
ZOHO = replace(XERO, platform=Platform.ZOHO)


def a_line(side: Side, minor: int, tax: str = "", account: str = "200") -> Line:
    """Return a line of so many pence."""
    return Line(side, Money(minor, "GBP"), account=account, coding=Coding(tax=tax))


def an_entry(*lines: Line, **changes: object) -> NewEntry:
    """Return an entry of these lines, amounts without the tax of their codes."""
    entry = NewEntry(
        "S-1",
        date(2026, 7, 1),
        "Shopify",
        EntryKind.SALES_SUMMARY,
        "GBP",
        lines,
        amounts=TaxOn.EXCLUSIVE,
    )
    return replace(entry, **changes)  # type: ignore[arg-type]


def a_uk_day(clearing: int = 120000) -> NewEntry:
    """Return sales of 1,000.00 at 20 % and what came for them."""
    return an_entry(a_line(Side.CREDIT, 100000, VAT), a_line(Side.DEBIT, clearing, NONE))


def test_a_day_that_balances_with_its_tax_is_taken() -> None:
    """The platform adds 200.00; without that the lines would differ by as much."""
    assert balance_with_tax(a_uk_day(), LISTS) == Money(0, "GBP")
    assert why_not_taken(a_uk_day(), XERO) == ""


def test_a_day_that_does_not_balance_with_its_tax_is_refused() -> None:
    """The difference is said, to the penny."""
    assert f"differ by {Money(1, 'GBP')}" in why_not_taken(a_uk_day(120001), XERO)


def test_a_rate_that_is_not_known_is_left_to_the_platform() -> None:
    """Before the lists were read nothing is judged, so nothing right is refused."""
    unread = replace(XERO, lists=Lists())

    assert balance_with_tax(a_uk_day(1), unread.lists) is None
    assert why_not_taken(a_uk_day(1), unread) == ""


def test_a_tax_that_stands_twice_is_refused() -> None:
    """Xero would take 166.67 out of sales that a line has taken out already."""
    twice = an_entry(
        a_line(Side.DEBIT, 120000, NONE),
        a_line(Side.CREDIT, 100000, VAT),
        a_line(Side.CREDIT, 16667, account="VAT control"),
        a_line(Side.CREDIT, 3333, account="Shipping income"),
        amounts=TaxOn.INCLUSIVE,
    )

    assert "its tax twice: line 3" in why_not_taken(twice, XERO)
    assert why_not_taken(replace(twice, amounts=TaxOn.NO_TAX), XERO) == ""


def test_a_tax_is_known_by_the_name_of_its_account() -> None:
    """A file of account codes says nothing of a tax; the chart does."""
    chart = Chart((Account("200", "Sales", number="200"), Account("820", "VAT", number="820")))
    day = an_entry(
        a_line(Side.DEBIT, 120000, NONE),
        a_line(Side.CREDIT, 100000, VAT),
        a_line(Side.CREDIT, 20000, account="820"),
        amounts=TaxOn.INCLUSIVE,
    )

    assert "its tax twice: line 3" in why_not_taken(day, replace(XERO, chart=chart))
    assert why_not_taken(day, XERO) == ""


def test_an_amount_of_tax_says_that_a_line_is_taxed() -> None:
    """Without a code it is in the amounts where they balance, and on top where they do not."""
    sold = replace(a_line(Side.CREDIT, 1000), tax_amount=Money(200, "GBP"))

    assert amounts_by_balance([sold, a_line(Side.DEBIT, 1000)]) is TaxOn.INCLUSIVE
    assert amounts_by_balance([sold, a_line(Side.DEBIT, 1200)]) is TaxOn.EXCLUSIVE
    assert balance_with_tax(an_entry(sold, a_line(Side.DEBIT, 1200)), LISTS) == Money(0, "GBP")


def test_what_the_caller_worked_out_counts() -> None:
    """A tax amount on the line is taken as it is."""
    line = replace(a_line(Side.CREDIT, 1000, VAT), tax_amount=Money(201, "GBP"))

    assert tax_of(line, TaxOn.EXCLUSIVE, LISTS) == 201


@pytest.mark.parametrize(
    ("known", "changes", "said"),
    [
        (XERO, {"exchange_rate": Decimal("0.7315")}, "exchange rate, which journals in Xero can't"),
        (XERO, {"adjusting": True}, "marked as adjusting"),
        (XERO, {"lines": (Coding(name="Faire"),)}, "“Faire” on line 1"),
        (XERO, {"lines": (Coding(class_name="Online"),)}, "Make a tracking category called Class"),
        (ZOHO, {"lines": (Coding(class_name="Online"),)}, "Make a reporting tag called Class"),
        (ZOHO, {"amounts": TaxOn.INCLUSIVE}, 'Hand in the amounts before tax ("amounts": "excl'),
        (ZOHO, {"adjusting": True}, "marked as adjusting"),
        (QUICKBOOKS, {"lines": (Coding(tracking=(("Region", "GB"),)),)}, "such as Region"),
        (QUICKBOOKS, {"lines": (Coding(project="Fair"),)}, "no projects"),
    ],
)
def test_what_cannot_be_held_is_named(known: Known, changes: dict[str, object], said: str) -> None:
    """The field, its word, its line, and what to do."""
    codings = changes.pop("lines", ())
    lines = [replace(a_line(Side.CREDIT, 100), coding=one) for one in codings]  # type: ignore[attr-defined]
    said_of_all = {"amounts": TaxOn.NO_TAX, **changes}
    entry = an_entry(*lines, a_line(Side.DEBIT, 100), **said_of_all)

    assert said in why_not_taken(entry, known)


def test_a_class_is_not_refused_before_the_lists_are_read() -> None:
    """A company may have a tag called Class; a platform without tracking never has a place."""
    entry = an_entry(
        replace(a_line(Side.CREDIT, 100), coding=Coding(class_name="Online")),
        a_line(Side.DEBIT, 100),
        amounts=TaxOn.NO_TAX,
    )

    assert why_not_taken(entry, replace(ZOHO, lists=Lists())) == ""
    assert why_not_taken(entry, ZOHO)


def test_a_company_that_reckons_no_tax_says_so() -> None:
    """QuickBooks in the United States: tax is a line there, never in an amount or on top of it."""
    american = replace(QUICKBOOKS, company_rules=CompanyRules(reckons_tax=False))

    why = why_not_taken(a_uk_day(), american)
    assert "can't have" in why
    assert '"amounts": "no_tax"' in why
    assert why_not_taken(a_uk_day(), QUICKBOOKS) == ""


def test_a_posting_service_has_its_own_way() -> None:
    """Nothing is refused for a platform to which jefail does not post."""
    service = replace(XERO, platform=Platform.POSTING_SERVICE)

    assert why_not_taken(an_entry(a_line(Side.CREDIT, 1), adjusting=True), service) == ""


AMOUNTS = st.integers(1, 10**9)
RATES = st.decimals(0, 30, places=3)


@given(st.lists(st.tuples(AMOUNTS, RATES), min_size=1, max_size=6), st.integers(-3, 3))
def test_tax_is_added_line_by_line(drawn: list[tuple[int, Decimal]], off: int) -> None:
    """Each line alone; any penny beside it is a difference that no half of a penny can make."""
    rates = dict.fromkeys(rate for _minor, rate in drawn)
    lists = Lists(tuple(ListItem(TAX, f"T{rate}", f"rate {rate}", rate=rate) for rate in rates))
    lines = [a_line(Side.CREDIT, minor, f"rate {rate}") for minor, rate in drawn]
    whole = sum(
        minor + int((minor * rate / 100).to_integral_value(ROUND_HALF_UP)) for minor, rate in drawn
    )
    halves = sum(minor * rate / 100 % 1 == Decimal("0.5") for minor, rate in drawn)
    entry = an_entry(*lines, a_line(Side.DEBIT, whole + off))

    expected = 0 if -halves <= off <= 0 else abs(off)
    assert balance_with_tax(entry, lists) == Money(expected, "GBP")


def test_half_a_penny_is_left_to_the_platform() -> None:
    """Where 5 % of 0.10 is rounded to is not documented, so both are sent, and nothing else is."""
    lists = Lists((ListItem(TAX, "RROUTPUT", "5%", rate=Decimal(5)),))
    sale = a_line(Side.CREDIT, 10, "5%")

    told = [
        balance_with_tax(an_entry(sale, a_line(Side.DEBIT, to)), lists) for to in (9, 10, 11, 12)
    ]

    assert told == [Money(minor, "GBP") for minor in (2, 0, 0, 1)]


def test_what_rules_may_tax_is_judged_when_they_did() -> None:
    """A rule of the book may put a code on lines that name none."""
    rule = CodingRule(Scope("Shopify"), TAX, "OUTPUT2")
    entry = an_entry(a_line(Side.CREDIT, 100000), a_line(Side.DEBIT, 120000))

    assert "differ by 200.00 GBP" in why_not_taken(entry, XERO)
    assert why_not_taken(entry, replace(XERO, coding_rules=CodingRules((rule,)))) == ""


@given(st.lists(st.tuples(AMOUNTS, st.sampled_from(["", NONE, VAT])), min_size=2, max_size=6))
def test_the_balance_says_how_amounts_go_with_tax(
    drawn: list[tuple[int, str]],
) -> None:
    """Without a code that taxes there is no tax; lines that balance have it in them."""
    lines = [a_line(Side.CREDIT, minor, tax) for minor, tax in drawn]
    whole = sum(minor for minor, _tax in drawn)
    balanced = [*lines, a_line(Side.DEBIT, whole)]
    taxed = any(tax == VAT for _minor, tax in drawn)

    assert amounts_by_balance(balanced) is (TaxOn.INCLUSIVE if taxed else TaxOn.NO_TAX)
    assert amounts_by_balance(lines) is (TaxOn.EXCLUSIVE if taxed else TaxOn.NO_TAX)
