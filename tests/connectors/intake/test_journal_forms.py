"""Journal files that are no platform's own: how entries are told apart, and where amounts stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from connectors.intake.files import open_entries
from connectors.intake.result import NumberBy
from journal.entries.entry import Side
from journal.errors import BadInput
from tests.connectors.intake.build import QUICKBOOKS_HEAD, USD, a_journal, entries, faults
from tests.connectors.intake.conftest import Write

PLAIN = "Date,Account,Debit,Credit,Description\n"


@pytest.mark.parametrize(
    "heading",
    [
        "Journal #,Date,Account,Debit,Credit,Description",
        "JE No.,Entry Date,GL Account,Dr,Cr,Particulars",
        "Transaction ID,Transaction Date,Account Name,Debit Amount,Credit Amount,Details",
        "Voucher No,Voucher Date,Ledger,Debit,Credit,Comment",
        "Document Number,Posting Date,Account Number,Debit,Credit,Text",
        "Reference,Date,Account Code,Debit,Credit,Memo",
        "Belegnummer,Buchungsdatum,Konto,Soll,Haben,Buchungstext",
        "Num|Date|Account|Debit|Credit|Memo/Description",
    ],
)
def test_headings_of_other_programs(write: Write, heading: str) -> None:
    """Many names stand for the same columns, and no vendor is named for them."""
    delimiter = "|" if "|" in heading else ","
    path = write(f"{heading}\n{a_journal()}".replace('"', "").replace(",", delimiter))
    assert open_entries(path, USD).label == "a journal file"
    assert entries(path)[0].reference == "Shopify 1"


def test_code_and_name_of_an_account_are_kept_together(write: Write) -> None:
    """Both are said, so that neither is lost on the way to the chart."""
    path = write(
        "Journal No,Date,Account Code,Account Name,Debit,Credit\n"
        "Etsy 1,2026-07-13,1310,Clearing,5,\nEtsy 1,2026-07-13,,Sales,,5\n"
    )
    assert [line.account for line in entries(path)[0].lines] == ["1310 Clearing", "Sales"]


@pytest.mark.parametrize(
    ("debit", "credit"), [("Debit", "Credit"), ("DR", "CR"), ("d", "c"), ("Soll", "Haben")]
)
def test_a_column_says_the_side(write: Write, debit: str, credit: str) -> None:
    """One amount and its side, in the words of several programs."""
    path = write(
        "Journal No,Date,Account,Dr/Cr,Amount\n"
        f"Etsy 1,2026-07-13,A,{debit},5\nEtsy 1,2026-07-13,B,{credit},5\n"
    )
    assert [line.side for line in entries(path)[0].lines] == [Side.DEBIT, Side.CREDIT]


def test_a_side_that_is_none_is_told(write: Write) -> None:
    """Nothing is taken for a debit because it is not a credit."""
    head = "Journal No,Date,Account,Type,Amount\n"
    path = write(head + "Etsy 1,2026-07-13,A,Sale,5\nEtsy 1,2026-07-13,B,,5\n")
    (fault,) = faults(path)
    assert 'line 2: "Sale" is neither debit nor credit' in fault
    assert "line 3: an empty side is neither debit nor credit" in fault


def test_headings_that_name_a_currency(write: Write) -> None:
    """It is the book's, or the file is refused: an amount is never taken for another currency."""
    head = "Journal No,Date,Account,Debit ({0}),Credit [{0}],Description\n"
    for own in ("USD", "$", "US$"):
        assert len(entries(write(head.format(own) + a_journal()))) == 1
    with pytest.raises(BadInput, match=r'"Debit \(EUR\)" is not in USD'):
        open_entries(write(head.format("EUR") + a_journal()), USD)
    with pytest.raises(BadInput, match="has no column"):
        open_entries(write(head.format("net") + a_journal()), USD)


