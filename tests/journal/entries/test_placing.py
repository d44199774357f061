"""Where a line goes: what people said of a name counts, and each lack has its own cause."""

import pytest

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.entries.entry import Line, Side
from journal.entries.failure import AccountCause, Failure, FailureReason
from journal.entries.mapping import prepare
from journal.entries.placing import (
    Known,
    Lack,
    account_named,
    account_of,
    place_of,
    settled,
    shown_account,
)
from journal.entries.posting import LedgerLine
from tests.build import an_entry, some_content

C = AccountCause
SALES = Account("79", "Sales", "4000", "Income")
TIPS = Account("80", "Tips", "2400", "Liability")
OLD = Account("81", "Old sales", "4900", "Income", active=False)
OWED = Account("84", "Receivables", "1100", "Accounts Receivable", postable=False)
BANK = Account("35", "Checking", "1000", "BANK", postable=False)
KEPT = Account("36", "Rounding", "8000", "EXPENSE", postable=False)
FEES, MORE = Account("90", "Other:Fees"), Account("91", "Costs:Fees")
CHART = Chart((SALES, TIPS, OLD, OWED, BANK, KEPT, FEES, MORE))
TEN = Money(1000, "USD")


def known(**aliases: str) -> Known:
    """A book with these names of accounts; Gift cards are mapped to sales."""
    return Known(Platform.QUICKBOOKS, CHART, {("Shopify", "Gifts"): "79"}, {}, aliases=aliases)


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("Amazon sales", C.MISSING),
        ("Fees", C.AMBIGUOUS),
        ("4900", C.INACTIVE),
        ("1100", C.WANTS_PARTY),
        ("Checking", C.BANK),
        ("Rounding", C.NOT_FOR_JOURNALS),
        ("79", C.MISSING),
    ],
)
def test_each_lack_says_why(name: str, cause: AccountCause) -> None:
    """Not in the chart, in it twice, inactive, or closed to journals for a reason of its kind."""
    place = account_named(name, known())

    assert isinstance(place, Lack)
    assert place.cause is cause


def test_what_people_said_of_a_name_counts_before_the_chart() -> None:
    """An account that got that name or number later changes nothing of what was decided."""
    book = known(**{"amazon sales": "80", "4000": "80", "old sales": "79"})

    for name in ("Amazon  SALES", "4000"):
        assert account_named(name, book) is TIPS
    assert account_named("Old sales", book) is SALES
    assert account_named("Sales", book) is SALES


def test_a_mapping_leads_to_the_account_itself() -> None:
    """Renumbered and renamed it is the same; another that has the old number now is not meant."""
    moved = Chart((Account("79", "Web sales", "4001"), Account("99", "Sales", "4000")))
    book = Known(Platform.QUICKBOOKS, moved, {("Shopify", "Gifts"): "79"}, {})

    assert account_of(("Shopify", "Gifts"), book) is moved.accounts[0]


def test_lines_are_placed_by_account_or_category() -> None:
    """One names the account, one its id, one a category, and one a category nobody mapped."""
    lines = [Line(Side.DEBIT, TEN, account=one) for one in ("4000", "id:79")]
    mapped, unmapped = (Line(Side.DEBIT, TEN, category=one) for one in ("Gifts", "Tips"))

    assert [place_of(one, "Shopify", known()) for one in (*lines, mapped)] == [SALES] * 3
    assert place_of(unmapped, "Shopify", known()) == Lack("Tips")


def test_all_missing_names_are_told_before_other_causes() -> None:
    """Named once each, found here, so the platform was not asked and has no words on it."""
    named = ("Amazon fees", "4900", "amazon  FEES", "Amazon tax", "4000")
    lines = tuple(Line(Side.DEBIT, TEN, account=one) for one in named)

    failure = prepare(an_entry(content=some_content(lines=lines)), known()).sendable

    assert isinstance(failure, Failure)
    assert (failure.reason, failure.cause) == (FailureReason.ACCOUNT_INVALID, C.MISSING)
    assert (failure.subject, failure.details) == ("Amazon fees", ("Amazon tax",))
    assert (failure.http_status, failure.words) == (None, "")


@pytest.mark.parametrize(
    ("text", "account"),
    [("79", SALES), ("4000", SALES), ("sales", SALES), ("Fees", None), ("nothing", None)],
)
def test_what_an_earlier_release_kept_is_settled_if_clear(
    text: str, account: Account | None
) -> None:
    """It may be an id, a number or a name."""
    assert settled(text, CHART) is account


def test_an_old_text_both_id_and_number_is_asked_about() -> None:
    """Nobody knows which of both was meant then."""
    chart = Chart((Account("106", "Store", "79"), SALES))

    assert settled("79", chart) is None
    book = Known(Platform.QUICKBOOKS, chart, {}, {}, unsettled={("Shopify", "Gifts"): "Store 79"})
    place = account_of(("Shopify", "Gifts"), book)
    assert isinstance(place, Lack)
    assert place.cause is C.MISSING


def test_a_ledger_line_is_known_by_its_account_id() -> None:
    """By name only where there is no id, and by an id that stands where a name should."""
    by_id = LedgerLine(Side.DEBIT, TEN, "Tips", "79")

    assert shown_account(by_id, CHART) is SALES
    assert shown_account(LedgerLine(Side.DEBIT, TEN, "Tips"), CHART) is TIPS
    assert shown_account(LedgerLine(Side.DEBIT, TEN, "80"), CHART) is TIPS
    assert shown_account(LedgerLine(Side.DEBIT, TEN, "Fees"), CHART) is None
