"""What Zoho Books has against a journal, as the messages it answers."""

from collections.abc import Iterator, Mapping, Sequence

from sandbox.ledger.chart import Account
from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.zoho import answers
from sandbox.zoho.chart import CONTACTS_ONLY
from sandbox.zoho.choosing import against_choices
from sandbox.zoho.taxing import with_tax
from sandbox.zoho.things import Lists


def complaints(
    company: Company, accounts: Mapping[str, Account], lines: Sequence[Line]
) -> Sequence[str]:
    """Return what is wrong with the lines: accounts and choices first, then the balance."""
    lists = Lists.of(company)
    wrong = [said for line in lines for said in _against(accounts.get(line.account), line, lists)]
    taxes = {one.id: one for one in lists.taxes}
    if with_tax(lines, taxes, "debit") != with_tax(lines, taxes, "credit"):
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


def _against(account: Account | None, line: Line, lists: Lists) -> Iterator[str]:
    if account is None:
        yield answers.unknown("account", line.account)
    elif not account.active:
        yield answers.inactive("account", account.full_name)
    elif account.type in CONTACTS_ONLY and not line.own.get("customer_id"):
        yield answers.wants_a_contact(account.full_name)
    yield from against_choices(lists, line)
