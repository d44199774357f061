"""Files as a whole: what they are, how they are written, how much memory they take."""

import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from connectors.intake.dates import DateOrder
from connectors.intake.files import open_entries
from connectors.intake.result import Fault, Taken
from journal.amounts.reading import DecimalMark
from journal.errors import BadInput
from tests.connectors.intake.build import (
    QUICKBOOKS_HEAD,
    USD,
    XERO_HEAD,
    a_journal,
    a_narration,
    entries,
    entry_json,
    faults,
    results,
)
from tests.connectors.intake.conftest import Write


def test_formats_are_found_out(write: Write) -> None:
    """The first line tells the format, whatever the file is called."""
    assert open_entries(write(entry_json(), "a.txt"), USD).label == "JSON lines"
    quickbooks = open_entries(write(QUICKBOOKS_HEAD + a_journal()), USD)
    assert quickbooks.label == "QuickBooks' journal entry file"
    assert open_entries(write(XERO_HEAD + a_narration()), USD).label == "Xero's manual journal file"


@pytest.mark.parametrize(
    ("content", "cause"),
    [
        ("", "is empty"),
        ("\n \n", "is empty"),
        ("\ufeff\n,,,\n", "is empty"),
        (b"PK\x03\x04rest", "it is damaged; save it as XLSX or CSV again"),
        (b"\xd0\xcf\x11\xe0rest", "cannot be read as a spreadsheet; save it as XLSX or CSV"),
        (b"PK\x05\x06rest", "a zip file"),
        (b"<html><table>", "a web page or an XML file"),
        (b"%PDF-1.7", "a PDF"),
        (b"a\0b\0c\0", "not a text file"),
        (b"\xef\xbb\xbfJournal No\xff", "damaged or in an unusual encoding"),
        (b"Journal\x81\xff", "damaged or in an unusual encoding"),
        ("Name,Phone\nAna,1\n", "has no heading of a journal file"),
        (
            "Journal No,Journal Date,Account Name,Debts,Credits\n",
            "it looks like QuickBooks' journal entry file, but has no column "
            '"Debits" (is "Debts" meant?)',
        ),
        (
            "Narration,Date,Amount\n",
            'it looks like a journal file, but has no column "Account Name"',
        ),
        (
            "*Narration,*Date,*TaxRate,*Amount\n",
            'Xero\'s manual journal file, but has no column "Account Name"',
        ),
        (
            "Journal No,Journal Number,Journal Date,Account,Debit,Credit\n",
            'the columns "Journal No" and "Journal Number" are the same',
        ),
        (
            QUICKBOOKS_HEAD + 'Etsy 1,2026-07-13,"A,5,,\n',
            "quotation marks do not match from line 2",
        ),
        (QUICKBOOKS_HEAD + 'Etsy 1,2026-07-13,"A"B,5,,\n', "quotation marks do not match"),
    ],
)
def test_files_that_cannot_be_read(write: Write, content: str | bytes, cause: str) -> None:
    """The advice says what the file is and what to do; nothing is taken from it."""
    with pytest.raises(BadInput) as caught:
        open_entries(write(content), USD)
    assert cause in str(caught.value)


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    """What is not there, or no file, is told by name."""
    with pytest.raises(BadInput, match=r"july\.csv cannot be read: No such file"):
        open_entries(tmp_path / "july.csv", USD)
    with pytest.raises(BadInput, match="cannot be read: Is a directory"):
        open_entries(tmp_path, USD)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(write: Write, encoding: str) -> None:
    """Unicode is read with and without its mark where that can be known."""
    mark = "\ufeff" if encoding.endswith(("le", "be")) else ""
    path = write(mark + QUICKBOOKS_HEAD + a_journal("Shopify Café"), encoding=encoding)
    assert open_entries(path, USD).notes == ()
    assert entries(path)[0].reference == "Shopify Café"


def test_windows_encoding_is_noted(write: Write) -> None:
    """What is not Unicode is read as Windows-1252, and the reader is told."""
    path = write(QUICKBOOKS_HEAD + a_journal("Shopify Café"), encoding="cp1252")
    (note,) = open_entries(path, USD).notes
    assert "Windows-1252" in note
    assert entries(path)[0].reference == "Shopify Café"


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(write: Write, delimiter: str, end: str) -> None:
    """Commas, semicolons and tabs; Unix, Windows and old Macintosh."""
    text = QUICKBOOKS_HEAD + a_journal(amount="1 234.50")
    path = write(text.replace(",", delimiter).replace("\n", end))
    assert str(entries(path)[0].total) == "1234.50 USD"


def test_quoted_cells_may_hold_anything(write: Write) -> None:
    """Commas, doubled quotation marks and line breaks inside quotes belong to the cell."""
    path = write(
        QUICKBOOKS_HEAD
        + 'Etsy 1,2026-07-13,A,5,,"12"" vase, tall\nblue"\nEtsy 1,2026-07-13,B,,5,\n'
        + a_journal()
    )
    first, second = results(path)
    assert isinstance(first, Taken)
    assert first.entry.lines[0].description == '12" vase, tall\nblue'
    assert (str(first.lines), str(second.lines)) == ("lines 2-4", "lines 5-6")


def test_blank_lines_before_the_headings(write: Write) -> None:
    """Empty rows above the headings are passed over."""
    path = write("\n,,,,,\n" + QUICKBOOKS_HEAD + a_journal())
    assert str(results(path)[0].lines) == "lines 4-5"


