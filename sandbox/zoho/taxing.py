"""The tax that journals carry: Zoho computes it and adds it, on the side of the line.

journals.yml of Zoho's OpenAPI documents: a line takes a `tax_id` and no amount of tax; a journal as
shown has `taxes`, each with its amount and side, beside `line_item_total`. Nothing there says that
amounts include the tax, as `is_inclusive_tax` does of invoices. How it is rounded is told nowhere.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.ledger.entries import Line, Side, total
from sandbox.zoho.things import Tax

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Added:
    """What one tax adds to a journal on one side."""

    tax: Tax
    side: Side
    amount: Decimal

    def drawn(self) -> dict[str, Any]:
        """Draw it as a journal shows its taxes."""
        return {
            "tax_name": self.tax.name,
            "tax_amount": self.amount,
            "debit_or_credit": self.side,
            "tax_account": True,
        }


def added(lines: Iterable[Line], taxes: Mapping[str, Tax]) -> list[Added]:
    """Return what is added for the lines, line by line; without tax nothing."""
    return [*_added(lines, taxes)]


def with_tax(lines: Iterable[Line], taxes: Mapping[str, Tax], side: Side) -> Decimal:
    """Return what one side comes to with its taxes."""
    kept = tuple(lines)
    more = (one.amount for one in added(kept, taxes) if one.side == side)
    return sum(more, total(kept, side))


def _added(lines: Iterable[Line], taxes: Mapping[str, Tax]) -> Iterator[Added]:
    for line in lines:
        tax = taxes.get(str(line.own.get("tax_id", "")))
        if tax is not None:
            amount = abs(line.amount) * tax.percentage / 100
            yield Added(tax, line.side, amount.quantize(_CENT, ROUND_HALF_UP))
