"""What stands behind the platforms' words for the types of accounts, and which a line wants."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from journal.books.book import Account
from journal.entries.entry import EntryKind, Side
from journal.entries.failure import AccountCause


class AccountClass(StrEnum):
    """Where an account stands in the books, whatever the platform calls its type."""

    COST_OF_SALES = "cost of sales"
    INCOME = "income"
    EXPENSE = "expense"
    LIABILITY = "liability"
    EQUITY = "equity"
    ASSET = "asset"


_C = AccountClass
_WORDS = (
    (_C.COST_OF_SALES, r"cost of (goods|sales)|direct ?costs?"),
    (_C.LIABILITY, r"liab|payable"),
    (_C.INCOME, r"income|revenue|sales"),
    (_C.EXPENSE, r"expense|overheads?|depreciat"),
    (_C.EQUITY, r"equity"),
    (_C.ASSET, r"asset|bank|cash|credit ?card|inventory|current|fixed|prepayment|receivable"),
)


def class_of(kind: str) -> AccountClass | None:
    """Return where an account of the platform's type `kind` stands; None for a word not known."""
    words = _plain(kind)
    return next((one for one, pattern in _WORDS if re.search(pattern, words)), None)


def is_usual(account: Account, kind: EntryKind, side: Side) -> bool:
    """Whether lines of this kind and side usually go to such an account."""
    usual = _USUAL.get((kind, side)) or _USUAL[EntryKind.SALES_SUMMARY, side]
    stands = class_of(account.kind)
    return stands is None or stands in usual


def why_not_postable(account: Account) -> AccountCause:
    """Return why journal entries may not touch an account, as far as its type and name tell.

    QuickBooks: "When you use Accounts Receivable, you must choose a customer in the Name field";
    Zoho Books wants a contact there, Tryton a party. Xero keeps manual journals out of its bank
    accounts and of Accounts Receivable and Payable (its help, "Manual journals").
    """
    words = _plain(f"{account.kind} {account.name}")
    if re.search(r"receivable|payable|debtor|creditor", words):
        return AccountCause.WANTS_PARTY
    return AccountCause.BANK if _plain(account.kind) == "bank" else AccountCause.NOT_FOR_JOURNALS


_USUAL: Mapping[tuple[EntryKind, Side], frozenset[AccountClass]] = {
    (EntryKind.SALES_SUMMARY, Side.CREDIT): frozenset({_C.INCOME, _C.LIABILITY}),
    # Discounts and refunds lessen the income.
    (EntryKind.SALES_SUMMARY, Side.DEBIT): frozenset({_C.ASSET, _C.EXPENSE, _C.INCOME}),
    (EntryKind.COST_OF_GOODS_SOLD, Side.DEBIT): frozenset({_C.COST_OF_SALES, _C.EXPENSE}),
    (EntryKind.COST_OF_GOODS_SOLD, Side.CREDIT): frozenset({_C.ASSET}),
    (EntryKind.DEPOSIT, Side.DEBIT): frozenset({_C.ASSET, _C.EXPENSE}),
    (EntryKind.DEPOSIT, Side.CREDIT): frozenset({_C.ASSET, _C.INCOME, _C.LIABILITY}),
}


def _plain(kind: str) -> str:
    return " ".join(re.split(r"[\W_]+", kind.casefold())).strip()
