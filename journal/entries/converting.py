"""An entry in another currency as a platform gets it whose journals know only the company's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from journal.amounts.money import Money
from journal.books.book import Account
from journal.books.rates import convert
from journal.entries.entry import Side
from journal.entries.posting import ReadyEntry, ReadyLine
from journal.entries.wording import cut

ROUNDING = "Rounding difference of the conversion"


def converted(
    entry: ReadyEntry, rate: Decimal, home: str, rounding: Account, most: int
) -> ReadyEntry:
    """Return `entry` in the currency `home`, its original amounts in the descriptions.

    Each line is rounded alone, a half up; what that leaves between debits and credits goes to the
    account `rounding` on a line of its own. `most`: characters of a description.
    """
    lines = [_line(line, rate, home, most) for line in entry.lines]
    return replace(
        entry,
        currency=home,
        lines=(*lines, *_difference(lines, home, rounding)),
        rate=None,
    )


def _line(line: ReadyLine, rate: Decimal, home: str, most: int) -> ReadyLine:
    said = f"({line.amount} at {rate})"
    words = cut(line.description, most - len(said) - 1)
    tax = line.tax_amount
    return replace(
        line,
        amount=convert(line.amount, rate, home),
        description=f"{words} {said}".strip(),
        tax_amount=None if tax is None else convert(tax, rate, home),
    )


def _difference(lines: Sequence[ReadyLine], home: str, rounding: Account) -> Sequence[ReadyLine]:
    off = sum(line.side.sign * line.amount.minor for line in lines)
    if not off:
        return ()
    side = Side.CREDIT if off > 0 else Side.DEBIT
    return (ReadyLine(side, Money(abs(off), home), rounding.external_id, ROUNDING),)
