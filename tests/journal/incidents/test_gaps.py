"""Which categories lack an account, no matter who posts and whatever the failure names."""

from __future__ import annotations

from dataclasses import replace

from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.entries.entry import EntryKind, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.placing import Known
from journal.incidents.gaps import Gap, Gaps, gaps_of, named_by_lines, refused_by
from journal.incidents.incident import Case
from tests.build import a_case, a_connection, an_incident

SALES = Account("79", "Sales", "4000", "Income")
CLOSED = Account("98", "Sales:Gift cards", "4010", "Income", active=False)
KNOWN = Known(
    Platform.QUICKBOOKS,
    Chart((SALES, CLOSED)),
    {("Shopify", "Sales"): "79", ("Shopify", "Gift cards"): "4010", ("Shopify", "Old"): "gone"},
    {},
)


def gap(name: str, channel: str = "Shopify") -> Gap:
    """Return a row for a category."""
    return Gap((channel, name), Side.CREDIT, EntryKind.SALES_SUMMARY, entries=1)


ROWS = [gap("Gift cards"), gap("Old"), gap("Sales"), gap("Sales", "Amazon"), gap("Tips")]


def case_of(reason: FailureReason, *named: str, platform: Platform = Platform.QUICKBOOKS) -> Case:
    """Return a case whose failure names these."""
    subject, *details = named
    incident = an_incident(failure=Failure(reason, subject, tuple(details)))
    return a_case(incident, connection=a_connection(platform=platform))


def test_a_category_without_a_usable_account_is_a_gap() -> None:
    """Not mapped, mapped to what is gone, to what is inactive; as the card names them, first."""
    found = gaps_of(case_of(FailureReason.MAPPING_MISSING, "Tips"), KNOWN, ROWS)

    assert [row.category for row in found] == [
        ("Shopify", "Tips"),
        ("Shopify", "Gift cards"),
        ("Shopify", "Old"),
        ("Amazon", "Sales"),
    ]


def test_a_refused_account_is_a_gap_despite_the_chart() -> None:
    """The platform has the last word, by whatever name it gives the account."""
    for name in ("Sales", "4000", "79", "4000 Sales"):
        case = case_of(FailureReason.ACCOUNT_INVALID, name)
        assert ("Shopify", "Sales") in [row.category for row in gaps_of(case, KNOWN, ROWS)]


def test_an_account_that_is_refused_without_a_name_may_be_any() -> None:
    """Of an entry whose accounts all seem good, every category can be mapped to another one."""
    silent, good = case_of(FailureReason.ACCOUNT_INVALID, ""), [gap("Sales")]

    found = gaps_of(silent, KNOWN, good)

    assert found == tuple(good)
    assert Gaps(silent, KNOWN, found).is_unsaid
    assert gaps_of(case_of(FailureReason.MAPPING_MISSING, ""), KNOWN, good) == ()
    assert not Gaps(silent, KNOWN, gaps_of(silent, KNOWN, ROWS)).is_unsaid


def test_a_posting_service_says_itself_what_its_mapping_lacks() -> None:
    """Ours is only a part of it; a category may have no line that is known here."""
    case = case_of(
        FailureReason.MAPPING_MISSING, "Tips", "Unseen", platform=Platform.POSTING_SERVICE
    )

    found = gaps_of(case, KNOWN, ROWS)

    assert [(row.category[1], row.entries) for row in found] == [("Tips", 1), ("Unseen", 0)]


def test_accounts_of_lines_are_told_apart_from_mapped_ones() -> None:
    """Only those that take no entries; what is not in the chart by the name that the line gives."""
    refused = refused_by(Failure(FailureReason.ACCOUNT_INVALID, "Sales"))

    assert named_by_lines(["4000", "4010", "9999"], KNOWN) == ("4010", "9999")
    assert "4000" in named_by_lines(["4000"], KNOWN, refused)


def test_an_entry_counts_once_everything_it_lacks_is_mapped() -> None:
    """What lacks more waits on."""
    tips, gifts = ("Shopify", "Tips"), ("Shopify", "Gift cards")
    case = case_of(FailureReason.MAPPING_MISSING, "Tips")
    lacks = ((frozenset({tips}), 2), (frozenset({tips, gifts}), 5))

    gaps = replace(Gaps(case, KNOWN, ()), lacks=lacks)

    assert [gaps.completed_by(chosen) for chosen in (set(), {gifts}, {tips}, {tips, gifts})] == [
        0,
        0,
        2,
        7,
    ]
