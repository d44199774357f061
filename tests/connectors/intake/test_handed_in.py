"""Files as people have them, each read to its entries or refused in one clear sentence."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from connectors.intake.dates import DateOrder
from connectors.intake.files import open_entries
from connectors.intake.result import IntakeOptions, NumberBy
from journal.entries.coding import Coding, TaxOn
from journal.entries.entry import NewEntry, Side
from journal.errors import BadInput
from tests.connectors.intake.build import entries, results

FILES = Path(__file__).with_name("handed_in")
USD = IntakeOptions("USD", locale="en-US")
GBP = IntakeOptions("GBP", locale="en-GB")
AUD = IntakeOptions("AUD", locale="en-AU")
CAD = IntakeOptions("CAD", locale="en-CA")
SHOP = "SHOP-0714 2026-07-14 Shopify 482.10"


@dataclass(frozen=True, slots=True)
class Sample:
    """A file and what must come out of it: its entries in short, the lines of the first, words."""

    file: str
    entries: list[str]
    lines: list[str]
    options: IntakeOptions = USD
    descriptions: tuple[str, ...] = ()  # of the first entry's lines
    label: str = "QuickBooks' journal entry file"
    memo: str = ""

    def __str__(self) -> str:
        """Name the test."""
        return self.file


READ = [
    Sample(
        "reported/01-account-number-is-anothers-id.csv",
        ["AI-1 2026-07-19 Shopify 10.00", "AI-2 2026-07-19 Shopify 20.00"],
        ["debit 1310 10.00", "credit Store 79 sales 10.00"],
    ),
    Sample(
        "reported/02-plain-journal-number.csv",
        ["7 2026-07-22 Shopify 1912.00"],
        ["debit Clearing:Shopify clearing 1912.00", "credit Sales by Shopify 1912.00"],
    ),
    Sample(
        "reported/04-numbers-from-one-day1.csv",
        ["1 2026-07-14 Shopify 350.58", "2 2026-07-14 Shopify 100.00"],
        ["debit Clearing:Shopify clearing 350.58", "credit Sales 350.58"],
    ),
    Sample(
        "reported/04-numbers-from-one-day2.csv",
        ["1 2026-07-15 Shopify 411.00", "2 2026-07-15 Shopify 100.00"],
        ["debit Clearing:Shopify clearing 411.00", "credit Sales 411.00"],
    ),
    Sample(
        "reported/05-account-names-as-people-write-them.csv",
        [f"AN-{n} 2026-07-18 Shopify {n + 9}.00" for n in range(1, 9)],
        ["debit 1310 Shopify clearing 10.00", "credit Sales 10.00"],
    ),
    Sample(
        "reported/07a-xero-debit-credit.csv",
        ["2026-07-14 Shopify sales 14 Jul 2026-07-14 Shopify 482.10"],
        ["debit 1200 482.10", "credit 4000 482.10"],
        descriptions=("Clearing", "Sales"),
        label="Xero's manual journal file",
        memo="Shopify sales 14 Jul",
    ),
    Sample(
        "reported/07b-xero-debit-credit-taxamount-reference.csv",
        ["2026-07-14 Shopify sales 14 Jul 2026-07-14 Shopify 482.10"],
        ["debit 1200 482.10", "credit 4000 482.10"],
        descriptions=("Clearing", "Sales"),
        label="Xero's manual journal file",
        memo="Shopify sales 14 Jul; SO-14",
    ),
    Sample(
        "reported/07c-xero-journalnumber.csv",
        ["PR-7 2026-07-31 Shopify 1000.00"],
        ["debit 610 1000.00", "credit 835 1000.00"],
        descriptions=("Shopify gross", "Shopify net"),
        label="a journal file",
        memo="RUN-7",
    ),
    Sample(
        "reported/08-zoho-journal-import.csv",
        [SHOP, "SHOP-0715 2026-07-15 Shopify 100.00"],
        ["debit Shopify clearing 482.10", "credit Sales 482.10"],
        descriptions=("Clearing", "Orders"),
        label="Zoho Books' journal import file",
        memo="Shopify sales 14 Jul",
    ),
    Sample(
        "reported/09a-memo-description-heading.csv",
        ["AD-20260714 2026-07-14 Shopify 482.10"],
        ["debit Shopify clearing 482.10", "credit Sales 482.10"],
        descriptions=("Shopify day 14 Jul", "Shopify orders"),
    ),
    Sample(
        "reported/10-excel-accounting-negative.csv",
        ["SHOP-0714 2026-07-14 Shopify 1500.00"],
        ["debit Shopify clearing 1482.10", "debit Refunds 17.90", "credit Sales 1500.00"],
    ),
    *(
        Sample(
            f"reported/{name}.csv",
            [SHOP],
            ["debit Shopify clearing 482.10", "credit Sales 482.10"],
        )
        for name in (
            "11a-date-with-midnight",
            "11b-excel-date-time",
            "14-sep-line",
            "15a-title-rows",
            "16-totals-row",
            "ok-trailing-commas",
        )
    ),
    Sample(
        "reported/12a-real.csv",
        ["SHOP-0714 2026-07-14 Shopify 1482.10"],
        ["debit Shopify clearing 1482.10", "credit Sales 1482.10"],
        IntakeOptions("BRL", locale="pt-BR"),
    ),
    Sample(
        "reported/12b-naira.csv",
        ["SHOP-0714 2026-07-14 Shopify 25000.00"],
        ["debit Shopify clearing 25000.00", "credit Sales 25000.00"],
        IntakeOptions("NGN", locale="en-NG"),
    ),
    Sample(
        "reported/17-taxratename-heading.csv",
        ["2026-03-31 Shopify fees Mar 2026 2026-03-31 Shopify 1000.00"],
        ["debit 6200 1000.00", "credit 1400 1000.00"],
        label="Xero's manual journal file",
        memo="Shopify fees Mar 2026; RUN-2026-03",
    ),
    Sample(
        "reported/19-no-journal-number.csv",
        ["2026-07-14 Shopify 2026-07-14 Shopify 482.10"],
        ["debit Shopify clearing 482.10", "credit Sales 482.10"],
        replace(USD, number_by=NumberBy.DATE),
        label="a journal file",
    ),
    Sample(
        "reported/20a-wave-two-columns.csv",
        ["8801 2026-07-14 Shopify 482.10"],
        ["debit Shopify clearing 482.10", "credit Sales 482.10"],
        label="Wave's transaction export",
        memo="Shopify day",
    ),
    Sample(
        "reported/21-amount-and-side-columns.csv",
        [SHOP],
        ["debit Shopify clearing 482.10", "credit Sales 482.10"],
        descriptions=("Shopify day", "Shopify orders"),
        label="a journal file",
    ),
    *(
        Sample(
            f"reported/{name}.csv",
            [SHOP],
            ["debit 51100 Bulk Oil – Raw 482.10", "credit Sales 482.10"],
            descriptions=("Shopify day", "Café Shopify"),
        )
        for name in ("ok-bom", "ok-cp1252")
    ),
    Sample(
        "reported/ok-zero-line.csv",
        [SHOP],
        ["debit Shopify clearing 482.10", "credit Sales 482.10", "debit Discounts 0.00"],
    ),
    Sample(
        "july/ar_ap_noname.csv",
        ["AP-1 2026-07-05 Amazon 900.00", "AR-1 2026-07-05 Faire 900.00"],
        ["credit Accounts Payable (A/P) 900.00", "debit Loan fees 900.00"],
    ),
    Sample(
        "july/generic.csv",
        ["STORE-1 2026-07-05 Shopify 100.00"],
        ["credit 4010 Sales 100.00", "debit 1000 Checking 100.00"],
        replace(USD, leave_out=True),
        label="a journal file",
        memo="daily takings Shopify POS",
    ),
    Sample(
        "july/many_channels.csv",
        [
            "DD-0703 2026-07-03 DoorDash 244.36",
            "UE-0703 2026-07-03 Uber Eats 427.93",
            "GH-0703 2026-07-03 Grubhub 881.35",
            "WM-0703 2026-07-03 Walmart 624.30",
            "CL-0703 2026-07-03 Clover 339.58",
            "PP-0703 2026-07-03 PayPal 394.03",
            "ST-0703 2026-07-03 Stripe 555.71",
            "TO-0703 2026-07-03 Toast 765.15",
            "VE-0703 2026-07-03 Venmo 555.43",
            "AP-0703 2026-07-03 Afterpay 373.36",
        ],
        ["credit Sales 244.36", "debit Merchant fees 48.87", "debit Undeposited funds 195.49"],
    ),
    Sample(
        "july/memo.csv",
        ["MEMO-1 2026-07-09 Shopify 55.00"],
        ["debit Checking 55.00", "credit Clearing:Shopify clearing 55.00"],
        replace(USD, dates=DateOrder.MONTH_FIRST),
        descriptions=("line text", "line text 2"),
        memo="Shopify payout 8812 approved by controller 9 July",
    ),
    Sample(
        "july/zoho_template.csv",
        ["CLV-0701 2026-07-01 Clover 820.00"],
        ["credit Sales 820.00", "debit Clover clearing 820.00"],
        label="Zoho Books' journal import file",
        memo="Clover sales",
    ),
]


@pytest.mark.parametrize("sample", READ, ids=str)
def test_read_to_its_entries(sample: Sample) -> None:
    """Reference, day, sales channel and sum of each entry, and the lines of the first."""
    found = entries(FILES / sample.file, sample.options)
    first = found[0]

    assert [f"{e.reference} {e.date} {e.sales_channel} {e.total.decimal}" for e in found] == (
        sample.entries
    )
    shown = [
        f"{line.side} {line.account} {line.amount.decimal if line.amount else ''}"
        for line in first.lines
    ]
    assert shown == sample.lines
    assert first.description == sample.memo
    if sample.descriptions:
        assert tuple(line.description for line in first.lines) == sample.descriptions


@pytest.mark.parametrize("sample", READ, ids=str)
def test_called_what_it_is(sample: Sample) -> None:
    """A vendor is named only where the file is that vendor's."""
    assert open_entries(FILES / sample.file, sample.options).label == sample.label


