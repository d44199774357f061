"""Whether an entry balances with the tax that its platform adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from journal.amounts.money import Money
from journal.books.lists import TAX, Lists
from journal.books.no_tax import says_no_tax
from journal.entries.coding import TaxOn
from journal.entries.entry import Line, NewEntry, Side


def amounts_by_balance(lines: Sequence[Line]) -> TaxOn:
    """Return how amounts and tax go together where nothing says it.

    Lines that balance as they stand have the tax in their amounts, or none at all; where they do
    not, the platform adds it, and whether they balance then is seen when the rates are known.
    """
    if not any(map(_is_taxed, lines)):
        return TaxOn.NO_TAX
    balance = sum(line.side.sign * line.amount.minor for line in lines if line.amount)
    return TaxOn.EXCLUSIVE if balance else TaxOn.INCLUSIVE


def _is_taxed(line: Line) -> bool:
    """Whether a line says that it is taxed: by a code, or by an amount of tax."""
    if line.tax_amount is not None and line.tax_amount.minor:
        return True
    return bool(line.coding.tax) and not says_no_tax(line.coding.tax)


def tax_of(line: Line, amounts: TaxOn, lists: Lists) -> int | None:
    """Return the tax of a line in the currency's smallest unit; None: its rate is not known.

    As platforms reckon it: for each line alone, a half rounded up.
    """
    if amounts is TaxOn.NO_TAX:
        return 0
    if line.tax_amount is not None:
        return line.tax_amount.minor
    if not line.coding.tax:
        return 0
    fits = lists.fitting(TAX, line.coding.tax)
    if not fits and says_no_tax(line.coding.tax):
        return 0
    if len(fits) != 1 or fits[0].rate is None or line.amount is None:
        return None
    return rounded_tax(line.amount.minor, fits[0].rate, amounts)


def taxes_of(entry: NewEntry, lists: Lists) -> Sequence[int] | None:
    """Return the tax of each line; None: the rate of one is not known."""
    taxes = [tax_of(line, entry.amounts, lists) for line in entry.lines]
    known = [one for one in taxes if one is not None]
    return known if len(known) == len(taxes) else None


def balance_with_tax(entry: NewEntry, lists: Lists) -> Money | None:
    """Return by how much debits and credits differ once the platform has added its tax.

    None: amounts are not exclusive of tax, or the rate of a line is not known. A difference that
    lines of exactly half a cent of tax can make is none: platforms may round those either way.
    """
    taxes = taxes_of(entry, lists)
    if entry.amounts is not TaxOn.EXCLUSIVE or taxes is None:
        return None
    minor = difference_with_tax(
        Taxed(line.side, line.amount.minor, tax, _is_half(line, entry.amounts, lists))
        for line, tax in zip(entry.lines, taxes, strict=True)
        if line.amount
    )
    return Money(minor, entry.currency)


def rounded_tax(minor: int, rate: Decimal, amounts: TaxOn) -> int:
    """Return the tax on an amount, both in minor units; `rate`: in percent. A half goes up.

    So Xero does, line by line ("Rounding in Xero",
    https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero).
    """
    return int(_exact(minor, rate, amounts).to_integral_value(ROUND_HALF_UP))


@dataclass(frozen=True, slots=True)
class Taxed:
    """A line with the tax beside its amount, in minor units; `is_half`: see `is_half`."""

    side: Side
    minor: int
    tax: int
    is_half: bool


def difference_with_tax(lines: Iterable[Taxed]) -> int:
    """Return by how many minor units debits and credits differ, tax added, without a sign.

    0 too where lines whose tax ends in half a minor unit can make the difference: it is counted
    up here, and a platform may leave it out.
    """
    lines = [*lines]
    minor = sum(line.side.sign * (line.minor + line.tax) for line in lines)
    halves = [line.side for line in lines if line.is_half]
    debits = sum(side is Side.DEBIT for side in halves)
    return 0 if debits - len(halves) <= minor <= debits else abs(minor)


def is_half(minor: int, rate: Decimal, amounts: TaxOn) -> bool:
    """Whether the tax on an amount ends in exactly half a minor unit."""
    return _exact(minor, rate, amounts) % 1 == Decimal("0.5")


def _is_half(line: Line, amounts: TaxOn, lists: Lists) -> bool:
    if not line.coding.tax or line.tax_amount is not None or line.amount is None:
        return False
    rates = [one.rate for one in lists.fitting(TAX, line.coding.tax) if one.rate]
    return any(is_half(line.amount.minor, rate, amounts) for rate in rates)


def _exact(minor: int, rate: Decimal, amounts: TaxOn) -> Decimal:
    if amounts is TaxOn.NO_TAX:
        return Decimal(0)
    return minor * (rate / (100 + rate) if amounts is TaxOn.INCLUSIVE else rate / 100)
