"""The file of what was not taken: rows and reasons, safe to open and to be dropped again."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from connectors.intake.faulty_rows import write_faulty_rows
from connectors.intake.files import open_entries
from connectors.intake.result import Fault, IntakeOptions, Span, Taken

HEAD = "Journal No,Date,Account,Debit,Credit,Description\n"
FILE = HEAD + (
    "A-1,2026-07-01,Clearing,10.00,,Shopify\n"
    "A-1,2026-07-01,Sales,,10.00,Shopify\n"
    "A-2,2026-07-02,Clearing,10.00,,=1+1 Shopify\n"
    "A-2,2026-07-02,Sales,-9.00,,-Shopify\n"
)
OPTIONS = IntakeOptions("USD")


def written(path: Path, faults: list[tuple[Span, str]]) -> list[list[str]]:
    """Return the rows of the file that people get back."""
    to = io.StringIO(newline="")
    write_faulty_rows(path, "", faults, to)
    return list(csv.reader(io.StringIO(to.getvalue())))


def faults_of(path: Path) -> list[tuple[Span, str]]:
    """Return the faults of a file as it is read."""
    return [(one.lines, one.cause) for one in open_entries(path, OPTIONS) if isinstance(one, Fault)]


def test_each_faulty_row_has_its_reason(tmp_path: Path) -> None:
    """The good entry is left out; of the other each row is there, with line and reason."""
    path = tmp_path / "july.csv"
    path.write_text(FILE)
    faults = faults_of(path)

    head, *found = written(path, faults)

    assert head[2:] == HEAD.strip().split(",")
    assert [(row[0], row[1], row[2]) for row in found] == [
        (faults[0][1], "4", "A-2"),
        (faults[0][1], "5", "A-2"),
    ]


def test_no_cell_is_run_as_a_formula(tmp_path: Path) -> None:
    """What begins like one has an apostrophe before it; negative figures stay figures."""
    path = tmp_path / "july.csv"
    path.write_text(FILE)

    _, first, second = written(path, faults_of(path))

    assert first[-1] == "'=1+1 Shopify"
    assert (second[5], second[-1]) == ("-9.00", "'-Shopify")


def test_fixed_it_is_read_as_it_was_meant(tmp_path: Path) -> None:
    """Dropped again, its own columns say nothing and the guards are taken off."""
    path, fixed = tmp_path / "july.csv", tmp_path / "fixed.csv"
    path.write_text(FILE)
    to = io.StringIO(newline="")
    write_faulty_rows(path, "", faults_of(path), to)
    fixed.write_text(to.getvalue().replace('"-9.00",""', '"","10.00"'), newline="")

    (entry,) = open_entries(fixed, OPTIONS)

    assert isinstance(entry, Taken)
    assert [line.description for line in entry.entry.lines] == ["=1+1 Shopify", "-Shopify"]


def test_lines_of_json_stand_there_whole(tmp_path: Path) -> None:
    """Of JSON lines each faulty one is a row, as it was written."""
    path = tmp_path / "july.jsonl"
    path.write_text('{"reference": "A"}\n{"reference": "B"}\n')

    _, row = written(path, [(Span(2, 2), "the date is missing")])

    assert row == ["the date is missing", "2", '{"reference": "B"}']
