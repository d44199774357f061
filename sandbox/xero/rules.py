"""What Xero has against a manual journal, as the messages it answers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line, total
from sandbox.xero import faults
from sandbox.xero.chart import takes_journals
from sandbox.xero.tax import tax_beside


def complaints(
    _company: Company, accounts: Mapping[str, Account], lines: Sequence[Line]
) -> Sequence[str]:
    """Return what is wrong with the lines: accounts first, then the balance."""
    wrong = []
    for line in lines:
        account = accounts.get(line.account)
        if account is None or not takes_journals(account):
            wrong.append(faults.bad_account(account.number if account else line.account))
    debits, credit = total(lines, "debit"), total(lines, "credit")
    if debits != credit:
        wrong.append(faults.unbalanced(debits, credit))
    return list(dict.fromkeys(wrong))


def unbalanced_by_tax(entry: Entry) -> Sequence[str]:
    """Return why a journal whose amounts are without tax does not balance once that is added."""
    tax = tax_beside(entry)
    return [faults.unbalanced(entry.debits + max(tax, Decimal(0)), entry.debits)] if tax else []


def final(old: Entry) -> Sequence[str]:
    """Return why a journal that is there can be changed by no app."""
    return [faults.NOT_MODIFIABLE] if old.matched else []


def locked(company: Company, entry: Entry) -> Sequence[str]:
    """Return why the entry's day takes no posted journals; a draft it takes."""
    if entry.is_draft:
        return []
    wrong = []
    period, year = company.day("period_lock_date"), company.day("year_lock_date")
    if period is not None and entry.date <= period and not company.own.get("adviser"):
        wrong.append(faults.period_locked(period))
    if year is not None and entry.date <= year:
        wrong.append(faults.year_locked(year))
    return wrong
