"""Zip files as no spreadsheet program writes them: read where that is legal, else told."""

from __future__ import annotations

import pytest

from connectors.intake import files
from connectors.intake.result import Fault, IntakeOptions, Taken
from journal.errors import BadInput
from tests.connectors.intake.conftest import Write
from tests.connectors.intake.workbooks import packed
from tests.soak.odd_zips import READ, TOLD
from tests.soak.seeds import xlsx_parts

USD = IntakeOptions("USD")
STILL_READ = frozenset(
    {
        *("absolute names", "names that lead up"),  # nothing is unpacked by its name
        *("a size that is more", "behind something else", "two archives"),
    }
)


def _read(content: bytes, write: Write) -> list[Taken | Fault]:
    return list(files.open_entries(write(content, "x.xlsx"), USD))


@pytest.mark.parametrize("kind", READ)
def test_what_is_legal_is_read(kind: str, write: Write) -> None:
    """A rare form of the same workbook says the same."""
    assert _read(READ[kind](), write) == _read(packed(xlsx_parts()), write) != []


@pytest.mark.parametrize("kind", sorted(set(TOLD) - STILL_READ))
def test_what_is_odd_is_told(kind: str, write: Write) -> None:
    """Unknown methods, locks, names twice, lies about sizes and places: a sentence."""
    with pytest.raises(BadInput, match=r"^x\.xlsx cannot be read: it "):
        _read(TOLD[kind](), write)


@pytest.mark.parametrize("kind", sorted(STILL_READ))
def test_what_does_no_harm_is_read(kind: str, write: Write) -> None:
    """Only the parts of a workbook are looked at, wherever they stand."""
    assert _read(TOLD[kind](), write) == _read(packed(xlsx_parts()), write)
