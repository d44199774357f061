"""What a company refuses in an entry, in the order it looks."""

from collections.abc import Mapping
from typing import Final

from sandbox.quickbooks import faults
from sandbox.quickbooks.chart import Account
from sandbox.quickbooks.company import Company
from sandbox.quickbooks.entries import Entry, Line
from sandbox.quickbooks.faults import RefusedError

# Account type -> who must stand in the line's Name field, and QuickBooks' words for it.
PARTIES: Final = {
    "Accounts Receivable": (
        "Customer",
        "When you use Accounts Receivable, you must choose a customer in the Name field.",
    ),
    "Accounts Payable": (
        "Vendor",
        "When you use Accounts Payable, you must choose a vendor in the Name field.",
    ),
}


def check_entry(entry: Entry, company: Company, accounts: Mapping[str, Account]) -> None:
    """Check what the entry says by itself and of its accounts.

    Raises:
        RefusedError: 2500, 610 or 6000.
    """
    for line in entry.lines:
        _check_account(line, accounts.get(line.account))
    _check_balance(entry)
    _check_currency(entry.currency, company)


def check_open(entry: Entry, company: Company) -> None:
    """Refuse (6210) a date on or before the day the books are closed to."""
    if company.close_date is not None and entry.date <= company.close_date:
        raise RefusedError(faults.books_closed())


def _check_account(line: Line, account: Account | None) -> None:
    if account is None:
        raise RefusedError(faults.unknown_account(line.account))
    if not account.active:
        raise RefusedError(faults.inactive_account())
    party, words = PARTIES.get(account.type, (None, ""))
    if party is not None and line.refs.get("Entity", {}).get("Type") != party:
        raise RefusedError(faults.business(words))


def _check_balance(entry: Entry) -> None:
    if any(line.amount < 0 for line in entry.lines):
        raise RefusedError(faults.business("An amount must not be negative."))
    debits, credit = entry.total("Debit"), entry.total("Credit")
    sides = {line.side for line in entry.lines}
    if debits != credit or len(sides) < 2:
        raise RefusedError(faults.unbalanced(debits, credit))


def _check_currency(currency: str, company: Company) -> None:
    if currency == company.currency:
        return
    if not company.multicurrency:
        detail = f"Multicurrency must be turned on to use the currency {currency}."
        raise RefusedError(faults.business(detail))
    if not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        raise RefusedError(faults.business(f"Invalid currency {currency}."))
