"""The files that imports are measured with, how figures are told, and what needs no clock."""

from __future__ import annotations

import tracemalloc
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path

import pytest

from benchmarks.__main__ import parser
from benchmarks.figures import Spread, ratios
from benchmarks.files import KINDS, LINES_AN_ENTRY
from benchmarks.machine import machine
from benchmarks.rows import ROWS
from connectors.intake.files import open_entries
from connectors.intake.result import Fault, IntakeOptions, Taken
from journal.entries.coding import NOTHING, Coding
from journal.entries.entry import NewEntry

OPTIONS = IntakeOptions("USD", "Shopify")


def read(folder: Path, kind: str, lines: int) -> Sequence[Taken | Fault]:
    """Write a file of this kind and read it."""
    KINDS[kind](folder / kind, lines)
    return [*open_entries(folder / kind, OPTIONS)]


def entries(folder: Path, kind: str, lines: int) -> Sequence[NewEntry]:
    """Return the entries of such a file, of which none may be at fault."""
    found = read(folder, kind, lines)
    taken = [one.entry for one in found if isinstance(one, Taken)]
    assert len(taken) == len(found) == lines // LINES_AN_ENTRY
    return taken


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_plain_lines_say_nothing_beside_their_account(tmp_path: Path, form: str) -> None:
    """They share the one value that says nothing, so that nobody looks for what is not there."""
    for entry in entries(tmp_path, f"plain.{form}", 40):
        assert all(line.coding is NOTHING for line in entry.lines)
        assert (entry.exchange_rate, entry.reverse_on, entry.description) == (None, None, "")


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_whole_entries_have_every_field(tmp_path: Path, form: str) -> None:
    """Somewhere in the file each field of a line is filled, and each of an entry."""
    there = entries(tmp_path, f"whole.{form}", 40)
    lines = [line for entry in there for line in entry.lines]

    for name in (one.name for one in fields(Coding)):
        assert any(getattr(line.coding, name) for line in lines), name
    assert all(entry.exchange_rate and entry.description and entry.number for entry in there)
    assert all(entry.currency != OPTIONS.currency for entry in there)
    assert any(line.tax_amount for line in lines)
    assert any(entry.reverse_on for entry in there)


@pytest.mark.large
@pytest.mark.parametrize("kind", [*KINDS])
def test_memory_stays_as_a_file_grows(tmp_path: Path, kind: str) -> None:
    """Of eight times the lines no more is held at once than the references of the entries."""
    peaks = []
    for lines in (1_000, 8_000):
        KINDS[kind](tmp_path / kind, lines)
        tracemalloc.start()
        for _ in open_entries(tmp_path / kind, OPTIONS):
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    more_entries = 7_000 // LINES_AN_ENTRY
    assert peaks[1] - peaks[0] < 700 * more_entries  # bytes; an entry takes ten times as many


def test_a_ratio_is_to_the_floors_beside() -> None:
    """Each run is held against what the machine could do just before and just after it."""
    assert ratios([4, 9], [1, 3, 3]).values == [2, 3]
    assert str(Spread([3, 1, 2])) == "2.00 s (1.00 to 3.00)"


def test_figures_name_their_machine() -> None:
    """A time without the machine says nothing; and where on it things lie is not told."""
    said = machine()
    assert "cores" in said
    assert "Python" in said
    assert str(Path.cwd()) not in said


def test_each_row_can_be_asked_for() -> None:
    """Every row says what it measures, against what, and which goal it has."""
    for name, row in ROWS.items():
        assert parser().parse_args([name, "--runs", "2"]).runs == 2
        assert all((row.work, row.floor, row.goal))
