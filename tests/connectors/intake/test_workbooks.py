"""Entries, mappings and costs in workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from connectors.intake import handed_in
from connectors.intake.files import open_entries
from connectors.intake.table_rows import CostRow, MappingRow
from connectors.intake.tables import read_costs, read_mapping
from journal.amounts.money import Money
from journal.errors import BadInput
from tests.connectors.intake.build import USD, entries, faults, results
from tests.connectors.intake.conftest import Write
from tests.connectors.intake.workbooks import Cell, far_cells, workbook, workbook_of

HEAD: Sequence[Cell] = ["Journal No", "Journal Date", "Account", "Debits", "Credits", "Description"]


def rows(
    amount: Cell = 482.1, day: Cell = date(2026, 7, 14), number: Cell = "SHOP-0714"
) -> list[Sequence[Cell]]:
    """A journal of two lines below its headings."""
    return [
        HEAD,
        [number, day, 1310.0, amount, None, "Shopify day"],
        [number, day, "Sales", None, amount, "Shopify orders"],
    ]


def test_a_workbook_is_read_as_it_stands(write: Write) -> None:
    """Days are days, numbers exact, and an account number is no decimal."""
    path = write(workbook(*rows()), "july.xlsx")

    (entry,) = entries(path)

    assert (entry.reference, entry.date) == ("SHOP-0714", date(2026, 7, 14))
    assert entry.total == Money(48210, "USD")
    assert [line.account for line in entry.lines] == ["1310", "Sales"]
    assert open_entries(path, USD).notes == ()
    assert str(results(path)[0].lines) == "rows 2-3"


@pytest.mark.parametrize(
    ("cell", "minor"),
    [(0.1 + 0.2, 30), (98765.43000000017, 9876543), (1234.0, 123400), ("1,234.50", 123450)],
)
def test_amounts_are_exact(write: Write, cell: Cell, minor: int) -> None:
    """The noise of binary is taken off; text in a cell is read as text."""
    assert entries(write(workbook(*rows(cell))))[0].total.minor == minor


def test_a_calculated_number_is_not_rounded_away(write: Write) -> None:
    """A third of ten has no cents; it is told, with its row."""
    (fault,) = faults(write(workbook(*rows(10 / 3))))
    assert "row 2: 3.33333333333 has more decimal places than USD allows" in fault


def test_numbers_need_no_decimal_mark(write: Write) -> None:
    """Where text in the sheet has decimal commas, its numbers are still read as they are."""
    sheet = [
        *rows("482,10"),
        *rows(1234.567, number="SHOP-0715")[1:],
        *rows(7.5, number="SHOP")[1:],
    ]
    path = write(workbook(*sheet))
    found = results(path)
    assert "1234.567 has more decimal places" in str(found[1])
    assert [str(one.entry.total) for one in (found[0], found[2]) if hasattr(one, "entry")] == [
        "482.10 USD",
        "7.50 USD",
    ]


def test_serial_numbers_are_read_with_a_word_of_caution(write: Write) -> None:
    """A day that lost its format is the number of a day; people are asked to look."""
    path = write(workbook(*rows(day=46217.0)))
    assert entries(path)[0].date == date(2026, 7, 14)
    (note,) = open_entries(path, USD).notes
    assert note == (
        'Dates like "46217" on row 2 were read as spreadsheets count days: 2026-07-14. '
        "Check one of them."
    )


def test_title_and_totals_in_a_workbook(write: Write) -> None:
    """A report with a title above and a total below is read between them."""
    total: Sequence[Cell] = [None, None, "Total", 482.1, 482.1]
    path = write(workbook(["Northwind Retail"], ["July", 2026.0], [], *rows(), total))
    assert len(entries(path)) == 1
    assert "Rows 1-2 above the headings were passed over." in open_entries(path, USD).notes


def test_the_first_sheet_or_the_one_asked_for(write: Write) -> None:
    """The others are named in a note, and in the refusal when the first has no journals."""
    path = write(workbook_of({"Cover": [["Hello"]], "July": rows(), "August": rows(7.0)}))

    with pytest.raises(BadInput, match=r'no heading of a journal file.*"July" or "August"'):
        open_entries(path, USD)
    assert entries(path, replace(USD, sheet="august"))[0].total.minor == 700
    (note,) = open_entries(path, replace(USD, sheet="July")).notes
    assert note == 'Read from the sheet "July"; --sheet reads "Cover" or "August".'
    with pytest.raises(BadInput, match=r'no such sheet; it has "Cover", "July", "August"'):
        open_entries(path, replace(USD, sheet="June"))


def test_a_text_file_has_no_sheets(write: Write) -> None:
    """An option that cannot help is told."""
    with pytest.raises(BadInput, match="is no workbook; leave out --sheet"):
        open_entries(write("Journal No\n"), replace(USD, sheet="July"))


def test_what_hurts_is_one_sentence(write: Write) -> None:
    """A small file with two far cells is refused with its name, and the program goes on."""
    path = write(far_cells(), "far.xlsx")
    with pytest.raises(BadInput, match=r"^far\.xlsx cannot be read: it needs too much memory; "):
        handed_in.open_entries(path, USD)


def test_empty_and_missing_workbooks(write: Write, tmp_path: Path) -> None:
    """Both are told by name."""
    with pytest.raises(BadInput, match=r"none\.xlsx is empty"):
        open_entries(write(workbook(), "none.xlsx"), USD)
    with pytest.raises(BadInput, match=r"gone\.xlsx cannot be read: No such file"):
        open_entries(tmp_path / "gone.xlsx", USD)


def test_reading_twice_gives_the_same_and_progress_ends(write: Write) -> None:
    """A workbook that was opened can be gone through again, and its progress is known."""
    file = open_entries(write(workbook(*rows(), *rows(number="SHOP-0715")[1:])), USD)
    assert list(file) == list(file)
    assert [one.bytes_read for one in file][-1] == file.size


def test_mappings_and_costs_in_workbooks(write: Write) -> None:
    """The same tables as CSV are read from workbooks, numbers as they are."""
    path = write(workbook(["Sales channel", "Category", "Account"], ["Shopify", "Sales", 4010.0]))
    assert list(read_mapping(path)) == [MappingRow("Shopify", "Sales", "4010")]
    path = write(workbook(["Channel", "SKU", "Cost"], ["Shopify", 12345.0, 5.1]))
    assert list(read_costs(path, USD)) == [CostRow("Shopify", "12345", Money(510, "USD"))]