@pytest.mark.parametrize("sample", READ, ids=str)
def test_read_twice_it_is_the_same(sample: Sample) -> None:
    """A file that is imported again gives the same references, so nothing is taken twice."""
    path = FILES / sample.file
    assert results(path, sample.options) == results(path, sample.options)


@pytest.mark.parametrize(
    ("file", "count", "options"),
    [
        ("july/us_shopify_plain.csv", 31, USD),
        ("july/us_amazon_settlement.csv", 4, USD),
        ("july/eu_woo_comma.csv", 31, IntakeOptions("EUR", locale="de-DE")),
        ("july/cad_norate.csv", 7, USD),
        ("july/stripe.jsonl", 10, USD),
        ("reported/ok-mentions.jsonl", 3, USD),
    ],
)
def test_months_are_read_whole(file: str, count: int, options: IntakeOptions) -> None:
    """No entry is faulted, and nothing has to be assumed."""
    assert len(entries(FILES / file, options)) == count
    assert open_entries(FILES / file, options).notes == ()


CARRIED = [
    ("us_shopify_class.csv", 31, {"class": 236, "location": 236, "name": 36}, USD),
    ("us_shopify_plain.csv", 31, {}, USD),
    ("uk_xero_vat.csv", 31, {"tracking": 248, "tax": 124, "exclusive": 31}, GBP),
    ("au_xero_gst.csv", 31, {"tracking": 62, "tax": 62, "inclusive": 31}, AUD),
    ("ca_square_hst.csv", 31, {"location": 124, "tax": 124, "exclusive": 31}, CAD),
    ("cad_rate.csv", 7, {"rate": 7}, USD),
    ("cad_norate.csv", 7, {}, USD),
    ("adjusting.csv", 2, {"adjusting": 1, "reverse_on": 1}, USD),
    ("ar_ap.csv", 2, {"name": 2}, USD),
    ("ar_ap_noname.csv", 2, {}, USD),
    ("generic.csv", 1, {"location": 2}, USD),
    ("zoho_template.csv", 1, {}, USD),
    ("memo.csv", 1, {}, replace(USD, dates=DateOrder.MONTH_FIRST)),
    ("many_channels.csv", 10, {}, USD),
    ("stripe.jsonl", 10, {}, USD),
    ("stripe_class.jsonl", 1, {"class": 3, "tax": 1}, USD),
]
"""A controller's July: how many entries each file has, and how often each field is filled."""


