"""Taxes that end in half a cent, which the entry was balanced with the other way."""

from __future__ import annotations

from collections.abc import Sequence

from journal.amounts.money import Money
from journal.books.lists import Field
from journal.entries.coding import TaxOn
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.entries.tax_balance import is_half, rounded_tax


def stated_taxes(entry: ReadyEntry) -> Sequence[Money | None]:
    """Return the tax to be stated for each line; None: QuickBooks works it out from the code.

    Stated is what the caller worked out, and half a cent that has to be rounded down for debits
    and credits to be equal: which way QuickBooks rounds it is not documented.
    """
    stated = [line.tax_amount for line in entry.lines]
    off = _difference(entry)
    if not off:
        return stated
    step = 1 if off > 0 else -1
    for place, line in enumerate(entry.lines):
        if off and line.side.sign == step and _is_half(line):
            stated[place] = Money(_tax(line) - 1, entry.currency)
            off -= step
    return [line.tax_amount for line in entry.lines] if off else stated


def _difference(entry: ReadyEntry) -> int:
    """Return debits less credits with their tax, a half rounded up; 0 where a rate is open."""
    if entry.amounts is not TaxOn.EXCLUSIVE or any(map(_is_open, entry.lines)):
        return 0
    return sum(line.side.sign * (line.amount.minor + _tax(line)) for line in entry.lines)


def _is_open(line: ReadyLine) -> bool:
    code = line.coded_as(Field.TAX)
    return line.tax_amount is None and code is not None and code.rate is None


def _tax(line: ReadyLine) -> int:
    code = line.coded_as(Field.TAX)
    if line.tax_amount is not None:
        return line.tax_amount.minor
    if code is None or code.rate is None:
        return 0
    return rounded_tax(line.amount.minor, code.rate, TaxOn.EXCLUSIVE)


def _is_half(line: ReadyLine) -> bool:
    code = line.coded_as(Field.TAX)
    if line.tax_amount is not None or code is None or code.rate is None:
        return False
    return is_half(line.amount.minor, code.rate, TaxOn.EXCLUSIVE)
