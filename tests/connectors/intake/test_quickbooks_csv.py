"""QuickBooks' journal entry file."""

import re
from dataclasses import replace
from datetime import date

import pytest

from connectors.intake.files import open_entries
from connectors.intake.result import Fault, Span, Taken
from journal.amounts.money import Money
from journal.entries.entry import MAX_LINES, EntryKind, Side
from journal.errors import BadInput
from tests.connectors.intake.build import (
    QUICKBOOKS_HEAD,
    USD,
    a_journal,
    entries,
    faults,
    results,
)
from tests.connectors.intake.conftest import Write


def test_consecutive_rows_of_a_number_are_an_entry(write: Write) -> None:
    """Rows become lines in their order; number, date, words and amounts arrive."""
    path = write(
        QUICKBOOKS_HEAD
        + 'SQ-1,7/13/2026,Clearing:Square clearing,"1,210.00",,Square takings\n'
        + 'SQ-1,7/13/2026,Sales,,"1,100.00",Coffee\n'
        + "SQ-1,7/13/2026,Sales tax payable,,110.00,\n"
        + a_journal("Shopify 2")
    )

    square, shopify = results(path)

    assert isinstance(square, Taken)
    assert isinstance(shopify, Taken)
    assert (square.lines, shopify.lines) == (Span(2, 4), Span(5, 6))
    entry = square.entry
    assert (entry.reference, entry.date) == ("SQ-1", date(2026, 7, 13))
    assert (entry.sales_channel, entry.kind) == ("Square", EntryKind.SALES_SUMMARY)
    assert [(line.side, line.account, line.amount) for line in entry.lines] == [
        (Side.DEBIT, "Clearing:Square clearing", Money(121000, "USD")),
        (Side.CREDIT, "Sales", Money(110000, "USD")),
        (Side.CREDIT, "Sales tax payable", Money(11000, "USD")),
    ]
    assert entry.lines[1].description == "Coffee"


@pytest.mark.parametrize(
    "heading",
    [
        "*JournalNo,*JournalDate,*AccountName,*Debits,*Credits,Description",
        "journal no.,JOURNAL DATE,account_name,debit,Credit,Line description",
        "Journal Number,Date,Account,Debit amount,Credit amount,Description",
    ],
)
def test_headings_as_people_write_them(write: Write, heading: str) -> None:
    """Asterisks, spaces, case and near names make no difference."""
    assert len(entries(write(f"{heading}\n{a_journal()}"))) == 1


def test_columns_in_any_order_and_optional_ones_missing(write: Write) -> None:
    """Only the headings say what a column is."""
    path = write(
        "Credits,Debits,Account Name,Journal Date,Journal No\n"
        ",5,Clearing,2026-07-13,Etsy 1\n5,,Sales,2026-07-13,Etsy 1\n"
    )
    assert entries(path)[0].lines[0].account == "Clearing"


def test_rows_without_a_number_belong_to_the_entry_above(write: Write) -> None:
    """Number and date may stand on the first row alone; empty rows are passed over."""
    path = write(
        QUICKBOOKS_HEAD + "Etsy 1,2026-07-13,Clearing,5,,\n,,,,,\n\n,,Sales,,5,\n" + a_journal()
    )
    items = results(path)
    assert [item.lines for item in items] == [Span(2, 5), Span(6, 7)]
    assert all(isinstance(item, Taken) for item in items)


def test_the_memo_describes_the_entry_and_names_the_channel(write: Write) -> None:
    """A memo column is kept as the entry's description."""
    path = write(
        "Journal No,Journal Date,Memo,Account Name,Debits,Credits\n"
        "7,2026-07-13,Clover payout,Checking,5,\n7,2026-07-13,,Clearing,,5\n"
    )
    (entry,) = entries(path)
    assert (entry.description, entry.sales_channel) == ("Clover payout", "Clover")
    assert entry.kind is EntryKind.DEPOSIT


def test_the_account_may_name_the_channel(write: Write) -> None:
    """When no text tells, "Clearing:PayPal" does."""
    path = write(QUICKBOOKS_HEAD + "7,2026-07-13,Clearing:PayPal,5,,\n7,2026-07-13,Sales,,5,\n")
    assert entries(path)[0].sales_channel == "PayPal"


