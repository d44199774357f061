"""Each platform's words for types of accounts, and which lines usually go there."""

import pytest

from connectors.quickbooks.wire import ACCOUNT_KINDS as QUICKBOOKS
from connectors.xero.books import ACCOUNT_KINDS as XERO
from connectors.zoho.wire import ACCOUNT_KINDS as ZOHO
from journal.books.book import Account
from journal.entries.account_kinds import AccountClass, class_of, is_usual
from journal.entries.entry import EntryKind, Side

C = AccountClass


@pytest.mark.parametrize(
    ("kinds", "stands"),
    [
        (("Income", "Other Income", "REVENUE", "SALES", "OTHERINCOME", "income"), C.INCOME),
        (("Cost of Goods Sold", "DIRECTCOSTS", "cost_of_goods_sold"), C.COST_OF_SALES),
        (("Expense", "Other Expense", "OVERHEADS", "other_expense"), C.EXPENSE),
        (("Other Current Liability", "CURRLIAB", "TERMLIAB", "long_term_liability"), C.LIABILITY),
        (("Bank", "Other Current Asset", "CURRENT", "INVENTORY", "bank", "Credit Card"), C.ASSET),
        (("Equity", "EQUITY"), C.EQUITY),
        (("Something of its own", ""), None),
    ],
)
def test_words_of_every_platform_are_understood(
    kinds: tuple[str, ...], stands: AccountClass | None
) -> None:
    """What is not understood is unknown, never guessed."""
    assert {class_of(kind) for kind in kinds} == {stands}


def test_every_kind_that_can_be_made_is_understood() -> None:
    """So that the likely one is chosen first."""
    assert all(class_of(kind.value) for kind in (*QUICKBOOKS, *XERO, *ZOHO))


@pytest.mark.parametrize(
    ("kind", "side", "usual"),
    [
        (EntryKind.SALES_SUMMARY, Side.CREDIT, {C.INCOME, C.LIABILITY}),
        (EntryKind.COST_OF_GOODS_SOLD, Side.DEBIT, {C.COST_OF_SALES, C.EXPENSE}),
        (EntryKind.DEPOSIT, Side.DEBIT, {C.ASSET, C.EXPENSE}),
        (EntryKind.OTHER, Side.CREDIT, {C.INCOME, C.LIABILITY}),
    ],
)
def test_lines_usually_go_to_accounts_of_their_kind(
    kind: EntryKind, side: Side, usual: set[AccountClass]
) -> None:
    """An account of a kind nobody knows is not put behind."""
    fitting = {one for one in C if is_usual(Account("1", "", kind=one.value), kind, side)}

    assert fitting == usual
    assert is_usual(Account("1", "", kind="Something of its own"), kind, side)
