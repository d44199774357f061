"""Two entries told in the same names, and which of their lines differ."""

from dataclasses import replace
from datetime import date

from journal.books.closed_days import ClosedDays
from journal.entries.entry import Side
from journal.entries.mapping import prepare
from journal.entries.posting import LedgerLine
from journal.matching.comparing import as_shown, in_our_names, unlike
from tests.build import an_entry, some_content
from tests.journal.matching.test_correction import KNOWN, OURS, correction, dollars, line, there

D, C = Side.DEBIT, Side.CREDIT


def test_ours_is_told_in_the_names_of_the_ledger() -> None:
    """Categories as the accounts that they go to, numbers as names, closed month or not."""
    closed = replace(KNOWN, closed=ClosedDays(until=date(2026, 12, 31)))

    told = as_shown(prepare(correction(), KNOWN))

    assert [(one.side, one.amount, one.account) for one in told] == [
        (one.side, one.amount, one.account) for one in OURS
    ]
    assert [one.account_id for one in told] == ["90", "98"]
    assert told == as_shown(prepare(correction(), closed))


def test_with_a_gap_it_is_told_as_it_was_handed_in() -> None:
    """A category without an account keeps its own name."""
    entry = an_entry(content=some_content())

    told = as_shown(prepare(entry, replace(KNOWN, mappings={})))

    assert [one.account for one in told] == ["Clearing", "Gift cards"]


def test_theirs_is_told_in_the_names_of_the_chart() -> None:
    """A platform may show ids or numbers; what the chart does not know stays as it is."""
    shown = there(lines=(line(D, 5, "90"), line(C, 5, "4010"), line(C, 1, "Suspense")))

    told = in_our_names(shown, KNOWN.chart)

    assert [one.account for one in told.lines] == ["Clearing", "Sales:Shopify sales", "Suspense"]
    assert [one.account_id for one in told.lines] == ["90", "98", ""]


def test_lines_differ_whatever_order_they_stand_in() -> None:
    """Each counts once: of two alike here and one there, one differs."""
    fee: LedgerLine = line(D, 3, "Fees")
    ours = [fee, line(D, 250, "Clearing"), fee]
    theirs = [line(D, 250, "Clearing"), fee, LedgerLine(D, dollars(4), "Fees")]

    assert unlike(ours, theirs) == [False, False, True]
    assert unlike(theirs, ours) == [False, False, True]
    assert unlike(ours, []) == [True, True, True]
