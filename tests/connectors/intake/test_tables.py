"""Mappings and unit costs as CSV."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.intake.result import Fault
from connectors.intake.table_rows import CostRow, MappingRow
from connectors.intake.tables import read_costs, read_mapping
from connectors.intake.write_tables import write_costs, write_mapping
from journal.amounts.money import Money
from journal.amounts.reading import DecimalMark
from journal.errors import BadInput
from tests.connectors.intake.build import USD
from tests.connectors.intake.conftest import Write


def test_mappings_are_read(write: Write) -> None:
    """Headings are free in case and spelling, further columns are passed over."""
    path = write("platform;CATEGORY;note;Account number\nshopify;Sales;x;4010\n")
    assert list(read_mapping(path)) == [MappingRow("Shopify", "Sales", "4010")]


def test_costs_are_read(write: Write) -> None:
    """Amounts are understood as in entries; currency and title may be missing."""
    path = write('Sales channel,SKU,Unit cost\nShopify,MUG,"$1,005.15"\n')
    assert list(read_costs(path, USD)) == [CostRow("Shopify", "MUG", Money(100515, "USD"))]
    path = write("Channel;SKU;Title;Cost;Currency\nEtsy;MUG;Mug;5,15;EUR\n")
    assert list(read_costs(path, USD)) == [CostRow("Etsy", "MUG", Money(515, "EUR"), "Mug")]


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        (",Sales,4010", "the sales channel is missing"),
        ("Etsy,,4010", "the category is missing"),
        ("Etsy,Sales,", "the account is missing"),
        ("Etsy,Sales,4010,x", "has 4 cells under 3 headings"),
        ("Shopify,Sales,4011", '"Sales" of Shopify stands on line 2 already; keep one'),
    ],
)
def test_bad_mapping_rows_are_faults(write: Write, row: str, cause: str) -> None:
    """A bad row is told with its line and the others are read."""
    path = write(f"Sales channel,Category,Account\nShopify,Sales,4010\n{row}\nEtsy,Fees,6000\n")
    good, fault, last = read_mapping(path)
    assert isinstance(fault, Fault)
    assert str(fault).startswith("line 3: ")
    assert cause in fault.cause
    assert isinstance(good, MappingRow)
    assert isinstance(last, MappingRow)


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("Etsy,,5", "the SKU is missing"),
        ("Etsy,MUG,", 'the cost of "MUG" is missing'),
        ("Etsy,MUG,-5", 'the cost of "MUG" is negative'),
        ("Etsy,MUG,five", '"five" is not an amount'),
        ("Etsy,MUG,€5", "is not in USD"),
        (",MUG,5", "the sales channel is missing"),
        ("Shopify,MUG,6", '"MUG" of Shopify stands on line 2 already'),
    ],
)
def test_bad_cost_rows_are_faults(write: Write, row: str, cause: str) -> None:
    """A bad row is told with its line and the others are read."""
    path = write(f"Sales channel,SKU,Cost\nShopify,MUG,5.15\n{row}\nEtsy,BAG,1\n")
    _, fault, last = read_costs(path, USD)
    assert isinstance(fault, Fault)
    assert cause in fault.cause
    assert isinstance(last, CostRow)


def test_costs_that_leave_it_open_ask(write: Write) -> None:
    """1.230 alone is not guessed at."""
    path = write("Sales channel,SKU,Cost\nShopify,MUG,1.230\n")
    with pytest.raises(BadInput, match="--decimals"):
        read_costs(path, USD)
    (row,) = read_costs(path, replace(USD, decimals=DecimalMark.COMMA))
    assert row == CostRow("Shopify", "MUG", Money(123000, "USD"))


def test_other_tables_are_refused(write: Write) -> None:
    """What is missing is named."""
    with pytest.raises(BadInput, match='a mapping table, but has no column "Category"'):
        read_mapping(write("Sales channel,Account\n"))


def test_formulas_are_written_as_text() -> None:
    """A spreadsheet does not run what a product is called."""
    to = io.StringIO(newline="")
    write_mapping([MappingRow("Shopify", "=1+1", "4010")], to)
    assert '"Shopify","\'=1+1","4010"' in to.getvalue()


_WORDS = st.text(st.sampled_from("aZ9 ,;\"'=+-@éß\n"), min_size=1, max_size=8).filter(
    lambda text: text == text.strip()
)


@given(rows=st.lists(st.tuples(_WORDS, _WORDS), unique_by=lambda row: row[0], max_size=5))
def test_what_is_written_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str]]
) -> None:
    """Both tables are read as they were written, whatever the words hold."""
    folder = tmp_path_factory.mktemp("tables")
    mappings = [MappingRow("Shopify", category, account) for category, account in rows]
    costs = [
        CostRow("Shopify", sku, Money(number * 5005 + 1, "USD"), title)
        for number, (sku, title) in enumerate(rows)
    ]
    with _created(folder / "mapping.csv") as to:
        write_mapping(mappings, to)
    with _created(folder / "costs.csv") as to:
        write_costs(costs, to)
    assert list(read_mapping(folder / "mapping.csv")) == mappings
    assert list(read_costs(folder / "costs.csv", USD)) == costs


def _created(path: Path) -> io.TextIOWrapper:
    return path.open("w", encoding="utf-8", newline="")
