"""What a company refuses in an entry, in the order it looks."""

from collections.abc import Mapping, Sequence
from typing import Final

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line, total
from sandbox.quickbooks import faults
from sandbox.quickbooks.faults import FaultError

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


def complaints(
    _company: Company, accounts: Mapping[str, Account], lines: Sequence[Line]
) -> Sequence[str]:
    """Return what is wrong with the lines, as QuickBooks tells a person."""
    try:
        check_lines(lines, accounts)
    except FaultError as refused:
        return [refused.fault.detail]
    return []


def check_lines(lines: Sequence[Line], accounts: Mapping[str, Account]) -> None:
    """Check the accounts of an entry, then its balance. Raises FaultError: 2500, 610 or 6000."""
    for line in lines:
        _check_account(line, accounts.get(line.account))
    debits, credit = total(lines, "debit"), total(lines, "credit")
    if debits != credit or len({line.side for line in lines}) < 2:
        raise FaultError(faults.unbalanced(debits, credit))


def check_open(entry: Entry, company: Company) -> None:
    """Refuse (6210) a date on or before the day the books are closed to."""
    close_date = company.day("close_date")
    if close_date is not None and entry.date <= close_date:
        raise FaultError(faults.books_closed())


def check_currency(currency: str, company: Company) -> None:
    """Refuse (6000) a currency that is not the company's, or that does not exist."""
    if currency == company.currency:
        return
    if not company.own.get("multicurrency"):
        detail = f"Multicurrency must be turned on to use the currency {currency}."
        raise FaultError(faults.business(detail))
    if not (len(currency) == 3 and currency.isalpha() and currency.isupper()):
        raise FaultError(faults.business(f"Invalid currency {currency}."))


def _check_account(line: Line, account: Account | None) -> None:
    if account is None:
        raise FaultError(faults.unknown_account(line.account))
    if not account.active:
        raise FaultError(faults.inactive_account())
    party, words = PARTIES.get(account.type, (None, ""))
    if party is not None and line.own.get("Entity", {}).get("Type") != party:
        raise FaultError(faults.business(words))
