"""The tax that Xero works out on the lines of a manual journal."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from sandbox.ledger.entries import Entry, Line

RATES: Final[Mapping[str, Decimal]] = {
    "OUTPUT2": Decimal("0.20"),
    "INPUT2": Decimal("0.20"),
    "OUTPUT": Decimal("0.10"),
    "INPUT": Decimal("0.10"),
}
"""Some of Xero's types of tax (appendix of TaxTypes); of every other one the rate is nought."""
_CENT: Final = Decimal("0.01")


def tax_of(line: Line, entry: Entry) -> Decimal:
    """Return the tax on a line: beside its amount, within it, or none, as the journal has it."""
    kind = entry.own.get("LineAmountTypes", "NoTax")
    rate = RATES.get(line.own.get("TaxType", ""), Decimal(0))
    if kind == "NoTax":
        return Decimal("0.00")
    tax = line.amount * rate if kind == "Exclusive" else line.amount - line.amount / (1 + rate)
    return tax.quantize(_CENT)


def tax_beside(entry: Entry) -> Decimal:
    """Return the sum of the tax that comes on top of the lines of a journal, debits positive."""
    if entry.own.get("LineAmountTypes") != "Exclusive":
        return Decimal(0)
    return sum((tax_of(line, entry) for line in entry.lines), Decimal(0))
