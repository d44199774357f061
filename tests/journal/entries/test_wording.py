"""The words of an entry as its ledger gets them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.book import Platform
from journal.entries.entry import Entry, Line, Side
from journal.entries.text_limits import limits_of
from journal.entries.wording import (
    cut,
    description_of,
    note_of,
    own_number_of,
    remarks_on,
    texts_of,
)
from tests.build import an_entry, some_content

QUICKBOOKS = 4000
EURO = Money(100, "USD")


def worded(memo: str = "", **changes: Any) -> Entry:
    """Return entry JF-1042 with a memo."""
    return an_entry(content=some_content(description=memo, **changes))


def test_the_memo_is_the_note_with_our_number_at_its_end() -> None:
    """Without one, the sales channel and the reference stand there."""
    assert note_of(worded("Shopify takings, week 28"), 500) == "Shopify takings, week 28 [JF-1042]"
    assert note_of(worded(), 500) == "Shopify SHOP-2026-07-07 [JF-1042]"
    assert note_of(worded("  "), 500) == "Shopify SHOP-2026-07-07 [JF-1042]"


def test_a_memo_that_just_fits_is_whole() -> None:
    """One character more is cut, and the cut is seen; our number is never cut."""
    room = QUICKBOOKS - len(" [JF-1042]")

    whole, over = (
        note_of(worded("m" * room), QUICKBOOKS),
        note_of(worded("m" * (room + 1)), QUICKBOOKS),
    )

    assert whole == "m" * room + " [JF-1042]"
    assert over == "m" * (room - 1) + "… [JF-1042]"
    assert len(whole) == len(over) == QUICKBOOKS


@pytest.mark.parametrize("memo", ["", "Takings", "m" * 600])
def test_the_day_before_stays_in_the_note(memo: str) -> None:
    """Where a person moved the entry; the memo is as it was handed in, and the day stands once."""
    before = some_content(description=memo)
    told = f"{memo} (dated 2026-07-07 before)".strip()
    moved = replace(before, date=date(2026, 8, 1), description=told)

    note = note_of(an_entry(content=moved, handed_in=before), 500)

    assert note.count("dated 2026-07-07 before") == 1
    assert note.endswith("[JF-1042]")
    assert len(note) <= 500
    assert note.startswith(memo[:100] or "Shopify SHOP-2026-07-07")


def test_a_line_says_what_was_written_on_it() -> None:
    """Else its category, else the product's title; what does not fit is cut."""
    line = Line(Side.DEBIT, EURO, category="Sales", description="Till 2", title="Mug")

    assert description_of(line, 500) == "Till 2"
    assert description_of(replace(line, description=""), 500) == "Sales"
    assert description_of(replace(line, description="", category=None), 500) == "Mug"
    assert description_of(replace(line, description="d" * 501), 500) == cut("d" * 501, 500)


@pytest.mark.parametrize(
    ("number", "used"),
    [
        ("SJ-114", "SJ-114"),
        (" 7 ", "7"),
        ("", ""),
        ("1" * 21, "1" * 21),
        ("1" * 22, ""),
        ("JF-12", ""),
        ("jf-1042-2", ""),
        ("JF-12a", "JF-12a"),
    ],
)
def test_own_numbers_that_are_used(number: str, used: str) -> None:
    """Those that fit, and that nobody could take for one of jefail's."""
    assert own_number_of(some_content(number=number), 21) == used


def test_where_there_is_no_field_no_number_is_used() -> None:
    """As in Xero."""
    assert own_number_of(some_content(number="7"), 0) == ""


@pytest.mark.parametrize("platform", list(Platform))
def test_what_fits_is_not_remarked_on(platform: Platform) -> None:
    """Nothing is said of an entry that is in its ledger whole."""
    assert remarks_on(some_content(description="Takings"), "JF-1", platform) == ()


def test_each_cut_is_told() -> None:
    """With how much there is and how much the platform takes: of the memo and of each line."""
    amount = Money(160413, "USD")
    lines = (
        Line(Side.DEBIT, amount, account="1310", description="d" * 501),
        Line(Side.CREDIT, amount, account="4000", description="d" * 500),
    )
    content = some_content(description="m" * 612, lines=lines)

    told = remarks_on(content, "JF-12", Platform.ZOHO)

    assert told == (
        "The memo has 612 characters. Zoho Books takes 492 beside our number, so its end is cut"
        " off there.",
        "The description of line 1 has 501 characters. Zoho Books takes 500, so its end is cut off"
        " there.",
    )
    assert remarks_on(content, "JF-12", Platform.QUICKBOOKS) == ()


@pytest.mark.parametrize(
    ("number", "platform", "words"),
    [
        ("7", Platform.XERO, "Xero has no field for your own journal number"),
        ("7", Platform.TRYTON, "Tryton has no field for your own journal number"),
        ("n" * 22, Platform.QUICKBOOKS, "has 22 characters and QuickBooks takes 21"),
        ("JF-7", Platform.QUICKBOOKS, "is one of jefail's own"),
    ],
)
def test_a_number_that_is_not_used_is_told(number: str, platform: Platform, words: str) -> None:
    """With the reason."""
    (told,) = remarks_on(some_content(number=number), "JF-12", platform)

    assert words in told


def test_every_platform_that_is_posted_to_has_limits() -> None:
    """A posting service writes by itself, so nothing is known of its ledger's limits."""
    assert {one for one in Platform if limits_of(one) is None} == {Platform.POSTING_SERVICE}


def test_what_names_an_entry_in_its_ledger() -> None:
    """Its own number first, where the platform has a field; the note last."""
    entry = worded("Takings", number="7")

    assert texts_of(entry, Platform.QUICKBOOKS) == ("7", "JF-1042", "Takings [JF-1042]")
    assert texts_of(entry, Platform.XERO) == ("JF-1042", "Takings [JF-1042]")
