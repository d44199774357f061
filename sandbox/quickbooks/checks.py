"""What a company refuses in an entry, in the order it looks."""

from collections.abc import Mapping, Sequence

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line, total
from sandbox.quickbooks import faults
from sandbox.quickbooks.coding import check_coding
from sandbox.quickbooks.company import reckons_tax, switch
from sandbox.quickbooks.faults import FaultError
from sandbox.quickbooks.taxing import totals
from sandbox.quickbooks.things import Lists


def complaints(
    company: Company, accounts: Mapping[str, Account], lines: Sequence[Line]
) -> Sequence[str]:
    """Return what is wrong with the lines, as QuickBooks tells a person."""
    try:
        check_lines(lines, accounts, company, Lists.of(company))
    except FaultError as refused:
        return [refused.fault.detail]
    return []


def check_lines(
    lines: Sequence[Line], accounts: Mapping[str, Account], company: Company, lists: Lists
) -> None:
    """Check the lines of an entry, then its balance. Raises FaultError: 2500, 610, 2020 or 6000."""
    for line in lines:
        account = _known(line, accounts.get(line.account))
        check_coding(line, account, company, lists)
    if reckons_tax(company):
        debits, credit = totals(lines, lists)
    else:
        debits, credit = total(lines, "debit"), total(lines, "credit")
    if debits != credit or len({line.side for line in lines}) < 2:
        raise FaultError(faults.unbalanced(debits, credit))


def check_open(entry: Entry, company: Company) -> None:
    """Refuse (6210) a date on or before the day the books are closed to."""
    close_date = company.day("close_date")
    if close_date is not None and entry.date <= close_date:
        raise FaultError(faults.books_closed())


def check_currency(currency: str, company: Company, lists: Lists) -> None:
    """Refuse (6000) a currency that is not the company's, or that it does not use."""
    if currency == company.currency:
        return
    if not switch(company, "multicurrency"):
        detail = f"Multicurrency must be turned on to use the currency {currency}."
        raise FaultError(faults.business(detail))
    used = {one.name for one in lists.currencies if one.active}
    is_code = len(currency) == 3 and currency.isalpha() and currency.isupper()
    if not is_code or (used and currency not in used):
        raise FaultError(faults.business(f"Invalid currency {currency}."))


def _known(line: Line, account: Account | None) -> Account:
    if account is None:
        raise FaultError(faults.unknown_account(line.account))
    if not account.active:
        raise FaultError(faults.inactive_account())
    return account
