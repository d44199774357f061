"""`jefail import`."""

import csv
import re
import signal
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import pytest

from bot.cli.faults import Faults
from bot.cli.remarks import Remarks
from bot.cli.taking import Tally, take
from connectors.intake.result import IntakeOptions
from journal.entries.entry import NewEntry
from journal.ports import Acceptance
from tests.bot.cli.files import entries_file, journal_file
from tests.bot.cli.person import Person, counts, unwrapped
from tests.connectors.intake.workbooks import Cell, far_cells, workbook_of
from tests.storage.stage import rows


async def test_entries_are_taken_once(person: Person, tmp_path: Path) -> None:
    """The same file a second time adds nothing; a longer one adds only what is new."""
    await person.connects()
    file = entries_file(tmp_path / "day.jsonl", ("A", "B", "C"))

    first = await person.types("import", str(file), "--book", "northwind")
    second = await person.types("import", str(file), "--book", "northwind")
    entries_file(file, ("A", "B", "C", "D"))
    third = await person.types("import", str(file), "--book", "northwind")

    assert (first.exit_code, first.stdout) == (0, "3 entries taken.\n")
    assert (second.exit_code, second.stdout) == (0, "0 entries taken, 3 known already.\n")
    assert counts(third) == (0, 1, 3)


async def test_what_is_not_taken_is_told(person: Person, tmp_path: Path) -> None:
    """A fault costs its entry alone; it is told with its line, and its cause is kept as CSV."""
    await person.connects()
    file = entries_file(tmp_path / "day.jsonl", ("A", "B", "C"), unbalanced="B")
    kept = tmp_path / "faults.csv"

    result = await person.types("import", str(file), "--book", "northwind", "--faults", str(kept))

    assert result.exit_code == 1
    assert result.stdout == "2 entries taken, 1 not taken:\n"
    (told,) = [line for line in result.stderr.splitlines() if "line 2:" in line]
    assert "1.00 USD" in told
    with kept.open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["First line"], row["Reference"]) == ("2", "B")


async def test_changed_entry_is_a_fault(person: Person, tmp_path: Path) -> None:
    """A reference that is known with other content is not taken, and its line is told."""
    await person.connects()
    file = entries_file(tmp_path / "day.jsonl", ("A", "B"))
    await person.types("import", str(file), "--book", "northwind")
    file.write_text(file.read_text().replace("10.00", "12.00", 2))

    result = await person.types("import", str(file), "--book", "northwind")

    assert counts(result) == (1, 0, 1, 1)
    assert re.search(r'line 1: .*"A".* JF-\d+', result.stderr)


async def test_changed_entry_is_taken_when_it_is_corrected(person: Person, tmp_path: Path) -> None:
    """Forms without revisions are corrected too: the change takes the old one's place, once."""
    await person.connects()
    file = entries_file(tmp_path / "day.jsonl", ("A", "B"))
    await person.types("import", str(file), "--book", "northwind")
    file.write_text(file.read_text().replace("10.00", "12.00", 2))
    command = ("import", str(file), "--book", "northwind")

    refused = await person.types(*command)
    taken = await person.types(*command, "--corrected")
    again = await person.types(*command)

    assert "taken with --corrected" in refused.stderr
    assert counts(taken) == (0, 1, 1)
    assert counts(again) == (0, 0, 2)


async def test_long_lists_of_faults_are_counted(person: Person, tmp_path: Path) -> None:
    """Twenty faults are shown and the rest counted, with the way to see them all."""
    await person.connects()
    file = tmp_path / "bad.jsonl"
    file.write_text('{"reference": "A"}\n' * 23)

    result = await person.types("import", str(file), "--book", "northwind")

    assert result.stderr.count("line ") == 20
    assert "and 3 more; --faults FILE keeps all" in result.stderr


async def test_large_file_is_taken_whole(person: Person, tmp_path: Path) -> None:
    """25,000 lines come in as 2,500 entries; the second time none is new."""
    await person.connects()
    file = journal_file(tmp_path / "year.csv", journals=2500, lines=10)

    first = await person.types("import", str(file), "--book", "northwind")
    second = await person.types("import", str(file), "--book", "northwind")

    assert counts(first) == (0, 2500)
    assert counts(second) == (0, 0, 2500)


