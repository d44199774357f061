"""The sheet that people fill in and drop back into the thread: one row for each variant."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from blocks.kit import figures
from journal.amounts.reading import DecimalMark
from journal.entries.costs import Uncosted
from journal.incidents.incident import Case

HEADINGS = ("SKU", "Title", "Sold", "Cost", "Currency")
_FORMULA_STARTS = tuple("=+-@")


def costs_sheet(case: Case, lacking: Sequence[Uncosted]) -> str:
    """Return the sheet as CSV. Where a comma is for cents, spreadsheets expect semicolons."""
    comma = figures.decimal_mark(case.book.locale) is DecimalMark.COMMA
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";" if comma else ",")
    writer.writerow(HEADINGS)
    for one in lacking:
        cells = (one.sku, one.title, f"{one.sold.normalize():f}", "", one.currency)
        writer.writerow([_guarded(cell) for cell in cells])
    return f"\ufeff{written.getvalue()}"


def sheet_name(case: Case) -> str:
    """Return what the file is called: "costs-northwind-INC-7.csv"."""
    return f"costs-{case.book.slug}-{case.incident.number}.csv"


def _guarded(cell: str) -> str:
    # A spreadsheet would run a product called "=..." as a formula; the apostrophe makes it text.
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell
