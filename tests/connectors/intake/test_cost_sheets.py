"""Sheets of costs as people keep them: CSV of any making, workbooks, and what is neither."""

import contextlib
import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.intake import cost_sheets
from connectors.intake.cost_rows import MOST_BYTES, SheetRow
from connectors.intake.handed_in import read_cost_sheet
from journal.errors import BadInput
from tests.connectors.intake.workbooks import Cell, far_cells, workbook


def read(content: bytes, name: str = "costs.csv") -> list[tuple[int, str, str]]:
    """Return each row's number, SKU and cost."""
    return [(row.number, row.sku, row.cost) for row in read_cost_sheet(name, content)]


@pytest.mark.parametrize(
    "content",
    [
        b"SKU,Cost\nMUG,4.00\n",
        b"\xef\xbb\xbfsku;COST\r\nMUG;4.00\r\n",
        b"Variant SKU\tTitle\tCost per item\nMUG\tMug\t4.00\n",
        "SKU,Cost\nMUG,4.00\n".encode("utf-16"),
        b'"SKU","Stock","Unit cost","Stock"\n"MUG","1","4.00","2"\n',
    ],
)
def test_csv_of_any_making(content: bytes) -> None:
    """Separators, encodings, other names of the columns, and columns that nobody asks for."""
    assert read(content) == [(2, "MUG", "4.00")]


def test_headings_may_stand_below_a_title() -> None:
    """Empty rows count too, since people look for the number beside the row."""
    assert read(b"Costs of July\n\nSKU,Cost\n\nMUG,4\n,9\nPOT,\n") == [
        (5, "MUG", "4"),
        (7, "POT", ""),
    ]


def test_a_workbook_with_numbers_as_it_holds_them() -> None:
    """SKUs that look like numbers stay whole; the noise of binary calculation is taken off."""
    rows: list[list[Cell]] = [["Our costs"], ["SKU", "Title", "Cost"], [12345.0, None, 11.4]]
    rows += [["MUG", "Mug", 0.1 + 0.2], ["POT", "", "4,50"]]

    found = read_cost_sheet("costs.xlsx", workbook(*rows))

    assert found == [
        SheetRow(3, "12345", "11.4", "", is_number=True),
        SheetRow(4, "MUG", "0.3", "", is_number=True),
        SheetRow(5, "POT", "4,50", ""),
    ]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"%PDF-1.7 ...", "neither CSV nor a spreadsheet"),
        (b"\0\1\2\3", "neither CSV nor a spreadsheet"),
        (b"PK\x03\x04 torn", "damaged"),
        (b"\xd0\xcf\x11\xe0 torn", "cannot be read as a spreadsheet"),
        (b"", "SKU and Cost"),
        (b"SKU,Price\nMUG,4\n", 'no column "Cost"'),
        (workbook(["Hello"]), "SKU and Cost"),
        (far_cells(), "needs too much memory"),
        (b"x" * (MOST_BYTES + 1), "larger than 2 MB"),
        (b'SKU,Cost\n"MUG,4\n', "quotation marks"),
        (b"SKU,SKU,Cost\nA,B,1\n", "are the same"),
    ],
)
def test_what_is_no_sheet_says_what_would_be(content: bytes, says: str) -> None:
    """The whole file is refused with a sentence."""
    with pytest.raises(BadInput, match=says):
        read_cost_sheet("costs.csv", content)


@pytest.mark.large
def test_what_unpacks_to_far_too_much_is_not_unpacked() -> None:
    """A small file may hold gigabytes of nothing."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 110_000_000)

    with pytest.raises(BadInput, match="far more"):
        read_cost_sheet("costs.xlsx", packed.getvalue())


@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"SKU,Cost\n"]),
)
def test_any_bytes_are_a_sheet_or_refused(content: bytes, start: bytes) -> None:
    """Nothing else is raised, whatever people drop."""
    with contextlib.suppress(BadInput):
        assert all(row.sku for row in cost_sheets.read_cost_sheet("any.csv", start + content))
