"""Xero's manual journal file."""

from dataclasses import replace
from datetime import date

import pytest

from connectors.intake.files import open_entries
from connectors.intake.references import dated_reference
from connectors.intake.result import Span, Taken
from journal.amounts.money import Money
from journal.entries.coding import TaxOn
from journal.entries.entry import MAX_REFERENCE, EntryKind, Side
from tests.connectors.intake.build import USD, XERO_HEAD, a_narration, entries, faults, results
from tests.connectors.intake.conftest import Write


def test_signed_rows_of_a_narration_are_an_entry(write: Write) -> None:
    """Positive amounts are debits, negative ones credits, the narration describes the entry."""
    path = write(
        XERO_HEAD
        + 'Amazon settlement,13/07/2026,Net,1320,Tax Exempt (0%),"1,100.00"\n'
        + "Amazon settlement,13/07/2026,Fees,6010,Tax Exempt (0%),100.00\n"
        + 'Amazon settlement,13/07/2026,Gross,4020,Tax Exempt (0%),"(1,200.00)"\n'
        + a_narration(day="14/07/2026")
    )

    settlement, other = results(path)

    assert isinstance(settlement, Taken)
    assert (settlement.lines, other.lines) == (Span(2, 4), Span(5, 6))
    entry = settlement.entry
    assert entry.reference == "2026-07-13 Amazon settlement"
    assert (entry.date, entry.description) == (date(2026, 7, 13), "Amazon settlement")
    assert (entry.sales_channel, entry.kind) == ("Amazon", EntryKind.DEPOSIT)
    assert [(line.side, line.account, line.amount, line.description) for line in entry.lines] == [
        (Side.DEBIT, "1320", Money(110000, "USD"), "Net"),
        (Side.DEBIT, "6010", Money(10000, "USD"), "Fees"),
        (Side.CREDIT, "4020", Money(120000, "USD"), "Gross"),
    ]


def test_the_date_parts_equal_narrations(write: Write) -> None:
    """The same narration on two days is two journals."""
    path = write(XERO_HEAD + a_narration(day="2026-07-13") + a_narration(day="2026-07-14"))
    assert [entry.reference[:10] for entry in entries(path)] == ["2026-07-13", "2026-07-14"]


def test_narration_and_date_may_stand_on_the_first_row_alone(write: Write) -> None:
    """A row with neither belongs to the journal above it."""
    path = write(XERO_HEAD + "Etsy 1,2026-07-13,,1320,,5\n,,,4020,,-5\n")
    assert len(entries(path)[0].lines) == 2


def test_the_reference_is_stable_and_short_enough() -> None:
    """Spaces make no difference; a long narration is cut and told apart by its hash."""
    day = date(2026, 7, 13)
    long = "Amazon " + "x" * 200
    assert dated_reference(" Amazon  1 ", day) == "2026-07-13 Amazon 1"
    assert dated_reference(long, day) == dated_reference(long, day)
    assert len(dated_reference(long, day)) <= MAX_REFERENCE
    assert dated_reference(long + "y", day) != dated_reference(long, day)


def test_two_identical_journals_are_told(write: Write) -> None:
    """Apart in the file they are refused; one could not be told from a part of the other."""
    path = write(XERO_HEAD + a_narration() + a_narration("Amazon 2") + a_narration())
    assert len(faults(path)) == 2
    assert "do not stand together" in faults(path)[0]


def test_one_day_written_in_two_ways_is_one_reference(write: Write) -> None:
    """The second journal of a narration and day is told, not lost as known already."""
    path = write(XERO_HEAD + a_narration(day="2026-07-13") + a_narration(day="13 Jul 2026"))
    (fault,) = faults(path)
    assert 'the reference "2026-07-13 Amazon 1" stands on line 2 already' in fault


@pytest.mark.parametrize(
    ("row", "cause"),
    [
        ("Etsy 1,2026-07-13,,,,5", "line 2: the account is missing"),
        ("Etsy 1,2026-07-13,,1320,,", "line 2: the amount is missing"),
        ("Etsy 1,2026-07-13,,1320,,1,234.50", "has 7 cells under 6 headings"),
        ("Etsy 1,2026-07-13,,1320,,6", "differ by 1.00 USD"),
    ],
)
def test_a_bad_row_faults_its_whole_entry(write: Write, row: str, cause: str) -> None:
    """Never half an entry."""
    path = write(XERO_HEAD + row + "\nEtsy 1,2026-07-13,,4020,,-5\n" + a_narration())
    (fault,) = faults(path)
    assert fault.startswith("lines 2-3: ")
    assert cause in fault


def test_half_a_key_is_not_guessed(write: Write) -> None:
    """A journal without narration or without date says so."""
    assert "the narration is missing" in faults(write(XERO_HEAD + a_narration("")))[0]
    assert "the date is missing" in faults(write(XERO_HEAD + a_narration(day="")))[0]


@pytest.mark.parametrize(
    "rate", ["", "Tax Exempt (0%)", "NONE", "No tax", "No VAT", "BAS Excluded"]
)
def test_rates_without_tax_lose_nothing(write: Write, rate: str) -> None:
    """What says that there is no tax may be left out."""
    path = write(XERO_HEAD + a_narration().replace(",,", f",{rate},").replace(f",{rate},1", ",,1"))
    assert open_entries(path, USD).notes == ()


@pytest.mark.parametrize(("amount", "amounts"), [("-5", TaxOn.INCLUSIVE), ("-6", TaxOn.EXCLUSIVE)])
def test_the_balance_says_how_tax_goes_with_amounts(
    write: Write, amount: str, amounts: TaxOn
) -> None:
    """Lines that balance have it in them; to others the platform adds it."""
    rows = f"Etsy 1,2026-07-13,,1,20% (VAT on Income),5\nEtsy 1,2026-07-13,,2,NONE,{amount}\n"
    (entry,) = entries(write(XERO_HEAD + rows))

    assert entry.amounts is amounts
    assert [line.coding.tax for line in entry.lines] == ["20% (VAT on Income)", "NONE"]
    said = replace(USD, amounts=TaxOn.EXCLUSIVE)
    assert entries(write(XERO_HEAD + rows), said)[0].amounts is TaxOn.EXCLUSIVE


def test_a_journal_without_tax_has_to_balance_as_it_stands(write: Write) -> None:
    """Codes that say "no tax" cannot be what is missing."""
    rows = "Etsy 1,2026-07-13,,1,No VAT,5\nEtsy 1,2026-07-13,,2,NONE,-6\n"

    assert "debits and credits differ" in faults(write(XERO_HEAD + rows))[0]


def test_tracking_is_read(write: Write) -> None:
    """By the names of its categories; an option without one is a fault."""
    head = XERO_HEAD.rstrip() + ",TrackingName1,TrackingOption1\n"
    rows = "Etsy 1,2026-07-13,,1,,5,Region,North\nEtsy 1,2026-07-13,,2,,-5,,\n"
    (entry,) = entries(write(head + rows))

    assert [line.coding.tracking for line in entry.lines] == [(("Region", "North"),), ()]
    (fault,) = faults(write(head + rows.replace("Region", "")))
    assert '"North" has no category' in fault