def test_options_say_what_the_file_does_not(write: Write) -> None:
    """Sales channel and kind come from the options where the words are silent."""
    path = write(QUICKBOOKS_HEAD + a_journal("7"))
    options = replace(USD, sales_channel="corner shop", kind=EntryKind.DEPOSIT)
    (entry,) = entries(path, options)
    assert (entry.sales_channel, entry.kind) == ("corner shop", EntryKind.DEPOSIT)
    assert "give --channel" in faults(path)[0]


def test_a_negative_debit_is_a_credit(write: Write) -> None:
    """Brackets turn the side, so that no line is negative."""
    path = write(
        QUICKBOOKS_HEAD + "Etsy 1,2026-07-13,Sales,(5.00),,\nEtsy 1,2026-07-13,Clearing,,-5,\n"
    )
    (entry,) = entries(path)
    assert [line.side for line in entry.lines] == [Side.CREDIT, Side.DEBIT]


def test_a_zero_beside_an_amount_is_an_empty_cell(write: Write) -> None:
    """Spreadsheets fill the other column with zeros or dashes."""
    path = write(
        QUICKBOOKS_HEAD + "Etsy 1,2026-07-13,Sales,0.00,5,\nEtsy 1,2026-07-13,Clearing,5,-,\n"
    )
    assert [line.side for line in entries(path)[0].lines] == [Side.CREDIT, Side.DEBIT]


def test_the_currency_column_is_the_entrys_currency(write: Write) -> None:
    """A currency in the rows wins over the book's, and rows must agree."""
    head = "Journal No,Journal Date,Account Name,Debits,Credits,Currency\n"
    path = write(head + "Etsy 1,2026-07-13,A,5,,CAD\nEtsy 1,2026-07-13,B,,5,EUR\n")
    assert "different currencies: CAD and EUR" in faults(path)[0]
    for second in ("", "eur"):
        path = write(head + f"Etsy 1,2026-07-13,A,5,,EUR\nEtsy 1,2026-07-13,B,,5,{second}\n")
        assert entries(path)[0].currency == "EUR"


@pytest.mark.parametrize(
    ("rows", "cause"),
    [
        ("Etsy 1,2026-07-13,,5,,\n", "line 2: the account is missing"),
        ("Etsy 1,2026-07-13,A,,,\n", "line 2: it has neither a debit nor a credit"),
        ("Etsy 1,2026-07-13,A,5,6,\n", "both a debit (5.00 USD) and a credit (6.00 USD)"),
        ("Etsy 1,2026-07-13,A,five,,\n", 'line 2: "five" is not an amount'),
        ("Etsy 1,2026-07-13,A,5.005,,\n", "line 2: 5.005 has more decimal places than USD allows"),
        ("Etsy 1,2026-07-13,A,1,234,50,\n", "both a debit (1.00 USD) and a credit"),
        ("Etsy 1,2026-07-13,A,1,,x,y\n", "has 7 cells under 6 headings"),
        ("Etsy 1,2026-07-14,A,5,,\n", "different dates: 2026-07-14 and 2026-07-13"),
        ("Etsy 1,soon,A,5,,\n", "different dates: soon and 2026-07-13"),
        ("Etsy 1,2026-07-13,A,6,,\n", "debits and credits differ by 1.00 USD"),
        ("Etsy 1,2026-07-13,A,5,,a\x07b\n", "a character that cannot be stored"),
    ],
)
def test_a_bad_row_faults_its_whole_entry(write: Write, rows: str, cause: str) -> None:
    """Never half an entry: the fault covers all rows and the next entry is taken."""
    path = write(QUICKBOOKS_HEAD + rows + "Etsy 1,2026-07-13,B,,5,\n" + a_journal())

    fault, good = results(path)

    assert isinstance(fault, Fault)
    assert isinstance(good, Taken)
    assert fault.lines == Span(2, 3)
    assert fault.reference == "Etsy 1"
    assert cause in fault.cause