def test_account_beside_account_name_is_its_code(write: Write) -> None:
    """Two columns that could both be the account are both kept, the number first."""
    path = write(
        "Journal No,Date,Account,Account Name,Debit,Credit\n"
        "Etsy 1,2026-07-13,1310,Clearing,5,\nEtsy 1,2026-07-13,4010,Sales,,5\n"
    )
    assert [line.account for line in entries(path)[0].lines] == ["1310 Clearing", "4010 Sales"]


def test_two_columns_of_words_are_put_together(write: Write) -> None:
    """A description of the entry and one of the line: neither is lost, nor refused."""
    path = write(
        "Journal No,Date,Account,Debit,Credit,Description,Line Description\n"
        "7,2026-07-13,A,5,,Etsy day,gross\n7,2026-07-13,B,,5,Etsy day,\n"
    )
    assert [line.description for line in entries(path)[0].lines] == ["Etsy day; gross", "Etsy day"]


def test_rows_counted_by_pandas_lose_nothing(write: Write) -> None:
    """An index without a heading is passed over; anything else without one is told."""
    head = ",Journal No,Date,Account,Debit,Credit,Description\n"
    rows = a_journal().splitlines()
    assert len(entries(write(f"{head}0,{rows[0]}\n1,{rows[1]}\n"))) == 1
    with pytest.raises(BadInput, match=r"\(no heading\) \(1 row\)"):
        open_entries(write(f"{head}0,{rows[0]}\nNorth,{rows[1]}\n"), USD)


def test_a_third_amount_that_contradicts_is_told(write: Write) -> None:
    """Exports with three columns of amounts say each twice; where they differ nothing is chosen."""
    head = "Transaction ID,Date,Account,Amount (One column),Debit,Credit\n"
    good = "7,2026-07-13,Etsy,5,5,\n7,2026-07-13,B,-5,,5\n"
    assert len(entries(write(head + good))) == 1
    (fault,) = faults(write(head + good.replace("-5", "-6")))
    assert "line 3: its amount (-6.00 USD) is neither its debit nor its credit" in fault


def test_sums_without_a_word_are_no_line(write: Write) -> None:
    """Reports put the sums of an entry below it, without account, number or day."""
    path = write(QUICKBOOKS_HEAD + a_journal("Etsy 1") + ",,,12.50,12.50,\n" + a_journal("Etsy 2"))
    assert [len(one.lines) for one in entries(path)] == [2, 2]
    path = write(QUICKBOOKS_HEAD + a_journal("Etsy 1") + ",,,7,,\n")
    (fault,) = faults(path)
    assert "line 4: it has amounts and no account, but the rows above" in fault


def test_a_sign_that_repeats_the_side_counts_once(write: Write) -> None:
    """Some programs write a credit as "Credit" and as a negative amount."""
    head = "Journal No,Date,Account,Type,Amount\n"
    path = write(head + "Etsy 1,2026-07-13,A,Debit,5\nEtsy 1,2026-07-13,B,Credit,-5\n")
    assert [line.side for line in entries(path)[0].lines] == [Side.DEBIT, Side.CREDIT]
    path = write(
        head + "Etsy 1,2026-07-13,A,Debit,-5\nEtsy 1,2026-07-13,B,Debit,7\n"
        "Etsy 1,2026-07-13,C,Credit,2\n"
    )
    assert [line.side for line in entries(path)[0].lines] == [
        Side.CREDIT,
        Side.DEBIT,
        Side.CREDIT,
    ]


def test_one_signed_amount_is_taken_with_a_word(write: Write) -> None:
    """Which sign is a debit nobody says, so it is told how it was read."""
    path = write("Journal No,Date,Account,Amount\nEtsy 1,2026-07-13,A,5\nEtsy 1,2026-07-13,B,(5)\n")
    assert [line.side for line in entries(path)[0].lines] == [Side.DEBIT, Side.CREDIT]
    (note,) = open_entries(path, USD).notes
    assert note == "Amounts without a sign were taken as debits, negative ones as credits."


