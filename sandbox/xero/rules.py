"""What Xero has against a manual journal, as the messages it answers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.xero import faults
from sandbox.xero.chart import takes_journals
from sandbox.xero.tax import gross_of


def complaints(
    _company: Company, accounts: Mapping[str, Account], lines: Sequence[Line]
) -> Sequence[str]:
    """Return what is wrong with the accounts of the lines."""
    wrong = []
    for line in lines:
        account = accounts.get(line.account)
        if account is None or not takes_journals(account):
            wrong.append(faults.bad_account(account.number if account else line.account))
    return list(dict.fromkeys(wrong))


def unbalanced(company: Company, _accounts: Mapping[str, Account], entry: Entry) -> Sequence[str]:
    """Return why debits and credits differ, each with the tax that Xero adds to it."""
    gross = [gross_of(line, entry, company) for line in entry.lines]
    debits = sum((one for one in gross if one > 0), Decimal(0))
    credit = -sum((one for one in gross if one < 0), Decimal(0))
    return [faults.unbalanced(debits, credit)] if debits != credit else []


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
