"""How amounts and tax may go together in one company of a platform."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

from journal.amounts.money import Money
from journal.books.lists import CompanyRules, Field
from journal.entries.carried import TAX_AMOUNT, TAX_TWICE, TAX_UNSAID, Carried
from journal.entries.coding import TaxOn
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.entries.tax_balance import rounded_tax
from journal.entries.tax_twice import LineOfMany, place_of_tax

_AS_THEY_STAND = frozenset({TaxOn.NO_TAX})


def tax_on_held(carried: Carried, rules: CompanyRules) -> Set[TaxOn]:
    """Return how amounts may be given: as the platform can, where the company reckons tax."""
    return carried.tax_on if rules.reckons_tax else _AS_THEY_STAND


def tax_not_held(entry: ReadyEntry, carried: Carried, rules: CompanyRules) -> Failure | None:
    """Return what the platform would book otherwise than it is meant; None: nothing.

    Where each code comes to the tax of its rate, one of some percent can't stand on amounts that
    are said to have no tax, and where none may be stated, no other amount of it. What is in an
    amount can't be told where the rate isn't known.
    """
    if not carried.taxes_by_code or not rules.reckons_tax:
        return None
    if wrong := [*dict.fromkeys(_otherwise(entry, carried))]:
        return Failure(FailureReason.NOT_CARRIED, subject=wrong[0], details=tuple(wrong[1:]))
    if entry.amounts is TaxOn.INCLUSIVE and (codes := _unknown(entry.lines)):
        return Failure(FailureReason.NOT_CARRIED, subject="amounts", details=codes)
    return None


def tax_held_twice(
    entry: ReadyEntry, accounts: Sequence[str], carried: Carried, rules: CompanyRules
) -> Failure | None:
    """Return that a line of the entry is the tax which codes come to again; None: no line is.

    `accounts`: what the account of each line is called. Where codes change no amount, the tax has
    to be a line.
    """
    reckons = rules.reckons_tax and carried.tax_on != _AS_THEY_STAND
    if entry.amounts is TaxOn.NO_TAX or not reckons:
        return None
    lines = [_looked_at(*one) for one in zip(entry.lines, accounts, strict=True)]
    place = place_of_tax(lines)
    if place is None:
        return None
    return Failure(FailureReason.NOT_CARRIED, subject=TAX_TWICE, details=(accounts[place - 1],))


def _looked_at(line: ReadyLine, account: str) -> LineOfMany:
    code = line.coded_as(Field.TAX)
    tax = line.tax_amount.minor if line.tax_amount else None
    rate = code.rate if code else None
    return LineOfMany(account, line.description, line.side, line.amount.minor, rate, tax)


def _otherwise(entry: ReadyEntry, carried: Carried) -> Iterator[str]:
    for line in entry.lines:
        added = _added(line)
        if entry.amounts is TaxOn.NO_TAX and (added is None or added.minor):
            yield TAX_UNSAID
        elif not carried.states_tax and line.tax_amount not in (None, added):
            yield TAX_AMOUNT


def _added(line: ReadyLine) -> Money | None:
    """Return what a line's code adds to its amount; None: its rate is not known."""
    code = line.coded_as(Field.TAX)
    if code is None:
        return Money(0, line.amount.currency)
    if code.rate is None:
        return None
    added = rounded_tax(line.amount.minor, code.rate, TaxOn.EXCLUSIVE)
    return Money(added, line.amount.currency)


def _unknown(lines: Sequence[ReadyLine]) -> tuple[str, ...]:
    codes = [line.coded_as(Field.TAX) for line in lines if line.tax_amount is None]
    return tuple(dict.fromkeys(code.name for code in codes if code and code.rate is None))
