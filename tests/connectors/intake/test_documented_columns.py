"""docs/import.md says of each column how every template calls it, and those headings are read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

from connectors.intake import journal_columns as known
from connectors.intake.columns import column_of
from connectors.intake.entry_json import EntryJson, LineJson

PAGE: Final = Path(__file__).parents[3] / "docs" / "import.md"
ROWS: Final = {
    "number": {"number", "transaction", "document", "reference"},
    "account": {"account", "code"},
    "memo": {"memo", "narration"},
    "sales channel": {"channel"},
    "tracking": {"tracking_name1", "tracking_option1", "tracking_name2", "tracking_option2"},
    "name": {"name", "customer", "vendor", "employee"},
    "tax code": {"tax"},
    "tax amount": {"tax_amount"},
    "tax treatment": {"amounts_are"},
    "exchange rate": {"rate"},
    "reversing date": {"reverse_on"},
}
"""Our names of the columns that a row of the page is about, where it is called otherwise."""


def table() -> dict[str, list[list[str]]]:
    """Return the rows of the page's table by template: in each cell the headings."""
    text = PAGE.read_text("utf-8").partition("| Column | QuickBooks' form |")[2]
    rows = [line.strip("|").split("|") for line in text.partition("\n\n")[0].splitlines()[2:]]
    cells = [[cell.strip() for cell in row] for row in rows]
    return {
        row[0]: [[one for one in cell.split(", ") if one != "-"] for cell in row[1:]]
        for row in cells
    }


@pytest.mark.parametrize("row", table())
def test_each_heading_is_read_as_the_page_says(row: str) -> None:
    """As the column it stands for, in whatever file; the tracking of a file's own as tracking."""
    wanted = ROWS.get(row, {row})
    *templates, _json = table()[row]
    for heading in (one for template in templates for one in template):
        tracked = known.tracked(heading)
        if tracked is not None:
            assert (row, tracked.name) == ("tracking", f"{known.TRACKED}Region")
            continue
        column = column_of(heading, known.COLUMNS)
        assert column is not None, heading
        assert column.name in wanted, (heading, column.name)


def test_each_column_and_field_stands_on_the_page() -> None:
    """What files and JSON lines may say is there, and nothing that they may not."""
    rows = table()
    documented = {name for row in rows for name in ROWS.get(row, {row})}
    read = {one.name for one in known.COLUMNS if one.carried} | {known.SIDE.name}
    assert read - {"prefix", "suffix"} == documented

    shown = {re.sub(r"`", "", one) for cells in rows.values() for one in cells[-1]}
    fields = {
        field.alias or name
        for model in (EntryJson, LineJson)
        for name, field in model.model_fields.items()
    }
    assert shown <= fields
    beside = {"revision", "kind", "prepared_by", "on_change", "lines", "sku", "title", "quantity"}
    assert fields - shown == beside
