"""Amounts in the cells of a row: text as people write it, or a workbook's own number."""

from __future__ import annotations

from connectors.intake.rows import Row
from journal.amounts.money import Money
from journal.amounts.reading import DecimalMark, read_amount


def amount_in(row: Row, column: str, currency: str, mark: DecimalMark) -> Money | None:
    """Return the amount in `column` of `row`; None: the cell is empty.

    `mark` is how the file writes amounts. A workbook's number needs none.

    Raises:
        BadInput: not an amount, of another currency, or of more places than it has.
    """
    if not (text := row[column]):
        return None
    return read_amount(text, currency, DecimalMark.POINT if column in row.figures else mark)
