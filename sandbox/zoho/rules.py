"""What Zoho Books has against a journal, as the messages it answers."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.zoho import answers
from sandbox.zoho.chart import CONTACTS_ONLY


def complaints(
    _company: Company, accounts: Mapping[str, Account], lines: Sequence[Line]
) -> Sequence[str]:
    """Return what is wrong with the lines: accounts first, then the balance."""
    wrong = [said for line in lines if (said := _against(accounts.get(line.account), line))]
    if sum((line.amount for line in lines), Decimal(0)):
        wrong.append(answers.UNBALANCED)
    return list(dict.fromkeys(wrong))


def final(old: Entry) -> Sequence[str]:
    """Return why a journal that is there can be changed by no app."""
    return [answers.MATCHED] if old.matched else []


def undecided(company: Company, entry: Entry) -> Sequence[str]:
    """Return why an approver has to decide before the journal may be published (guessed)."""
    if entry.state == "approved" or not (entry.state or company.own.get("approvals")):
        return []
    return [answers.UNDECIDED]


def locked(company: Company, entry: Entry) -> Sequence[str]:
    """Return why the entry's day takes no journals, drafts neither."""
    day = company.day("lock_date")
    return [answers.locked(day)] if day is not None and entry.date <= day else []


def _against(account: Account | None, line: Line) -> str:
    if account is None:
        return answers.unknown_account(line.account)
    if account.type in CONTACTS_ONLY:
        return answers.wants_a_contact(account.full_name)
    return "" if account.active else answers.inactive(account.full_name)
