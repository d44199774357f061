"""Entries as a table: aligned, short enough for a line, read in order."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from blocks.card.entry_table import WIDE, entry_table, ledger_links, status_of_all
from journal.amounts.money import Money
from journal.entries.entry import Entry, EntryKind, Line, PostingStatus, Side
from tests.build import NOW, an_entry, some_content


def rows_of(entries: list[Entry], locale: str = "en_US") -> list[str]:
    """Return the rows of the table, the headings first."""
    drawn = entry_table(entries, locale).to_dict()
    (part,) = drawn["elements"]
    assert part["type"] == "rich_text_preformatted"
    text: str = part["elements"][0]["text"]
    return text.splitlines()


def entry(number: int, status: PostingStatus = PostingStatus.FAILED, **content: Any) -> Entry:
    """One of several entries."""
    return an_entry(id=number, status=status, content=some_content(**content))


def test_amounts_stand_below_one_another() -> None:
    """Headings first; amounts end at the same place, whatever stands before them."""
    big = Money(100_000_000, "USD")
    lines = tuple(Line(side, big, category="x") for side in Side)
    rows = rows_of([entry(1), entry(1042, reference="S-8", lines=lines)])

    assert rows == [
        "Number   Date          Amount  Ref no.",
        "JF-1     Jul 7      $1,604.13  SHOP-2026-07-07",
        "JF-1042  Jul 7  $1,000,000.00  S-8",
    ]


def test_what_differs_has_a_column_and_what_does_not_has_none() -> None:
    """Status, and channel or else kind, stand in each row only where they tell the rows apart."""
    failed, posted, silent = PostingStatus.FAILED, PostingStatus.POSTED, PostingStatus.UNCERTAIN
    costs = EntryKind.COST_OF_GOODS_SOLD

    assert rows_of(
        [
            entry(1, failed, reference="A"),
            entry(2, posted, reference="B", sales_channel="Etsy"),
            entry(3, silent, reference="C", kind=costs),
        ]
    ) == [
        "Number  Date      Amount  Status      Channel  Ref no.",
        "JF-1    Jul 7  $1,604.13  not posted  Shopify  A",
        "JF-2    Jul 7  $1,604.13  posted      Etsy     B",
        "JF-3    Jul 7  $1,604.13  no answer   Shopify  C",
    ]
    assert rows_of([entry(1, reference="A"), entry(2, reference="B", kind=costs)]) == [
        "Number  Date      Amount  Kind   Ref no.",
        "JF-1    Jul 7  $1,604.13  Sales  A",
        "JF-2    Jul 7  $1,604.13  Costs  B",
    ]


def test_how_all_stand_is_said_where_no_column_does() -> None:
    """One word for them all; none where they differ."""
    assert status_of_all([entry(1), entry(2)]) == "not posted"
    assert status_of_all([entry(1), entry(2, PostingStatus.SKIPPED)]) == ""


def test_a_correction_is_not_said_to_be_missing() -> None:
    """The entry before it is in the ledger."""
    waits = an_entry(id=3, replaces="227")

    assert status_of_all([waits]) == "not corrected"
    assert "  not corrected  " in rows_of([waits, entry(2)])[1]


def test_days_of_several_years_name_the_year() -> None:
    """Else it goes without saying."""
    rows = rows_of([entry(1, date=date(2025, 12, 31)), entry(2, date=date(2026, 1, 1))])

    assert "Dec 31, 2025" in rows[1]
    assert "Jan 1, 2026 " in rows[2]


def test_an_entry_without_an_amount_says_so() -> None:
    """Its costs are not known yet."""
    assert "  none yet  " in rows_of([entry(1, lines=())])[1]


def test_wide_letters_take_two_places() -> None:
    """A reference in Japanese is cut where its place ends, and the next column stays aligned."""
    rows = rows_of([entry(1, sales_channel="売上" * 30, reference="A"), entry(2, reference="B")])

    assert "…" in rows[1]
    assert cell_len(rows[1]) == cell_len(rows[2])


def test_a_long_reference_loses_its_middle() -> None:
    """Those of one channel begin alike, and their days stand at the end."""
    rows = rows_of([entry(n, reference=f"{'SHOPIFY-' * 9}07-0{n}") for n in (1, 2)])

    assert [row[-7:] for row in rows[1:]] == ["Y-07-01", "Y-07-02"]
    assert all("  SHOPIFY-" in row for row in rows[1:])


@given(references=st.lists(st.text(max_size=90), min_size=1, max_size=4))
def test_a_row_fits_into_a_line(references: list[str]) -> None:
    """Whatever someone calls an entry, it stays on its line, beside what is not cut."""
    entries = [
        entry(place, reference=reference, sales_channel=reference or "Etsy")
        for place, reference in enumerate(references)
    ]
    rows = rows_of(entries)

    assert len(rows) == len(entries) + 1
    assert all(cell_len(row) <= WIDE for row in rows)


def test_links_lead_to_the_ledger() -> None:
    """With the moment since when it has them; what it does not have is left out."""
    posted = an_entry(id=1, posted_at=NOW, ledger_url="https://books.invalid/e/9")

    (link,) = ledger_links([posted, entry(2)])

    assert link.startswith("<https://books.invalid/e/9|JF-1> <!date^")