def test_a_memo_for_each_line_belongs_to_the_lines(write: Write) -> None:
    """Words that differ from row to row are kept beside the rows' own."""
    head = "Journal No,Journal Date,Account Name,Debits,Credits,Description,Memo\n"
    path = write(
        head + "7,2026-07-13,A,5,,Etsy day,first\n7,2026-07-13,B,,5,,second\n"
        "8,2026-07-13,A,5,,Etsy day,both\n8,2026-07-13,B,,5,,both\n"
    )
    seven, eight = entries(path)
    assert [line.description for line in seven.lines] == ["Etsy day; first", "second"]
    assert seven.description == ""
    assert (eight.description, eight.lines[1].description) == ("both", "")


def test_a_column_may_name_the_sales_channel(write: Write) -> None:
    """What the file says in so many words needs no finding out."""
    path = write(
        "Journal No,Date,Account,Debit,Credit,Sales Channel\n"
        "7,2026-07-13,Stripe fees,5,,corner shop\n7,2026-07-13,B,,5,corner shop\n"
    )
    assert entries(path)[0].sales_channel == "corner shop"


ROWS = (
    "2026-07-14,Clearing,5,,Shopify day\n2026-07-14,Sales,,5,Shopify day\n"
    "2026-07-14,Clearing,7,,Etsy day\n2026-07-14,Sales,,7,Etsy day\n"
    "2026-07-15,Clearing,9,,Etsy day\n,Sales,,9,\n"
)


def test_numbered_by_channel(write: Write) -> None:
    """The rows of a day for one sales channel are an entry, known by both."""
    path = write(PLAIN + ROWS.replace("9,\n", "9,Etsy day\n"))
    found = entries(path, replace(USD, number_by=NumberBy.CHANNEL))
    assert [one.reference for one in found] == [
        "2026-07-14 Shopify",
        "2026-07-14 Etsy",
        "2026-07-15 Etsy",
    ]


def test_numbered_by_description(write: Write) -> None:
    """The rows of a day with one description are an entry; rows that say neither go on with it."""
    path = write(PLAIN + ROWS)
    found = entries(path, replace(USD, number_by=NumberBy.DESCRIPTION))
    assert [(one.reference, len(one.lines)) for one in found] == [
        ("2026-07-14 Shopify day", 2),
        ("2026-07-14 Etsy day", 2),
        ("2026-07-15 Etsy day", 2),
    ]


def test_numbered_by_date(write: Write) -> None:
    """All rows of a day are one entry. Days of two channels are told apart by their reference."""
    options = replace(USD, number_by=NumberBy.DATE)
    path = write(
        PLAIN + "2026-07-14,A,5,,Etsy\n2026-07-14,B,,5,Etsy\n2026-07-15,A,6,,Etsy\n,B,,6,\n"
    )
    assert [(one.reference, one.date) for one in entries(path, options)] == [
        ("2026-07-14 Etsy", date(2026, 7, 14)),
        ("2026-07-15 Etsy", date(2026, 7, 15)),
    ]
    torn = write(PLAIN + "2026-07-14,A,5,,Etsy\n2026-07-15,A,5,,Etsy\n2026-07-14,B,,5,Etsy\n")
    assert "do not stand together" in faults(torn, options)[0]


def test_numbers_of_the_file_outlive_another_grouping(write: Write) -> None:
    """An entry a day, when asked for, still has each row's number in its words."""
    path = write(QUICKBOOKS_HEAD + "A,2026-07-14,X,5,,Etsy\nB,2026-07-14,Y,,5,Etsy\n")
    (entry,) = entries(path, replace(USD, number_by=NumberBy.DATE))
    assert [line.description for line in entry.lines] == ["Etsy; A", "Etsy; B"]


