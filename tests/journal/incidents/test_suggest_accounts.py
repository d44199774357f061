"""Accounts are suggested by what others chose and by their names, and found as people type."""

from __future__ import annotations

import pytest

from handlers.edge.likeness import LIKENESS
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.entries.entry import EntryKind, Side
from journal.entries.placing import Known
from journal.incidents.gaps import Gap, Gaps, OtherBookMapping
from journal.incidents.suggest_accounts import (
    Suggestion,
    match_accounts,
    split_usual,
    suggest_accounts,
)
from tests.build import a_case

CHART = (
    Account("35", "Checking", "1000", "Bank"),
    Account("84", "Accounts Receivable", "1100", "Accounts Receivable", postable=False),
    Account("96", "Gift card liability", "2300", "Other Current Liability"),
    Account("97", "Tips payable", "2400", "Other Current Liability"),
    Account("79", "Sales", "4000", "Income"),
    Account("98", "Sales:Shopify sales", "4010", "Income"),
    Account("99", "Sales:Amazon sales", "4020", "Income", active=False),
    Account("60", "Business account", "1090", "BANK", postable=False),
    Account("103", "Payment processing fees", "6000", "Expense"),
)


def suggested(category: str, *elsewhere: OtherBookMapping, side: Side = Side.CREDIT) -> str | None:
    """Return the number of the account that is filled in for a category of Shopify."""
    found = suggestion(category, *elsewhere, side=side)
    return found.account.number if found else None


def suggestion(
    category: str, *elsewhere: OtherBookMapping, side: Side = Side.CREDIT
) -> Suggestion | None:
    """Return what is filled in for a category of Shopify."""
    gap = Gap(("Shopify", category), side, EntryKind.SALES_SUMMARY)
    gaps = Gaps(a_case(), Known(Platform.QUICKBOOKS, Chart(CHART), {}, {}), (gap,))
    return suggest_accounts(gaps, elsewhere, LIKENESS).get(gap.category)


@pytest.mark.parametrize(
    ("elsewhere", "why"),
    [
        ([OtherBookMapping(1, ("Amazon", "tips"), "79", "4000", "Sales")], "as for Amazon"),
        ([OtherBookMapping(2, ("Shopify", "Tips"), "9", "9", "Sales")], "as in another book"),
        ([], "by its name"),
    ],
)
def test_a_suggestion_says_where_it_comes_from(elsewhere: list[OtherBookMapping], why: str) -> None:
    """As it goes on after "Filled in"."""
    found = suggestion("Tips", *elsewhere)

    assert found is not None
    assert found.why == why


def test_another_channel_of_the_book_speaks_first() -> None:
    """What this book does for Amazon is the best guess, before any name."""
    amazon = OtherBookMapping(1, ("Amazon", "gift cards"), "79", "4000", "Sales")

    assert suggested("Gift cards", amazon) == "4000"


def test_another_book_speaks_by_the_name_of_its_account() -> None:
    """Its ids mean nothing here; a number alone may mean something else, so names have to agree."""
    named = OtherBookMapping(2, ("Shopify", "Vouchers"), "9", "9999", "Tips payable")
    numbered = OtherBookMapping(2, ("Shopify", "Vouchers"), "9", "2300", "Gift cards liability")
    strange = OtherBookMapping(2, ("Shopify", "Vouchers"), "9", "6000", "Owner's drawings")

    assert suggested("Vouchers", named) == "2400"
    assert suggested("Vouchers", numbered) == "2300"
    assert suggested("Vouchers", strange) is None


@pytest.mark.parametrize(
    ("category", "number"),
    [("Gift cards", "2300"), ("Tips", "2400"), ("Sales", "4010"), ("Surcharges", None)],
)
def test_the_nearest_name_is_filled_in_only_when_it_is_near(
    category: str, number: str | None
) -> None:
    """Wrong guesses cost more than empty fields."""
    assert suggested(category) == number


def test_no_name_is_near_enough_of_the_wrong_kind() -> None:
    """A credit of sales does not go to an account of fees."""
    assert suggested("Payment processing fees") is None
    assert suggested("Payment processing fees", side=Side.DEBIT) == "6000"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("40", "4000"),
        ("shop sal", "4010"),
        ("TIPS", "2400"),
        ("chekcing", "1000"),
        ("fee", "6000"),
    ],
)
def test_typing_finds_by_number_by_words_and_past_a_slip(typed: str, first: str) -> None:
    """The likeliest first."""
    assert match_accounts(CHART, typed, LIKENESS)[0].number == first


def test_nothing_is_offered_that_takes_no_entry() -> None:
    """Inactive, or not for entries, as what wants a customer on the line."""
    offered = {account.number for account in match_accounts(CHART, "", LIKENESS)}

    assert offered == {"1000", "2300", "2400", "4000", "4010", "6000"}
    assert match_accounts(CHART, "amazon", LIKENESS) == []


def test_usual_kinds_come_first_and_of_those_the_last_used() -> None:
    """For a credit of sales: income and liabilities."""
    gap = Gap(("Shopify", "Tips"), Side.CREDIT, EntryKind.SALES_SUMMARY)

    usual, others = split_usual(match_accounts(CHART, "", LIKENESS), gap, [CHART[3]])

    assert [one.number for one in usual] == ["2400", "2300", "4000", "4010"]
    assert [one.number for one in others] == ["1000", "6000"]