def test_single_rows_and_missing_numbers(write: Write) -> None:
    """An entry needs two lines, and the first row a number and a date."""
    assert (
        "an entry has 2 to 1000 lines; this one has 1"
        in faults(write(QUICKBOOKS_HEAD + "Etsy 1,2026-07-13,A,5,,\n" + a_journal()))[0]
    )
    assert faults(write(QUICKBOOKS_HEAD + ",2026-07-13,A,5,,\n" + a_journal())) == [
        "line 2: the journal number is missing"
    ]
    assert '"" is not a date' in faults(write(QUICKBOOKS_HEAD + a_journal(day="")))[0]


def test_many_bad_rows_are_counted(write: Write) -> None:
    """Three bad rows are told, the rest counted."""
    rows = "".join(f"Etsy 1,2026-07-13,A,bad{n},,\n" for n in range(5))
    (fault,) = faults(write(QUICKBOOKS_HEAD + rows))
    assert fault.count("is not an amount") == 3
    assert fault.endswith("and 2 more bad rows")


def test_an_endless_entry_is_counted_not_kept(write: Write) -> None:
    """More rows than an entry may have are one fault that says how many."""
    rows = "Etsy 1,2026-07-13,A,5,,\nEtsy 1,2026-07-13,B,,5,\n" * MAX_LINES
    assert faults(write(QUICKBOOKS_HEAD + rows)) == [
        "lines 2-2001: an entry has 2 to 1000 lines; this one has 2000"
    ]


def test_an_interrupted_entry_is_never_taken_in_part(write: Write) -> None:
    """Both parts of a journal that comes again later are faults, balanced or not."""
    path = write(QUICKBOOKS_HEAD + a_journal("Etsy 1") + a_journal("Etsy 2") + a_journal("Etsy 1"))
    assert faults(path) == [
        f'lines {lines}: the rows of journal "Etsy 1" do not stand together (it begins again on '
        "line 6); put them together, or make two journals of them"
        for lines in ("2-3", "6-7")
    ]
    assert len(results(path)) == 3


@pytest.mark.parametrize("column", ["Prepared by", "Cost object", "Region"])
def test_what_cannot_be_carried_is_refused_unless_asked(write: Write, column: str) -> None:
    """Filled columns that would be lost stop the import, until they are left out on purpose."""
    path = write(
        f"Journal No,Journal Date,Account Name,Debits,Credits,{column}\n"
        "Etsy 1,2026-07-13,A,5,,North\nEtsy 1,2026-07-13,B,,5,\n"
        "Etsy 2,2026-07-13,A,5,,South\nEtsy 2,2026-07-13,B,,5,\n"
    )
    said = rf"more than jefail can post: {re.escape(column)} \(2 rows\)"
    with pytest.raises(BadInput, match=said):
        open_entries(path, USD)

    asked = replace(USD, leave_out=True)
    (note,) = open_entries(path, asked).notes
    assert f"Left out, as asked: {column} (2 rows)" in note
    assert len(entries(path, asked)) == 2


def test_empty_columns_lose_nothing(write: Write) -> None:
    """The template's own columns may stand there empty."""
    path = write(
        "Journal No,Journal Date,Account Name,Debits,Credits,Name,Location,Class,\n"
        "Etsy 1,2026-07-13,A,5,,,,,\nEtsy 1,2026-07-13,B,,5,,,,\n"
    )
    assert open_entries(path, USD).notes == ()
    assert len(entries(path)) == 1


@pytest.mark.parametrize(
    ("heading", "number"),
    [("Journal No", "SQ-1"), ("Voucher No", "SQ-1"), ("Transaction ID", ""), ("Reference", "")],
)
@pytest.mark.parametrize("by_day", [False, True])
def test_a_journal_number_is_the_entrys_own(
    write: Write, heading: str, number: str, *, by_day: bool
) -> None:
    """As the file has it, also where numbers start again; an id or a reference is none."""
    path = write(f"{heading}{QUICKBOOKS_HEAD.removeprefix('Journal No')}" + a_journal("SQ-1"))

    (entry,) = entries(path, replace(USD, by_day=by_day, sales_channel="Square"))

    assert (entry.reference, entry.number) == ("SQ-1", number)