async def test_a_workbook_is_taken_from_the_sheet_that_is_named(
    person: Person, tmp_path: Path
) -> None:
    """XLSX is read as CSV is: what stands above is told, and a second time nothing is new."""
    await person.connects()
    file = tmp_path / "july.xlsx"
    day = date(2026, 7, 14)
    table: list[list[Cell]] = [
        ["Journal"],
        ["Date", "Account", "Debit", "Credit", "Description"],
        [day, "Checking", 482.1, None, "Shopify"],
        [day, "Sales", None, 482.1, "Shopify"],
    ]
    file.write_bytes(workbook_of({"Cover": [["Hello"]], "July": table}))
    command = ("import", str(file), "--book", "northwind", "--sheet", "July")

    refused = await person.types(*command)
    first = await person.types(*command, "--number-by", "date")
    second = await person.types(*command, "--number-by", "date")

    assert refused.exit_code == 1
    assert "--number-by" in refused.stderr
    assert counts(first) == (0, 1)
    assert "Row 1 " in first.stderr
    assert counts(second) == (0, 0, 1)


async def test_a_file_that_is_made_to_hurt_ends_in_a_sentence(
    person: Person, tmp_path: Path
) -> None:
    """Two cells far apart ask for 550 GB; the command says so and ends."""
    await person.connects()
    file = tmp_path / "far.xlsx"
    file.write_bytes(far_cells())

    result = await person.types("import", str(file), "--book", "northwind")

    assert result.exit_code == 1
    assert "far.xlsx" in result.stderr
    assert "Traceback" not in result.output


async def test_book_must_be_connected(person: Person, tmp_path: Path) -> None:
    """Entries of a book without a connection have nowhere to go, so none is taken."""
    await person.adds_book()
    file = entries_file(tmp_path / "day.jsonl", ("A",))

    result = await person.types("import", str(file), "--book", "northwind")

    assert result.exit_code == 1
    assert "`jefail connection add`" in result.stderr
    assert await rows(person.database, "SELECT id FROM entry") == []


@dataclass(slots=True)
class Sink:
    """Takes all entries and keeps only their number; may press Ctrl-C during a batch."""

    press_during: int = 0
    batches: list[int] = field(default_factory=list)

    async def __call__(self, _book_id: int, entries: Sequence[NewEntry]) -> Sequence[Acceptance]:
        """Answer as the desk does when nothing is known yet."""
        self.batches.append(len(entries))
        if len(self.batches) == self.press_during:
            signal.raise_signal(signal.SIGINT)
        return [Acceptance(one.reference, "JF-1", taken=True) for one in entries]


async def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    """A file of 10,000 entries is read in batches, in far less memory than its entries need."""
    file = entries_file(tmp_path / "year.jsonl", (f"R-{number}" for number in range(10_000)))
    tally, sink = Tally(), Sink()

    tracemalloc.start()
    await take(sink, 1, file, IntakeOptions("USD"), tally, Faults())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (tally.taken, max(sink.batches)) == (10_000, 500)
    assert peak < 5_000_000  # all entries at once take twice that


async def test_interrupt_leaves_whole_batches(tmp_path: Path) -> None:
    """Ctrl-C lets the batch under way end, takes no other, and the count is right."""
    file = entries_file(tmp_path / "day.jsonl", (f"R-{number}" for number in range(1_700)))
    tally, sink = Tally(), Sink(press_during=2)

    await take(sink, 1, file, IntakeOptions("USD"), tally, Faults())

    assert tally.stopped
    assert sink.batches == [500, 500]
    assert tally.taken == 1_000


async def test_interrupt_during_the_last_batch_changes_nothing(tmp_path: Path) -> None:
    """A file that was taken to its end was not stopped."""
    file = entries_file(tmp_path / "day.jsonl", ("A", "B"))
    tally = Tally()

    await take(Sink(press_during=1), 1, file, IntakeOptions("USD"), tally, Faults())

    assert (tally.taken, tally.stopped) == (2, False)


async def test_a_cut_is_told_once_for_all(person: Person, tmp_path: Path) -> None:
    """Beside what was taken: how much the platform takes; known entries say nothing."""
    await person.connects()
    file = entries_file(tmp_path / "day.jsonl", ("A", "B"))
    long = f'"description": "{"m" * 3999}", "reference"'
    file.write_text(file.read_text().replace('"reference"', long))

    first = await person.types("import", str(file), "--book", "northwind")
    again = await person.types("import", str(file), "--book", "northwind")

    assert counts(first) == (0, 2)
    told = unwrapped(first.stderr)
    assert told.count("3,999") == 1
    assert told.startswith("A and 1 more ")
    assert "QuickBooks" in told
    assert "3,999" not in again.stderr


async def test_only_the_first_remarks_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    """A file of cut memos does not fill the screen, nor the memory."""
    remarks = Remarks()
    for number in range(30):
        remarks.add(Acceptance(f"S-{number}", f"JF-{number}", True, remarks=(f"cut {number}",)))
    remarks.add(Acceptance("S-30", "JF-30", True, remarks=("cut 0",)))

    remarks.show()

    printed = capsys.readouterr().err
    assert "S-0 and 1 more entry: cut 0" in printed
    assert "cut 10" not in printed
    assert "20 more remarks" in printed
