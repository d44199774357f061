"""Workbooks as small as the format allows, and some that are made to hurt."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape, quoteattr

Cell = str | float | bool | date | None
Rows = Sequence[Sequence[Cell]]
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KINDS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DAY_ZERO = date(1899, 12, 30)
_STYLES = (
    f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>'
)


def workbook(*rows: Sequence[Cell], name: str = "Costs") -> bytes:
    """Return an XLSX file of one sheet."""
    return workbook_of({name: rows})


def workbook_of(sheets: Mapping[str, Rows], hidden: Sequence[str] = ()) -> bytes:
    """Return an XLSX file of several sheets, some of which are hidden."""
    drawn = {name: _sheet(rows) for name, rows in sheets.items()}
    return packed(parts(drawn, hidden))


def of_xml(sheet: str) -> bytes:
    """Return an XLSX file whose only sheet is written out as XML."""
    return packed(parts({"Sheet1": sheet}))


def far_cells(dimension: str = "") -> bytes:
    """Return 1.5 KB whose two cells stand as far apart as a sheet goes."""
    return of_xml(
        f'<worksheet xmlns="{_MAIN}">{dimension}<sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
        "</sheetData></worksheet>"
    )


def packed(files: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file of `files`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            part = zipfile.ZipInfo(name, (2026, 7, 14, 0, 0, 0))  # the same bytes in every run
            archive.writestr(part, text, zipfile.ZIP_DEFLATED)
    return content.getvalue()


def parts(sheets: Mapping[str, str], hidden: Sequence[str] = ()) -> dict[str, str]:
    """Return the files of a workbook with these sheets, drawn as XML."""
    numbered = list(enumerate(sheets, start=1))
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="r{n}"'
        + (' state="hidden"' if name in hidden else "")
        + "/>"
        for n, name in numbered
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in numbered
    )
    return {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KINDS}.sheet.main+xml"/>'
        "</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r1"'
        f' Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{listed}'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        f'<Relationship Id="r0" Type="{_LINKS}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _STYLES,
        **{f"xl/worksheets/sheet{n}.xml": sheets[name] for n, name in numbered},
    }


def _sheet(rows: Rows) -> str:
    drawn = "".join(
        f'<row r="{number}">{"".join(map(_cell, row))}</row>' for number, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{drawn}</sheetData></worksheet>'


def _cell(cell: Cell) -> str:
    if cell is None:
        return "<c/>"
    if isinstance(cell, str):
        return f'<c t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    if isinstance(cell, date):
        return f'<c s="1"><v>{(cell - _DAY_ZERO).days}</v></c>'
    if isinstance(cell, bool):
        return f'<c t="b"><v>{int(cell)}</v></c>'
    return f"<c><v>{cell!r}</v></c>"
