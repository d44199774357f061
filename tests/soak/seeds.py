"""Good files of each kind, small, from which broken ones are made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tests.connectors.intake.workbooks import packed, parts
from tests.soak.old_workbook import old_workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns:"
CSV: Final = (
    "Journal No,Date,Account,Debit,Credit,Description\n"
    'A-1,2026-07-01,Clearing,"1,310.00",,Shopify sales\n'
    'A-1,2026-07-01,Sales,,"1,310.00",Shopify sales\n'
    "A-2,07/14/2026,1310,10.00,,=1+1\nA-2,07/14/2026,Sales:Gift cards,,10.00,Übertrag\n"
)
COSTS: Final = "Sales channel,SKU,Cost,Title\nShopify,MUG,4.00,Mug\nEtsy,POT,$1.234,Pot\n"
MAPPING: Final = "Sales channel,Category,Account,Class\nShopify,Sales,4010,Online\n*,*,id:79,\n"
LINES: Final = (
    '{"reference": "A-1", "date": "2026-07-01", "sales_channel": "Shopify", "kind": "deposit",'
    ' "lines": [{"side": "debit", "account": "1310", "amount": "12.50"},'
    ' {"side": "credit", "category": "Sales", "amount": "12.50"}]}\n'
)


def xlsx_parts() -> dict[str, str]:
    """Return the parts of a workbook with shared strings, formulas, days of 1904, and names."""
    rows = (
        '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s">'
        '<v>2</v></c><c r="D1" t="s"><v>3</v></c><c r="E1" t="s"><v>4</v></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>A-1</t></is></c><c r="B2" s="1"><v>44755</v></c>'
        '<c r="C2" t="str"><f>"Cl"&amp;"earing"</f><v>Clearing</v></c>'
        '<c r="D2"><v>10.5</v></c></row>'
        '<row r="3"><c r="A3" t="inlineStr"><is><t>A-1</t></is></c><c r="B3" s="1"><v>44755</v></c>'
        '<c r="C3" t="inlineStr"><is><t>Sales</t></is></c><c r="E3"><f>D2</f><v>10.5</v></c></row>'
    )
    sheet = (
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:E3"/><sheetData>{rows}</sheetData>'
        '<mergeCells count="1"><mergeCell ref="A5:B6"/></mergeCells></worksheet>'
    )
    made = parts({"July": sheet})
    made["xl/workbook.xml"] = (
        made["xl/workbook.xml"]
        .replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
        .replace(
            "</sheets>",
            '</sheets><definedNames><definedName name="N">July!$A$1</definedName></definedNames>',
        )
    )
    words = "".join(
        f"<si><t>{one}</t></si>" for one in ("Journal No", "Date", "Account", "Debit", "Credit")
    )
    made["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}" count="5" uniqueCount="5">{words}</sst>'
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(
        "</Relationships>",
        f'<Relationship Id="r9" Type="{kind}" Target="sharedStrings.xml"/></Relationships>',
    )
    return made


def ods_parts() -> dict[str, str]:
    """Return the parts of an OpenDocument sheet."""
    table = [
        ["Journal No", "Date", "Account", "Debit", "Credit"],
        ["A-1", "2026-07-01", "Clearing", "10", ""],
        ["A-1", "2026-07-01", "Sales", "", "10"],
    ]
    rows = "".join(
        '<table:table-row table:number-rows-repeated="1">'
        + "".join(
            '<table:table-cell table:number-columns-repeated="1" office:value-type="string">'
            f"<text:p>{cell}</text:p></table:table-cell>"
            for cell in row
        )
        + "</table:table-row>"
        for row in table
    )
    return {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{_OPEN}manifest:1.0"/>',
        "content.xml": f'<office:document-content xmlns:office="{_OPEN}office:1.0"'
        f' xmlns:table="{_OPEN}table:1.0"'
        f' xmlns:text="{_OPEN}text:1.0"><office:body><office:spreadsheet>'
        f'<table:table table:name="S">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }


def old() -> bytes:
    """Return an XLS file."""
    return old_workbook(
        ["Journal No", "Date", "Account", "Debit", "Credit"],
        ["A-1", "2026-07-01", "Clearing", 10.0, ""],
        ["A-1", "2026-07-01", "Sales", "", 10.0],
    )


TEXTS: Final[Mapping[str, bytes]] = {
    "journals.csv": CSV.encode(),
    "journals.tsv": CSV.replace(",", "\t").encode("utf-16"),
    "costs.csv": COSTS.encode(),
    "mapping.csv": MAPPING.encode(),
    "entries.jsonl": LINES.encode() * 2,
}


def wholes() -> Mapping[str, bytes]:
    """Return each good file by its name."""
    return {
        **TEXTS,
        "july.xlsx": packed(xlsx_parts()),
        "july.ods": packed(ods_parts()),
        "july.xls": old(),
    }
