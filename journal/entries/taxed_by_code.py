"""What the tax codes of an entry come to, where the platform knows no other amount of tax."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from journal.amounts.money import Money
from journal.books.lists import Field
from journal.entries.carried import TAX_AMOUNT, TAX_UNSAID
from journal.entries.coding import TaxOn
from journal.entries.failure import Failure, FailureReason
from journal.entries.posting import ReadyLine
from journal.entries.tax_balance import rounded_tax


def taxed_otherwise(lines: Sequence[ReadyLine], amounts: TaxOn) -> Failure | None:
    """Return what such a platform would book otherwise than it is meant; None: nothing.

    Each code adds the tax of its rate there. So one of some percent is refused on amounts that
    are said to have no tax, and a stated amount of tax where the rate comes to another.
    """
    missing = [*dict.fromkeys(_wrong(lines, amounts))]
    if not missing:
        return None
    return Failure(FailureReason.NOT_CARRIED, subject=missing[0], details=tuple(missing[1:]))


def _wrong(lines: Sequence[ReadyLine], amounts: TaxOn) -> Iterator[str]:
    for line in lines:
        added = _added(line)
        if amounts is TaxOn.NO_TAX and (added is None or added.minor):
            yield TAX_UNSAID
        elif line.tax_amount is not None and line.tax_amount != added:
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