def test_one_telling_date_settles_the_file(write: Write) -> None:
    """Dates before and after it are read the way it shows."""
    days = ("7/8/2026", "13/7/2026", "9/8/2026")
    path = write(QUICKBOOKS_HEAD + "".join(a_journal(f"Etsy {day}", day) for day in days))
    assert [entry.date for entry in entries(path)] == [
        date(2026, 8, 7),
        date(2026, 7, 13),
        date(2026, 8, 9),
    ]


def test_dates_that_leave_it_open_ask(write: Write) -> None:
    """A file that may be read in two ways is not guessed at; the option settles it."""
    path = write(QUICKBOOKS_HEAD + a_journal(day="7/8/2026"))
    with pytest.raises(BadInput, match=r'"7/8/2026" on line 2.*--dates day-first or month-first'):
        open_entries(path, USD)
    for order, day in ((DateOrder.DAY_FIRST, 7), (DateOrder.MONTH_FIRST, 8)):
        assert entries(path, replace(USD, dates=order))[0].date.day == day


def test_dates_equal_either_way_need_no_order(write: Write) -> None:
    """7/7/2026 is one day, however it is read."""
    assert entries(write(QUICKBOOKS_HEAD + a_journal(day="7/7/2026")))[0].date == date(2026, 7, 7)


def test_contradicting_dates_are_faults_and_noted(write: Write) -> None:
    """The many settle the order, the few are faults, and a note says so beforehand."""
    days = ("13/7/2026", "14/7/2026", "7/15/2026")
    path = write(QUICKBOOKS_HEAD + "".join(a_journal(f"Etsy {day}", day) for day in days))
    (fault,) = faults(path)
    assert 'lines 6-7: "7/15/2026" is no date when read day-first' in fault
    (note,) = open_entries(path, USD).notes
    assert '"7/15/2026" on line 6 is month-first' in note


def test_dates_in_a_tie_ask(write: Write) -> None:
    """As many of one order as of the other settle nothing."""
    path = write(
        QUICKBOOKS_HEAD + a_journal("Etsy 1", "13/7/2026") + a_journal("Etsy 2", "7/13/2026")
    )
    with pytest.raises(BadInput, match="are not written alike"):
        open_entries(path, USD)
    assert len(entries_or_faults(path, DateOrder.DAY_FIRST)) == 2


def entries_or_faults(path: Path, order: DateOrder) -> list[Taken | Fault]:
    """Read a file with the order given."""
    return results(path, replace(USD, dates=order))


def test_one_telling_amount_settles_the_file(write: Write) -> None:
    """1.234 is thousands where another amount has a decimal comma."""
    path = write(
        QUICKBOOKS_HEAD + a_journal("Etsy 1", amount="1.234") + a_journal("Etsy 2", amount="12,50")
    )
    assert [str(entry.total) for entry in entries(path)] == ["1234.00 USD", "12.50 USD"]


def test_amounts_that_leave_it_open_ask(write: Write) -> None:
    """1.234 alone may be a thousand or hardly more than one."""
    path = write(QUICKBOOKS_HEAD + a_journal(amount="1.230"))
    with pytest.raises(BadInput, match=r'"1\.230" on line 2.*--decimals point or comma'):
        open_entries(path, USD)
    for mark, total in ((DecimalMark.POINT, "1.23 USD"), (DecimalMark.COMMA, "1230.00 USD")):
        assert str(entries(path, replace(USD, decimals=mark))[0].total) == total


def test_contradicting_amounts_are_faults_and_noted(write: Write) -> None:
    """An amount written the other way is never read as something else."""
    path = write(
        QUICKBOOKS_HEAD
        + a_journal("Etsy 1", amount="12.50")
        + a_journal("Etsy 2", amount="13.50")
        + a_journal("Etsy 3", amount="14,50")
    )
    (fault,) = faults(path)
    assert '"14,50" is not an amount with a decimal point' in fault
    assert "amounts of this file are not written alike" in open_entries(path, USD).notes[0]


def test_reading_twice_gives_the_same(write: Write) -> None:
    """A file that was opened can be gone through again."""
    file = open_entries(write(QUICKBOOKS_HEAD + a_journal()), USD)
    assert list(file) == list(file)


def test_progress_ends_at_the_size(write: Write) -> None:
    """What has been read only grows, up to the size of the file."""
    rows = "".join(a_journal(f"Etsy {number}") for number in range(2000))
    file = open_entries(write(QUICKBOOKS_HEAD + rows), USD)
    read = [item.bytes_read for item in file]
    assert read == sorted(read)
    assert 0 < read[0] < file.size == read[-1]


_COUNT = """
import sys
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, Taken

before = getrusage(RUSAGE_SELF).ru_maxrss
file = open_entries(Path(sys.argv[1]), IntakeOptions("USD"))
taken = sum(isinstance(item, Taken) for item in file)
print(taken, (getrusage(RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.large
def test_a_hundred_thousand_lines_in_bounded_memory(tmp_path: Path) -> None:
    """Entries are given out as they are read: the peak of a process grows by a few megabytes."""
    path = tmp_path / "year.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(QUICKBOOKS_HEAD)
        for number in range(10_000):
            file.write(a_journal(f"Etsy {number}") * 5)

    command = [sys.executable, "-c", _COUNT, str(path)]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout

    taken, megabytes = map(int, said.split())
    assert taken == 10_000
    assert megabytes < 16
