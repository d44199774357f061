"""Mappings and unit costs written as CSV, fit to be read again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TextIO

from connectors.intake.columns import Column
from connectors.intake.journal_columns import TRACKED
from connectors.intake.table_columns import CODING, COSTS, MAPPING
from connectors.intake.table_rows import ANY_CHANNEL, CostRow, MappingRow
from journal.entries.coding import NOTHING
from journal.tabular import CsvWriter


def write_mapping(rows: Iterable[MappingRow], to: TextIO) -> None:
    """Write `rows` so that `read_mapping` gives them back. Open `to` with newline=""."""
    rows = [*rows]
    categories = dict.fromkeys(one for row in rows for one, _option in row.coding.tracking)
    is_coded = any(row.coding != NOTHING or row.kind for row in rows)
    tracking = tuple(Column(f"{TRACKED}{one}", f"Tracking: {one}") for one in categories)
    columns = (*MAPPING, *(CODING if is_coded else ()), *tracking)
    _write(to, columns, (_mapping_cells(row, columns) for row in rows))


def write_costs(rows: Iterable[CostRow], to: TextIO) -> None:
    """Write `rows` so that `read_costs` gives them back. Open `to` with newline=""."""
    cells = (
        (row.sales_channel, row.sku, str(row.cost.decimal), row.title, row.cost.currency)
        for row in rows
    )
    _write(to, COSTS, cells)


def _mapping_cells(row: MappingRow, columns: Sequence[Column]) -> tuple[str, ...]:
    coding = row.coding
    said = {
        "sales_channel": row.sales_channel or ANY_CHANNEL,
        "category": row.category,
        "account": row.account,
        "kind": row.kind,
        "class": coding.class_name,
        "location": coding.location,
        "tax": coding.tax,
        "name": coding.name,
    }
    said |= {f"{TRACKED}{category}": option for category, option in coding.tracking}
    return tuple(said.get(one.name, "") for one in columns)


def _write(to: TextIO, columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]]) -> None:
    writer = CsvWriter(to)
    writer.row(column.heading for column in columns)
    writer.rows(rows)
