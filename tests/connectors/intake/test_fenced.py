"""Spreadsheets behind their fence: what is read, and what is made to hurt."""

from __future__ import annotations

import io
import random
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from connectors.intake.fenced import Figure, read_sheets
from connectors.intake.sheet_child import MOST_ROWS, Refused, lines_of
from journal.errors import BadInput
from tests.connectors.intake.workbooks import (
    far_cells,
    of_xml,
    packed,
    parts,
    workbook,
    workbook_of,
)

pytestmark = pytest.mark.large
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_GOOD = workbook(["Journal No", "Debits"], ["A", 482.1], name="July")


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


def test_any_working_directory_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files that lie around are not imported by the child."""
    (tmp_path / "python_calamine.py").write_text("raise SystemExit(1)")
    (tmp_path / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(tmp_path)

    assert rows_of(_GOOD)[1] == (2, ["A", "482.1"])


def test_secrets_stay_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The child has none of the program's environment: what would stop a Python does not."""
    monkeypatch.setenv("PYTHONUTF8", "neither 0 nor 1")

    assert rows_of(_GOOD)[1] == (2, ["A", "482.1"])


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
    inner = _GOOD
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


_HURTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "far cells": (far_cells, "it needs too much memory; copy the rows you need"),
    "far cells, declared": (
        lambda: far_cells('<dimension ref="A1:XFD1048576"/>'),
        r"too far apart \(A1:XFD1048576\)",
    ),
    "bomb": (_bomb, "far more than it seems"),
    "bomb that lies": (_lying_bomb, "it "),
    "half a file": (lambda: _GOOD[: len(_GOOD) // 2], "it is damaged; save it as XLSX or CSV"),
    "words in a zip": (lambda: b"PK\x03\x04 and words", "it is damaged"),
    "words": (lambda: b"words", "cannot be read as a spreadsheet"),
    "nothing": (lambda: b"", "cannot be read as a spreadsheet"),
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
}


@pytest.mark.parametrize("kind", _HURTS)
def test_what_hurts_is_refused_in_a_sentence(kind: str) -> None:
    """The child may die of it; the one who asked lives and reads why."""
    made, says = _HURTS[kind]
    with pytest.raises(BadInput, match=says):
        read_sheets(made(), "")


def test_formatted_rows_far_below_are_no_reason() -> None:
    """A dimension that is declared too large is passed over while its cells are few."""
    content = of_xml(
        f'<worksheet xmlns="{_MAIN}"><dimension ref="A1:F1048576"/><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>'
    )
    assert rows_of(content) == [(1, ["1"])]


def test_torn_files_are_refused() -> None:
    """Wherever a file ends too soon, it is refused, and nothing else is raised."""
    for cut in range(1, len(_GOOD), len(_GOOD) // 40):
        with pytest.raises(Refused):
            list(lines_of(_GOOD[:cut], ""))


def test_changed_bytes_are_read_or_refused() -> None:
    """Whatever is changed in a file, the answer is its rows or a sentence."""
    chance = random.Random(7)  # noqa: S311  the same changes each time
    plain = io.BytesIO()
    with zipfile.ZipFile(plain, "w") as archive, zipfile.ZipFile(io.BytesIO(_GOOD)) as good:
        for name in good.namelist():
            archive.writestr(name, good.read(name))
    for _ in range(8):
        content = bytearray(plain.getvalue())
        for _ in range(3):
            content[chance.randrange(4, len(content))] = chance.randrange(256)
        assert _answer(bytes(content)).startswith("it ")


def _answer(content: bytes) -> str:
    try:
        return f"it has {len(read_sheets(content))} sheets"
    except BadInput as error:
        return str(error)