@pytest.mark.parametrize(("file", "count", "fields", "options"), CARRIED)
def test_what_a_month_says_is_carried(
    file: str, count: int, fields: dict[str, int], options: IntakeOptions
) -> None:
    """Every entry is read, with every field that its rows fill; nothing is left out or assumed."""
    found = entries(FILES / "july" / file, options)

    assert len(found) == count
    told = open_entries(FILES / "july" / file, options).notes
    assert not any("eft out" in note for note in told)
    assert filled(found) == fields


def filled(found: list[NewEntry]) -> Counter[str]:
    """Return how often each field is filled, of lines and of heads."""
    counts: Counter[str] = Counter()
    for one in found:
        for line in one.lines:
            counts.update(dimension.field.value for dimension, _word in line.coding.words())
        heads = {
            "exclusive": one.amounts is TaxOn.EXCLUSIVE,
            "inclusive": one.amounts is TaxOn.INCLUSIVE,
            "rate": one.exchange_rate,
            "adjusting": one.adjusting,
            "reverse_on": one.reverse_on,
        }
        counts.update(name for name, is_there in heads.items() if is_there)
    return counts


def test_a_month_is_read_to_the_word() -> None:
    """The first entry of each kind, field by field."""
    july = FILES / "july"
    us, uk = entries(july / "us_shopify_class.csv")[0], entries(july / "uk_xero_vat.csv", GBP)[0]
    rated = entries(july / "cad_rate.csv")[0]
    accrual = entries(july / "adjusting.csv")[1]

    assert us.lines[-1].coding == Coding("Online", "Web warehouse", name="CA Tax Agency")
    region = (("Channel", "Shopify UK"), ("Region", "GB"))
    assert uk.lines[0].coding == Coding(tracking=region, tax="20% (VAT on Income)")
    assert (rated.currency, rated.exchange_rate) == ("CAD", Decimal("0.7315"))
    assert (accrual.adjusting, accrual.reverse_on) == (False, date(2026, 8, 1))


def test_no_numbers_says_how_to_go_on() -> None:
    """The column to add and the option to choose are both named."""
    with pytest.raises(BadInput, match='"Journal No", or choose with --number-by: date') as caught:
        open_entries(FILES / "reported" / "19-no-journal-number.csv", USD)
    assert "QuickBooks" not in str(caught.value)


def test_day_that_may_be_two_is_asked_about() -> None:
    """7/9/2026 alone is not guessed at, although its memo says July."""
    with pytest.raises(BadInput, match="--dates day-first or month-first"):
        open_entries(FILES / "july" / "memo.csv", USD)


def test_title_rows_are_told() -> None:
    """What stands above the headings is passed over in plain sight."""
    (note,) = open_entries(FILES / "reported" / "15a-title-rows.csv", USD).notes
    assert note == "Lines 1-3 above the headings were passed over."


def test_sides_balance_in_every_file() -> None:
    """Whatever the form, debits and credits of each entry come to the same."""
    for sample in READ:
        for entry in entries(FILES / sample.file, sample.options):
            sums = {
                side: sum(
                    one.amount.minor for one in entry.lines if one.amount and one.side is side
                )
                for side in Side
            }
            assert sums[Side.DEBIT] == sums[Side.CREDIT] == entry.total.minor
