"""Mappings and unit costs as CSV, read with the same patience as entries, and written."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TextIO, TypeVar

from connectors.intake.columns import Column, Match, match_headings
from connectors.intake.conventions import Conventions, Survey
from connectors.intake.detect import find_table, judge_of, open_file
from connectors.intake.figures import amount_in
from connectors.intake.journal_columns import TRACKED, tracked
from connectors.intake.result import Fault, IntakeOptions
from connectors.intake.rows import Row, Table
from journal.amounts.money import Money, currency_code
from journal.books.sales_channels import proper_name
from journal.entries.coding import NOTHING, Coding
from journal.errors import BadInput
from journal.quoting import quoted

_MAPPING: Final = (
    Column("sales_channel", "Sales channel", also=("Channel", "Platform")),
    Column("category", "Category"),
    Column("account", "Account", also=("Account number", "Account name", "Account code")),
)
_CODING: Final = (
    Column("kind", "Kind", required=False),
    Column("class", "Class", required=False),
    Column("location", "Location", also=("Department",), required=False),
    Column("tax", "Tax", also=("Tax code", "Tax rate"), required=False),
    Column("name", "Name", also=("Customer", "Vendor"), required=False),
)
"""What a mapping may say beside the account; and a column for each tracking category."""
_COSTS: Final = (
    Column("sales_channel", "Sales channel", also=("Channel", "Platform")),
    Column("sku", "SKU", also=("Variant SKU",)),
    Column("cost", "Cost", also=("Unit cost", "Cost per item")),
    Column("title", "Title", also=("Product", "Variant", "Name"), required=False),
    Column("currency", "Currency", required=False),
)
ANY_CHANNEL: Final = "*"
"""Instead of a sales channel: the row is of what lines call an account."""
ANY_CATEGORY: Final = "*"
"""Instead of a category: the row says what all lines carry, or all that go to its account."""
_FORMULA_STARTS: Final = tuple("=+-@'")


@dataclass(frozen=True, slots=True)
class MappingRow:
    """The lines of `category` from `sales_channel` go to `account` (number, full name, "id:79").

    Without a sales channel, `category` is what lines of any channel call an account. `coding` is
    what they carry beside it where they don't say so themselves. With `ANY_CATEGORY` it is what
    all lines carry, or where `account` is filled those that go there; `kind` is an `EntryKind`.
    """

    sales_channel: str
    category: str
    account: str
    coding: Coding = NOTHING
    kind: str = ""

    @property
    def is_default(self) -> bool:
        """Whether it is of lines of every category."""
        return self.category == ANY_CATEGORY


@dataclass(frozen=True, slots=True)
class CostRow:
    """What one piece of `sku`, sold through `sales_channel`, costs."""

    sales_channel: str
    sku: str
    cost: Money
    title: str = ""


Of = TypeVar("Of", MappingRow, CostRow)


def read_mapping(path: Path) -> Iterator[MappingRow | Fault]:
    """Read a table of sales channel, category, account, and what lines carry beside it.

    Further columns are passed over.

    Raises:
        BadInput: the file as a whole cannot be read.
    """
    table = find_table(open_file(path), _judge_mapping).table
    return _rows_of(table, _mapping_row, _key_of_mapping)


def read_costs(path: Path, options: IntakeOptions) -> Iterator[CostRow | Fault]:
    """Read a table of sales channel, SKU, unit cost and, if there, title and currency.

    Raises:
        BadInput: the file as a whole cannot be read, or leaves the decimal mark open.
    """
    table = _open(path, "a cost table", _COSTS)
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


def write_mapping(rows: Iterable[MappingRow], to: TextIO) -> None:
    """Write `rows` so that `read_mapping` gives them back. Open `to` with newline=""."""
    rows = [*rows]
    categories = dict.fromkeys(one for row in rows for one, _option in row.coding.tracking)
    is_coded = any(row.coding != NOTHING or row.kind for row in rows)
    tracking = tuple(Column(f"{TRACKED}{one}", f"Tracking: {one}") for one in categories)
    columns = (*_MAPPING, *(_CODING if is_coded else ()), *tracking)
    _write(to, columns, (_mapping_cells(row, columns) for row in rows))


def write_costs(rows: Iterable[CostRow], to: TextIO) -> None:
    """Write `rows` so that `read_costs` gives them back. Open `to` with newline=""."""
    cells = (
        (row.sales_channel, row.sku, str(row.cost.decimal), row.title, row.cost.currency)
        for row in rows
    )
    _write(to, _COSTS, cells)


def _open(path: Path, label: str, columns: tuple[Column, ...]) -> Table:
    return find_table(open_file(path), judge_of(label, columns)).table


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
    account = _unguarded(row["account"])
    return MappingRow(
        "" if channel == ANY_CHANNEL else proper_name(channel),
        _needed(row, "category", "the category"),
        account if coding != NOTHING else _needed(row, "account", "the account"),
        coding,
        row["kind"].strip(),
    )


def _coding_of(row: Row) -> Coding:
    coding = Coding(
        class_name=_unguarded(row["class"]),
        location=_unguarded(row["location"]),
        tracking=tuple(
            (column.removeprefix(TRACKED), _unguarded(option))
            for column, option in row.cells.items()
            if column.startswith(TRACKED) and option
        ),
        tax=_unguarded(row["tax"]),
        name=_unguarded(row["name"]),
    )
    return NOTHING if coding == NOTHING else coding


def _judge_mapping(texts: Sequence[str]) -> Match:
    tracking = tuple(column for text in texts if (column := tracked(text)) is not None)
    return match_headings(texts, "a mapping table", (*_MAPPING, *_CODING, *tracking))


def _key_of_mapping(row: MappingRow) -> tuple[str, ...]:
    account = row.account if row.is_default else ""
    return row.sales_channel, row.category, row.kind, account


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


def _cost_row(row: Row, currency: str, conventions: Conventions) -> CostRow:
    currency = currency_code(row["currency"] or currency)
    sku = _needed(row, "sku", "the SKU")
    cost = amount_in(row, "cost", currency, conventions.decimals)
    if cost is None or cost.minor < 0:
        raise BadInput(f"the cost of {quoted(sku)} is {'missing' if cost is None else 'negative'}")
    channel = proper_name(_needed(row, "sales_channel", "the sales channel"))
    return CostRow(channel, sku, cost, _unguarded(row["title"]))


def _needed(row: Row, column: str, what: str) -> str:
    if text := _unguarded(row[column]):
        return text
    raise BadInput(f"{what} is missing")


def _write(to: TextIO, columns: tuple[Column, ...], rows: Iterable[tuple[str, ...]]) -> None:
    writer = csv.writer(to)
    writer.writerow([column.heading for column in columns])
    writer.writerows([_guarded(cell) for cell in row] for row in rows)


def _guarded(cell: str) -> str:
    # A spreadsheet would run a product called "=..." as a formula; the apostrophe makes it text.
    return f"'{cell}" if cell.startswith(_FORMULA_STARTS) else cell


def _unguarded(cell: str) -> str:
    return cell[1:] if cell[:1] == "'" and cell[1:].startswith(_FORMULA_STARTS) else cell
