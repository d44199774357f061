"""The tax that Xero works out on the lines of a manual journal.

On each line by itself, rounded to two places ("Rounding in Xero",
https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero). Where exactly half
a cent goes is not documented; it is rounded away from zero here.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sandbox.ledger.company import Company
from sandbox.ledger.entries import Entry, Line
from sandbox.xero.rates import rates_of

_CENT: Final = Decimal("0.01")
_HUNDRED: Final = Decimal(100)


def amounts_of(entry: Entry) -> str:
    """Return what its amounts are: NoTax, Exclusive, Inclusive."""
    return str(entry.own.get("LineAmountTypes", "NoTax"))


def tax_of(line: Line, entry: Entry, company: Company) -> Decimal:
    """Return the tax on a line: beside its amount, within it, or none, as the journal has it.

    An amount of tax that was sent counts instead of the one that is worked out.
    """
    amounts = amounts_of(entry)
    if amounts == "NoTax":
        return Decimal("0.00")
    if (sent := line.own.get("TaxAmount")) is not None:
        return Decimal(str(sent))
    rate = rates_of(company).get(line.own.get("TaxType", ""))
    share = rate.percent / _HUNDRED if rate else Decimal(0)
    amount = line.amount
    tax = amount * share if amounts == "Exclusive" else amount - amount / (1 + share)
    return tax.quantize(_CENT, ROUND_HALF_UP)


def gross_of(line: Line, entry: Entry, company: Company) -> Decimal:
    """Return what a line comes to with its tax, debits positive."""
    beside = amounts_of(entry) == "Exclusive"
    return line.amount + (tax_of(line, entry, company) if beside else Decimal(0))
