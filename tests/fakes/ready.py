"""Entries ready for a ledger."""

from datetime import date
from decimal import Decimal

from journal.amounts.money import Money
from journal.entries.entry import Side
from journal.entries.posting import ReadyEntry, ReadyLine

JULY_7 = date(2026, 7, 7)
CHECKING, SALES = "35", "79"
"""Accounts that every company of the tests has, fake or imitated."""


def a_ready_entry(
    number: str = "JF-1",
    *,
    key: str | None = None,
    on: date = JULY_7,
    debit: str = "250.00",
    credit: str = "250.00",
    currency: str = "USD",
    debit_account: str = CHECKING,
    credit_account: str = SALES,
) -> ReadyEntry:
    """Return a sale paid into the bank; its key is made of the number unless given."""
    amounts = ((Side.DEBIT, debit, debit_account), (Side.CREDIT, credit, credit_account))
    return ReadyEntry(
        number=number,
        key=key or f"{number}-key-1",
        date=on,
        currency=currency,
        lines=tuple(
            ReadyLine(side, Money.of(Decimal(amount), currency), account, "Daily sales")
            for side, amount, account in amounts
        ),
        note=f"shopify S-{number} [{number}]",
    )
