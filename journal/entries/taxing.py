"""The tax of an entry as it is sent: with the codes that people's rules put on its lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Final

from journal.amounts.money import Money
from journal.books.lists import TAX, Field, Lists
from journal.entries.coding import Coded, TaxOn
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.entries.tax_balance import Taxed, difference_with_tax, is_half, rounded_tax

UNTAXED: Final = "untaxed"
"""The kind of a tax code (`ListItem.kind`) that a platform has for lines without tax."""


def with_untaxed(lines: Sequence[ReadyLine], amounts: TaxOn, lists: Lists) -> tuple[ReadyLine, ...]:
    """Return the lines of an entry with tax, those that name no code as without tax.

    Sent without a code, a line would get the one that its account has there.
    """
    code = next((one for one in lists.of(TAX) if one.kind == UNTAXED), None)
    is_taxed = amounts is not TaxOn.NO_TAX or any(line.coded_as(Field.TAX) for line in lines)
    if code is None or not is_taxed:
        return tuple(lines)
    beside = (Coded(TAX, code),)
    return tuple(
        line if line.coded_as(Field.TAX) else replace(line, coded=(*line.coded, *beside))
        for line in lines
    )


def tax_of(line: ReadyLine, amounts: TaxOn) -> Money:
    """Return the tax on a line, without a sign: beside its amount, or within it.

    What the caller worked out counts; a code whose rate is not known has none.
    """
    if line.tax_amount is not None and amounts is not TaxOn.NO_TAX:
        return line.tax_amount
    code = line.coded_as(Field.TAX)
    rate = (code.rate if code else None) or Decimal(0)
    return Money(rounded_tax(line.amount.minor, rate, amounts), line.amount.currency)


def difference(entry: ReadyEntry) -> Money | None:
    """Return by what debits and credits differ once the tax beside them is added; None: balanced.

    None too where that cannot be told: a rate is not known, or so many lines come to exactly half
    a cent of tax that they decide it, and which way those go is documented nowhere.
    """
    if entry.amounts is not TaxOn.EXCLUSIVE or any(map(_is_unknown, entry.lines)):
        return None
    minor = difference_with_tax(
        Taxed(
            line.side,
            line.amount.minor,
            tax_of(line, entry.amounts).minor,
            _is_half(line, entry.amounts),
        )
        for line in entry.lines
    )
    return Money(minor, entry.currency) if minor else None


def _is_half(line: ReadyLine, amounts: TaxOn) -> bool:
    code = line.coded_as(Field.TAX)
    if line.tax_amount is not None or code is None or code.rate is None:
        return False
    return is_half(line.amount.minor, code.rate, amounts)


def _is_unknown(line: ReadyLine) -> bool:
    code = line.coded_as(Field.TAX)
    return code is not None and code.rate is None and line.tax_amount is None
