"""How amounts and tax may go together in one company of a platform."""

from __future__ import annotations

from collections.abc import Sequence, Set

from journal.books.lists import CompanyRules, Field
from journal.entries.carried import TAX_TWICE, TAX_UNSAID, Carried
from journal.entries.coding import TaxOn
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.entries.tax_twice import LineOfMany, place_of_tax
from journal.entries.taxed_by_code import taxed_otherwise

_AS_THEY_STAND = frozenset({TaxOn.NO_TAX})


def tax_on_held(carried: Carried, rules: CompanyRules) -> Set[TaxOn]:
    """Return how amounts may be given: as the platform can, where the company reckons tax."""
    return carried.tax_on if rules.reckons_tax else _AS_THEY_STAND


def tax_not_held(entry: ReadyEntry, carried: Carried, rules: CompanyRules) -> Failure | None:
    """Return what the platform would book otherwise than it is meant; None: nothing.

    Where each code comes to the tax of its rate, one of some percent can't stand on amounts that
    are said to have no tax. What is in an amount can't be told where the rate isn't known.
    """
    if carried.taxes_by_code and (otherwise := taxed_otherwise(entry.lines, entry.amounts)):
        return otherwise
    if not carried.obeys_codes or not rules.reckons_tax:
        return None
    if entry.amounts is TaxOn.NO_TAX and any(_rate(line) for line in entry.lines):
        return Failure(FailureReason.NOT_CARRIED, subject=TAX_UNSAID)
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


def _rate(line: ReadyLine) -> bool:
    code = line.coded_as(Field.TAX)
    return code is not None and code.rate != 0


def _unknown(lines: Sequence[ReadyLine]) -> tuple[str, ...]:
    codes = [line.coded_as(Field.TAX) for line in lines if line.tax_amount is None]
    return tuple(dict.fromkeys(code.name for code in codes if code and code.rate is None))