@pytest.mark.parametrize(
    "row", [",,TOTAL,25.00,25.00,", "Total,,,25.00,25.00,", ",,Totals:,25.00,,", ",,,25,25,Total"]
)
def test_totals_that_sum_up_are_passed_over(write: Write, row: str) -> None:
    """A row of totals is no line of the entry above it, wherever it says so."""
    path = write(QUICKBOOKS_HEAD + a_journal("Etsy 1") + a_journal("Etsy 2") + row + "\n")
    assert [len(one.lines) for one in entries(path)] == [2, 2]


def test_totals_of_each_entry_are_passed_over(write: Write) -> None:
    """Reports sum up every entry, and all of them in the end; also inside of one."""
    total = ",,Total for the day,12.50,12.50,\n"
    path = write(
        QUICKBOOKS_HEAD + a_journal("Etsy 1") + total + a_journal("Etsy 2") + total
        + ",,Grand total,25.00,25.00,\n"
    )  # fmt: skip
    assert [len(one.lines) for one in entries(path)] == [2, 2]


def test_totals_of_something_else_are_told_alone(write: Write) -> None:
    """What does not sum up may be a line: it is told, and the entry above it is taken."""
    path = write(QUICKBOOKS_HEAD + a_journal("Etsy 1") + ",,Total,99.00,99.00,\n")
    (fault,) = faults(path)
    assert fault == (
        'line 4: it says "Total", but the rows above do not come to that; it was not taken'
    )


def test_an_account_called_total_is_a_line(write: Write) -> None:
    """A row with a date and a number is a line, whatever its account is called."""
    path = write(QUICKBOOKS_HEAD + "Etsy 1,2026-07-13,Total,5,,\nEtsy 1,2026-07-13,Sales,,5,\n")
    assert entries(path)[0].lines[0].account == "Total"


def test_rows_that_say_nothing_are_passed_over(write: Write) -> None:
    """Zeros without an account, headings again, and separators cost no entry."""
    path = write(
        QUICKBOOKS_HEAD
        + a_journal("Etsy 1")
        + ",,,0.00,0.00,\nEtsy 2,2026-07-13,,$ -,,\n"
        + QUICKBOOKS_HEAD
        + a_journal("Etsy 3")
    )
    assert [one.reference for one in entries(path)] == ["Etsy 1", "Etsy 3"]


@pytest.mark.parametrize("mark", ["sep=;", "SEP=;", '"sep=;"', "\ufeffsep=;"])
def test_the_separator_line_of_excel(write: Write, mark: str) -> None:
    """The first line may say what stands between the cells."""
    path = write(f"{mark}\r\n" + (QUICKBOOKS_HEAD + a_journal(amount="5")).replace(",", ";"))
    assert len(entries(path)) == 1
    assert open_entries(path, USD).notes == ()


def test_data_above_the_headings_is_not_passed_over(write: Write) -> None:
    """A title has few cells. What has many is told instead of dropped."""
    path = write("Etsy 0,2026-07-12,A,5,,x\n" + QUICKBOOKS_HEAD + a_journal())
    with pytest.raises(BadInput, match="has no heading of a journal file"):
        open_entries(path, USD)


def test_months_in_the_language_of_the_book(write: Write) -> None:
    """A German book's file may write the month in German."""
    path = write(QUICKBOOKS_HEAD + a_journal(day="13. Juli 2026"))
    assert entries(path, replace(USD, locale="de-DE"))[0].date == date(2026, 7, 13)
    assert "is not a date" in faults(path)[0]


def test_paid_or_brought_by_another(write: Write) -> None:
    """An order of Shopify that was paid with Klarna is of Shopify; alone, Klarna is the channel."""
    path = write(
        QUICKBOOKS_HEAD + "7,2026-07-13,Klarna clearing,5,,Klarna\n7,2026-07-13,B,,5,Shopify\n"
        "8,2026-07-13,A,5,,Klarna\n8,2026-07-13,B,,5,Klarna\n"
    )
    assert [one.sales_channel for one in entries(path)] == ["Shopify", "Klarna"]
    assert entries(path, replace(USD, sales_channel="My shop"))[1].sales_channel == "My shop"
