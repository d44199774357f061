"""CSV as jefail writes it: quoted, run by no spreadsheet, and read back as it was."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.tabular import CsvWriter, guarded, unguarded

_ALPHABET = st.sampled_from("=+-@'\t\r\n;,|\" .15aé＝－\u200b\ufeff\u00a0")
_SIGN = re.compile(r"[\s\x00-\x1f\"\u200b-\u200f\ufeff\u00a0]*[=+\-@＝＋－＠]")
_UNSEEN = ' "\u200b\ufeff\u00a0'
_FIGURE = re.compile(r"[+-]\d[\d.,' ]*")


@pytest.mark.parametrize(
    ("cell", "safe"),
    [
        ("=cmd|'/c calc'!A1", "'=cmd|'/c calc'!A1"),
        ("+SUM(A1)", "'+SUM(A1)"),
        ("-1+1", "'-1+1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\n=x", "'\n'=x"),
        ("＝1+1", "'＝1+1"),
        ("  \u200b=1", "'  \u200b=1"),
        ("\ufeff@x", "'\ufeff@x"),
        ('"=1', "'\"=1"),
        ("Mug;=1+1", "Mug;'=1+1"),
        ("Mug, +1+1", "Mug,' +1+1"),
        ("'=x", "''=x"),
        ("'x", "'x"),
        ("-12.50", "-12.50"),
        ("-1,234.50", "-1,234.50"),
        ("+1 234,50", "+1 234,50"),
        ("2026-07-14", "2026-07-14"),
        ("JF-1042", "JF-1042"),
        ("ana@firm.example", "ana@firm.example"),
        ("", ""),
    ],
)
def test_a_guard_is_put_on_and_taken_off(cell: str, safe: str) -> None:
    """What would be run has an apostrophe before it, figures stay figures, all comes back."""
    assert guarded(cell) == safe
    assert unguarded(safe) == cell


@given(st.text(_ALPHABET, max_size=12))
def test_any_cell_comes_back(cell: str) -> None:
    """Whatever a cell is, also one that has apostrophes of its own."""
    assert unguarded(guarded(cell)) == cell
    assert unguarded(guarded(guarded(cell))) == guarded(cell)


@given(st.lists(st.text(_ALPHABET, max_size=12), min_size=1, max_size=4), st.sampled_from(",;"))
def test_nothing_is_run_wherever_it_is_split(cells: list[str], delimiter: str) -> None:
    """Of a row no piece begins as a formula, by whichever mark a spreadsheet splits it."""
    to = io.StringIO(newline="")
    CsvWriter(to, delimiter).row(cells)

    (read,) = csv.reader(io.StringIO(to.getvalue(), newline=""), delimiter=delimiter)
    assert [unguarded(cell) for cell in read] == cells
    for mark in ";,\t|":
        for line in re.split(r"[\r\n]", to.getvalue()):
            for piece in line.split(mark):
                figure = _FIGURE.match(piece.strip(_UNSEEN))
                assert figure or not _SIGN.match(piece), piece


def test_a_row_is_quoted_whole() -> None:
    """Each cell stands in quotation marks, numbers too."""
    to = io.StringIO(newline="")
    CsvWriter(to).row(("MUG", 12, "-1.50"))
    assert to.getvalue() == '"MUG","12","-1.50"\r\n'


def test_long_cells_take_no_time() -> None:
    """A megabyte of what is not seen is looked at once."""
    for cell in ("\t" * 1_000_000, "'" * 1_000_000, " " * 1_000_000 + "="):
        assert unguarded(guarded(cell)) == cell
