"""Files that are made to hurt who reads them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from connectors.intake.sheets import MOST_ROWS
from tests.connectors.intake.workbooks import far_cells, of_xml, packed, parts, workbook

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
GOOD: Final = workbook(["Journal No", "Debits"], ["A", 482.1], name="July")


def _bomb() -> bytes:
    return packed(parts({"S": " " * 110_000_000}))


def _lying_bomb() -> bytes:
    """A bomb whose list says that it is small."""
    content = bytearray(packed(parts({"S": " " * 60_000_000}) | {"xl/other.xml": " " * 30_000_000}))
    place = content.rfind(b"PK\x01\x02")
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def _locked() -> bytes:
    """The container of a workbook behind a password, as far as it is looked at."""
    name = "EncryptedPackage".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000) + name + bytes(1000)


def _nested() -> bytes:
    inner = GOOD
    for _ in range(5):
        inner = packed({"xl/workbook.xml": inner, "next.xlsx": inner})
    return inner


def _entities() -> bytes:
    entities = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(10))
    return of_xml(
        f'<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY e0 "ha">{entities}]>'
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e10;'
        "</t></is></c></row></sheetData></worksheet>"
    )


def _too_many_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, MOST_ROWS + 2))
    return of_xml(f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>')


def _repeated() -> bytes:
    """An ODS file whose one cell is said to stand in each place of the sheet."""
    office = "urn:oasis:names:tc:opendocument:xmlns:"
    return packed(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{office}manifest:1.0"/>',
            "content.xml": f'<office:document-content xmlns:office="{office}office:1.0"'
            f' xmlns:table="{office}table:1.0" xmlns:text="{office}text:1.0"><office:body>'
            "<office:spreadsheet>"
            '<table:table table:name="S"><table:table-row table:number-rows-repeated="1048576">'
            '<table:table-cell table:number-columns-repeated="16384" office:value-type="string">'
            "<text:p>x</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
            "</office:document-content>",
        }
    )


def _overlapping() -> bytes:
    """An archive whose list names the same packed bytes a thousand times."""
    content = packed({"xl/a.xml": "x" * 100_000})
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    one, tail = content[start:end], bytearray(content[end:])
    tail[8:12] = (1000).to_bytes(2, "little") * 2
    tail[12:16] = (len(one) * 1000).to_bytes(4, "little")
    return content[:start] + one * 1000 + bytes(tail)


def _locked_part() -> bytes:
    """An archive that says of its parts that they are encrypted."""
    content = bytearray(GOOD)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = content.find(mark)
        while place >= 0:
            content[place + at] |= 1
            place = content.find(mark, place + 4)
    return bytes(content)


def _external() -> bytes:
    return of_xml(
        '<?xml version="1.0"?><!DOCTYPE worksheet [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>&e;'
        "</t></is></c></row></sheetData></worksheet>"
    )


def _shared_strings() -> bytes:
    """A workbook whose list of strings is far longer than its sheet can use."""
    files = parts({"S": f'<worksheet xmlns="{_MAIN}"><sheetData/></worksheet>'})
    strings = "<si><t>x</t></si>" * 5_000_000
    files["xl/sharedStrings.xml"] = f'<sst xmlns="{_MAIN}" count="4294967295">{strings}</sst>'
    rels = files["xl/_rels/workbook.xml.rels"]
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    link = f'<Relationship Id="r9" Type="{kind}" Target="sharedStrings.xml"/></Relationships>'
    files["xl/_rels/workbook.xml.rels"] = rels.replace("</Relationships>", link)
    return packed(files)


def _uncalculated() -> bytes:
    return of_xml(
        f'<worksheet xmlns="{_MAIN}"><sheetData><row r="1"><c r="A1"><f>1+1</f></c>'
        '<c r="B1" t="inlineStr"><is><t>x</t></is></c></row></sheetData></worksheet>'
    )


HURTS: Final[dict[str, tuple[Callable[[], bytes], str]]] = {
    "far cells": (far_cells, "it needs too much memory; copy the rows you need"),
    "far cells, declared": (
        lambda: far_cells('<dimension ref="A1:XFD1048576"/>'),
        r"too far apart \(A1:XFD1048576\)",
    ),
    "bomb": (_bomb, "far more than it seems"),
    "bomb that lies": (_lying_bomb, "it "),
    "half a file": (lambda: GOOD[: len(GOOD) // 2], "it is damaged; save it as XLSX or CSV"),
    "words in a zip": (lambda: b"PK\x03\x04 and words", "it is damaged"),
    "words": (lambda: b"words", "no heading of a journal file"),
    "nothing": (lambda: b"", "is empty"),
    "locked": (_locked, "locked with a password; save it without one"),
    "old and empty": (
        lambda: b"\xd0\xcf\x11\xe0" + bytes(2000),
        "cannot be read as a spreadsheet",
    ),
    "a letter": (
        lambda: packed({"word/document.xml": "<w/>"}),
        "cannot be read as a spreadsheet",
    ),
    "zip in zip": (_nested, "cannot be read as a spreadsheet"),
    "entities": (_entities, "it "),
    "too many rows": (_too_many_rows, f"more than {MOST_ROWS:,} rows; split it"),
    "cells that are said to be everywhere": (_repeated, "it "),
    "the same bytes packed twice": (_overlapping, "it is damaged"),
    "a locked part": (_locked_part, "locked with a password"),
    "an entity from a file": (_external, "it "),
    "shared strings without end": (_shared_strings, "is empty"),
    "a formula that was never calculated": (_uncalculated, "its sheet has no heading"),
}
"""What is told of each: the beginning of it, after the name of the file."""
