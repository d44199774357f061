"""The sheets of a workbook, as its cells are meant."""

from __future__ import annotations

from datetime import date

import pytest

from connectors.intake.cells import Figure
from connectors.intake.sheets import read_sheets
from journal.errors import BadInput
from tests.connectors.intake.workbooks import of_xml, workbook, workbook_of

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
GOOD = workbook(["Journal No", "Debits"], ["A", 482.1], name="July")


def rows_of(content: bytes, sheet: str = "") -> list[tuple[int, list[str]]]:
    """Return the rows of a sheet as text."""
    (found,) = read_sheets(content, sheet)
    return [(number, [str(cell) for cell in cells]) for number, cells in found.rows()]


def test_cells_as_they_are_meant() -> None:
    """Numbers without the noise of binary, days as days, words as words; empty rows left out."""
    content = workbook(
        ["text ", 482.1, 0.1 + 0.2, 1310.0, 12345678901.23],
        [],
        [None, date(2026, 7, 14), True, -17.9, 98765.43000000017],
    )

    assert rows_of(content) == [
        (1, ["text", "482.1", "0.3", "1310", "12345678901.23"]),
        (3, ["", "2026-07-14", "TRUE", "-17.9", "98765.43"]),
    ]
    (sheet,) = read_sheets(content, "")
    (_, cells), _ = sheet.rows()
    assert cells[:2] == ["text", Figure("482.1")]


def test_the_first_sheet_or_the_one_that_is_named() -> None:
    """A hidden sheet is not the first; names are found without case; none is guessed."""
    content = workbook_of({"Lists": [["x"]], "July": [["a"]], "Über": [["b"]]}, hidden=["Lists"])

    assert rows_of(content) == [(1, ["a"])]
    assert rows_of(content, "über") == [(1, ["b"])]
    assert [one.name for one in read_sheets(content)] == ["Lists", "July", "Über"]
    assert read_sheets(content, "")[0].others == ("July", "Über")
    for name in ("August", "*"):
        with pytest.raises(BadInput, match='no such sheet; it has "July", "Über"'):
            read_sheets(content, name)


def test_formatted_rows_far_below_are_no_reason() -> None:
    """A dimension that is declared too large is passed over while its cells are few."""
    content = of_xml(
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:F1048576"/><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert rows_of(content) == [(1, ["1"])]


def test_torn_files_are_refused() -> None:
    """Wherever a file ends too soon, it is refused, and nothing else is raised."""
    for cut in range(1, len(GOOD), len(GOOD) // 40):
        with pytest.raises(BadInput):
            read_sheets(GOOD[:cut], "")
