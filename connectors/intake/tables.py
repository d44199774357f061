"""Mappings and unit costs as CSV, read with the same patience as entries."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from connectors.intake.columns import Column, Match, match_headings
from connectors.intake.conventions import Conventions, Survey
from connectors.intake.detect import find_table, judge_of, open_file
from connectors.intake.figures import amount_in
from connectors.intake.journal_columns import TRACKED, tracked
from connectors.intake.result import Fault, IntakeOptions
from connectors.intake.rows import Row, Table
from connectors.intake.table_columns import CODING, COSTS, MAPPING
from connectors.intake.table_rows import ANY_CHANNEL, CostRow, MappingRow
from journal.amounts.money import currency_code
from journal.books.sales_channels import proper_name
from journal.entries.coding import NOTHING, Coding
from journal.errors import BadInput
from journal.quoting import quoted

Of = TypeVar("Of", MappingRow, CostRow)


def read_mapping(path: Path) -> Iterator[MappingRow | Fault]:
    """Read a table of sales channel, category, account, and what lines carry beside it.

    Further columns are passed over.

    Raises:
        BadInput: the file as a whole cannot be read.
    """
    table = replace(find_table(open_file(path), _judge_mapping).table, is_guarded=True)
    return _rows_of(table, _mapping_row, _key_of_mapping)


def read_costs(path: Path, options: IntakeOptions) -> Iterator[CostRow | Fault]:
    """Read a table of sales channel, SKU, unit cost and, if there, title and currency.

    Raises:
        BadInput: the file as a whole cannot be read, or leaves the decimal mark open.
    """
    table = _open(path, "a cost table", COSTS)
    # Nobody can tell from the number itself if a piece costs 1.23 or 1,234.
    survey = Survey(options.currency, is_wary=True)
    for row in table.rows():
        survey.see(row, (), ("cost",))
    conventions, _ = survey.settle(options)
    return _rows_of(
        table,
        lambda row: _cost_row(row, options.currency, conventions),
        lambda row: (row.sales_channel, row.sku),
    )


def _open(path: Path, label: str, columns: tuple[Column, ...]) -> Table:
    table = find_table(open_file(path), judge_of(label, columns)).table
    return replace(table, is_guarded=True)


def _rows_of(
    table: Table, read: Callable[[Row], Of], key_of: Callable[[Of], tuple[str, ...]]
) -> Iterator[Of | Fault]:
    seen: dict[tuple[str, ...], int] = {}
    for row in table.rows():
        try:
            found = _read(row, read)
            key = key_of(found)
            if key in seen:
                raise BadInput(  # noqa: TRY301  told like all that is wrong with a row
                    f"{quoted(key[1])} of {key[0]} stands on line {seen[key]} already; keep one"
                )
        except BadInput as error:
            yield Fault(row.lines, str(error), bytes_read=row.bytes_read)
        else:
            seen[key] = row.lines.first
            yield found


def _read(row: Row, read: Callable[[Row], Of]) -> Of:
    if row.problem:
        raise BadInput(row.problem)
    return read(row)


def _mapping_row(row: Row) -> MappingRow:
    channel = _needed(row, "sales_channel", "the sales channel")
    coding = _coding_of(row)
    account = row["account"]
    return MappingRow(
        "" if channel == ANY_CHANNEL else proper_name(channel),
        _needed(row, "category", "the category"),
        account if coding != NOTHING else _needed(row, "account", "the account"),
        coding,
        row["kind"].strip(),
    )


def _coding_of(row: Row) -> Coding:
    coding = Coding(
        class_name=row["class"],
        location=row["location"],
        tracking=tuple(
            (column.removeprefix(TRACKED), option)
            for column, option in row.cells.items()
            if column.startswith(TRACKED) and option
        ),
        tax=row["tax"],
        name=row["name"],
    )
    return NOTHING if coding == NOTHING else coding


def _judge_mapping(texts: Sequence[str]) -> Match:
    tracking = tuple(column for text in texts if (column := tracked(text)) is not None)
    return match_headings(texts, "a mapping table", (*MAPPING, *CODING, *tracking))


def _key_of_mapping(row: MappingRow) -> tuple[str, ...]:
    account = row.account if row.is_default else ""
    return row.sales_channel, row.category, row.kind, account


def _cost_row(row: Row, currency: str, conventions: Conventions) -> CostRow:
    currency = currency_code(row["currency"] or currency)
    sku = _needed(row, "sku", "the SKU")
    cost = amount_in(row, "cost", currency, conventions.decimals)
    if cost is None or cost.minor < 0:
        raise BadInput(f"the cost of {quoted(sku)} is {'missing' if cost is None else 'negative'}")
    channel = proper_name(_needed(row, "sales_channel", "the sales channel"))
    return CostRow(channel, sku, cost, row["title"])


def _needed(row: Row, column: str, what: str) -> str:
    if text := row[column]:
        return text
    raise BadInput(f"{what} is missing")
