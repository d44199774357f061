"""The sheet that people fill in and drop back into the thread: one row for each variant."""

from __future__ import annotations

import io
from collections.abc import Sequence

from blocks.kit import figures
from journal.amounts.reading import DecimalMark
from journal.entries.costs import Uncosted
from journal.incidents.incident import Case
from journal.tabular import CsvWriter

HEADINGS = ("SKU", "Title", "Sold", "Cost", "Currency")


def costs_sheet(case: Case, lacking: Sequence[Uncosted]) -> str:
    """Return the sheet as CSV. Where a comma is for cents, spreadsheets expect semicolons."""
    comma = figures.decimal_mark(case.book.locale) is DecimalMark.COMMA
    written = io.StringIO(newline="")
    writer = CsvWriter(written, ";" if comma else ",")
    writer.row(HEADINGS)
    for one in lacking:
        writer.row((one.sku, one.title, f"{one.sold.normalize():f}", "", one.currency))
    return f"\ufeff{written.getvalue()}"


def sheet_name(case: Case) -> str:
    """Return what the file is called: "costs-northwind-INC-7.csv"."""
    return f"costs-{case.book.slug}-{case.incident.number}.csv"
