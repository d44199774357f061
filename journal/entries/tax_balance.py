"""Whether an entry balances with the tax that its platform adds, and whether it has it twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from journal.amounts.money import Money
from journal.books.lists import TAX, Lists
from journal.books.no_tax import says_no_tax
from journal.entries.coding import TaxOn
from journal.entries.entry import Line, NewEntry

_TAX_WORDS: Final = re.compile(
    r"\b(vat|gst|hst|pst|qst|sales tax|output tax|umsatzsteuer|ust|mwst|mehrwertsteuer|tva|iva"
    r"|btw)\b",
    re.IGNORECASE,
)


def amounts_by_balance(lines: Sequence[Line]) -> TaxOn:
    """Return how amounts and tax go together where nothing says it.

    Lines that balance as they stand have the tax in their amounts, or none at all; where they do
    not, the platform adds it, and whether they balance then is seen when the rates are known.
    """
    if not any(line.coding.tax and not says_no_tax(line.coding.tax) for line in lines):
        return TaxOn.NO_TAX
    balance = sum(line.side.sign * line.amount.minor for line in lines if line.amount)
    return TaxOn.EXCLUSIVE if balance else TaxOn.INCLUSIVE


def tax_of(line: Line, amounts: TaxOn, lists: Lists) -> int | None:
    """Return the tax of a line in the currency's smallest unit; None: its rate is not known.

    As platforms reckon it: for each line alone, a half rounded up.
    """
    if amounts is TaxOn.NO_TAX or not line.coding.tax:
        return 0
    if line.tax_amount is not None:
        return line.tax_amount.minor
    fits = lists.fitting(TAX, line.coding.tax)
    if not fits and says_no_tax(line.coding.tax):
        return 0
    if len(fits) != 1 or fits[0].rate is None or line.amount is None:
        return None
    return _rounded(line.amount.minor, fits[0].rate, amounts)


def taxes_of(entry: NewEntry, lists: Lists) -> Sequence[int] | None:
    """Return the tax of each line; None: the rate of one is not known."""
    taxes = [tax_of(line, entry.amounts, lists) for line in entry.lines]
    known = [one for one in taxes if one is not None]
    return known if len(known) == len(taxes) else None


def balance_with_tax(entry: NewEntry, lists: Lists) -> Money | None:
    """Return by how much debits and credits differ once the platform has added its tax.

    None: amounts are not exclusive of tax, or the rate of a line is not known.
    """
    taxes = taxes_of(entry, lists)
    if entry.amounts is not TaxOn.EXCLUSIVE or taxes is None:
        return None
    minor = sum(
        line.side.sign * (line.amount.minor + tax)
        for line, tax in zip(entry.lines, taxes, strict=True)
        if line.amount
    )
    return Money(abs(minor), entry.currency)


def line_of_tax(entry: NewEntry, lists: Lists) -> int | None:
    """Return the place, from 1, of a line that is the very tax which a code adds once more.

    None: there is none, or the rate of a line is not known.
    """
    taxes = taxes_of(entry, lists)
    if taxes is None or not any(taxes):
        return None
    added = abs(sum(line.side.sign * tax for line, tax in zip(entry.lines, taxes, strict=True)))
    slack = sum(map(bool, taxes))  # each line may have been rounded the other way
    for place, (line, tax) in enumerate(zip(entry.lines, taxes, strict=True), start=1):
        words = " ".join(filter(None, (line.account, line.category, line.description)))
        is_tax = not tax and _TAX_WORDS.search(words)
        if is_tax and line.amount and abs(line.amount.minor - added) <= slack:
            return place
    return None


def _rounded(minor: int, rate: Decimal, amounts: TaxOn) -> int:
    share = rate / (100 + rate) if amounts is TaxOn.INCLUSIVE else rate / 100
    return int((minor * share).to_integral_value(ROUND_HALF_UP))
