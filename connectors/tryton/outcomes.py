"""How one writing ended, what a refusal is about, and what a person is told of a success."""

from __future__ import annotations

from decimal import Decimal

from connectors.subjects import with_subject
from journal.amounts.money import Money
from journal.books.lists import TAX, ListItem
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import LedgerEntry, ReadyEntry, Refused

_R = FailureReason


def foreign(entry: ReadyEntry) -> Refused:
    """Return the refusal of an entry in a currency that Tryton does not have."""
    words = f"Tryton has no currency {entry.currency} that is in use"
    return Refused(Failure(_R.CURRENCY, subject=entry.currency, words=words))


def no_rate(entry: ReadyEntry) -> Refused:
    """Return the refusal of an entry that nobody has said a rate for."""
    words = (
        f"Moves are kept in the company's currency, and nobody has said a rate for {entry.currency}"
    )
    return Refused(Failure(_R.RATE_MISSING, subject=entry.currency, words=words))


def no_exchange_account(entry: ReadyEntry, left: Money) -> Refused:
    """Return the refusal of a conversion whose rounding has no account to go to."""
    amount = Money(abs(left.minor), left.currency)
    words = (
        f"Converting {entry.number} leaves {amount} of rounding, and Tryton names no account for"
        " it. Choose the accounts for currency exchange under Financial, Configuration, and retry."
    )
    return Refused(Failure(_R.VALIDATION_OTHER, words=words))


def no_such_tax(item: ListItem) -> Refused:
    """Return the refusal of a tax that was deleted since the lists were read."""
    words = f"Tryton has no tax {item.name} any more"
    failure = Failure(_R.TAX_MISSING, TAX.key, (item.name,), words=words, http_status=200)
    return Refused(failure)


def no_simple_tax(item: ListItem) -> Refused:
    """Return the refusal of a tax whose share in a move cannot be told."""
    words = (
        f"{item.name} is not one percentage of sales or of purchases in Tryton, so what a move"
        " reports of it can't be told"
    )
    return Refused(Failure(_R.NOT_CARRIED, subject=TAX.key, details=(item.name,), words=words))


def tax_is_off(item: ListItem, expected: Decimal, there: Decimal) -> Refused:
    """Return the refusal of an entry whose lines of tax are not what its tax code comes to."""
    words = (
        f"{item.name} comes to {expected:.2f}, and its own lines come to {there:.2f}. Tryton adds"
        " no tax to a move: hand it in as a line with that tax code, on the account of the tax."
    )
    return Refused(Failure(_R.NOT_CARRIED, subject="amounts", words=words))


def rounded(amount: Money, account: str) -> str:
    """Return what a person is told of a line of rounding."""
    return f"Converting it left {amount} of rounding, which is on {account}."


def no_period(entry: ReadyEntry) -> Refused:
    """Return the refusal of a day for which no fiscal year has been opened."""
    words = f"There is no period for {entry.date.isoformat()} in Tryton"
    return Refused(with_subject(Failure(_R.PERIOD_CLOSED, words=words), entry))


def differs(entry: ReadyEntry) -> Refused:
    """Return the refusal to post a draft that says something else than `entry`."""
    words = (
        f"There is a draft with the number {entry.number} in Tryton, with another day or other"
        " lines. Post it there, or delete it, and try again."
    )
    return Refused(Failure(_R.MATCHED_OR_EDITED, subject=entry.number, words=words))


def stays(there: LedgerEntry) -> Refused:
    """Return the refusal to change what is posted, which Tryton does for nobody."""
    words = (
        f"Tryton lets nobody change a posted move. Cancel move {there.ledger_id} in Tryton, which"
        " books its opposite, and post this entry again."
    )
    return Refused(Failure(_R.VALIDATION_OTHER, words=words))
