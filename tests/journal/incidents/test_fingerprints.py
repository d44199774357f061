"""What makes two failures one case: every cause has its own scope."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.entries.failure import (
    CONNECTION_WIDE,
    PASSING,
    AccountCause,
    Conflict,
    Failure,
    FailureReason,
    Obstacle,
)
from journal.incidents.detection import fingerprint
from tests.build import a_failure, an_entry, some_content

R = FailureReason
BY_WORDS = [
    R.MATCHED_OR_EDITED,
    R.CURRENCY,
    R.TAX_OR_DIMENSION,
    R.VALIDATION_OTHER,
    R.UNKNOWN,
]


def mark(
    failure: Failure, *, book: int = 1, connection: int = 1, entry_id: int = 1, **content: Any
) -> str:
    """Return the fingerprint of `failure` of one entry."""
    entry = an_entry(id=entry_id, content=some_content(**content))
    return fingerprint(failure, book_id=book, connection_id=connection, entry=entry)


@pytest.mark.parametrize("reason", sorted(CONNECTION_WIDE))
def test_what_hits_the_whole_connection_is_one_case(reason: R) -> None:
    """Whatever the entry, its channel, its month and the platform's words; not for another one."""
    one = mark(Failure(reason, words="a"))

    assert one == mark(Failure(reason, words="b"), entry_id=2, sales_channel="Square")
    assert one == mark(Failure(reason), date=date(2026, 1, 1))
    assert one == fingerprint(Failure(reason), book_id=1, connection_id=1, entry=None)
    assert one != mark(Failure(reason, words="a"), connection=2)


def test_all_that_passes_by_itself_is_one_case() -> None:
    """A platform that is away answers 503 now and nothing then: that is one card."""
    assert len({mark(Failure(reason)) for reason in PASSING}) == 1


def test_lasting_reasons_of_a_connection_are_cases_of_their_own() -> None:
    """A lost connection is not a missing permission."""
    lasting = CONNECTION_WIDE - PASSING

    assert len({mark(Failure(reason)) for reason in lasting}) == len(lasting)


def test_a_missing_mapping_is_one_case_for_its_category() -> None:
    """Thirty days without an account for gift cards are one card."""
    one = mark(a_failure(R.MAPPING_MISSING))

    assert one == mark(a_failure(R.MAPPING_MISSING), entry_id=2, date=date(2026, 7, 8))
    others = {
        mark(a_failure(R.MAPPING_MISSING, subject="Tips")),
        mark(a_failure(R.MAPPING_MISSING), sales_channel="Square"),
        mark(a_failure(R.MAPPING_MISSING), book=2),
    }
    assert len(others | {one}) == 4


def test_missing_costs_are_one_case_for_book_and_channel() -> None:
    """Whichever variants and however many: one list of costs mends them all."""
    one = mark(a_failure(R.COST_MISSING, subject="1", details=("MUG",)))

    assert one == mark(a_failure(R.COST_MISSING, subject="4"), entry_id=2)
    assert one != mark(a_failure(R.COST_MISSING, subject="1"), sales_channel="Square")
    assert one != mark(a_failure(R.COST_MISSING, subject="1"), book=2)


def test_a_closed_period_is_one_case_for_book_and_month() -> None:
    """July is one card whatever the sales channel, August another."""
    closed = a_failure(R.PERIOD_CLOSED, subject="2026-07")

    assert mark(closed) == mark(closed, entry_id=2, date=date(2026, 7, 31), sales_channel="Square")
    assert mark(closed) != mark(closed, date=date(2026, 8, 1))
    assert mark(closed) != mark(closed, date=date(2025, 7, 7))
    assert mark(closed) != mark(closed, book=2)


def test_a_correction_is_held_by_the_month_it_is_posted_in() -> None:
    """Wherever it is dated itself: it waits with the others for that month."""
    july = Failure(R.PERIOD_CLOSED, subject="2026-07")
    content = some_content(date=date(2026, 8, 3))
    moved = an_entry(id=1, content=content, replaces="227")

    assert fingerprint(july, book_id=1, connection_id=1, entry=moved) == mark(
        july, date=date(2026, 7, 31)
    )


def test_what_a_correction_meets_is_a_case_of_that_entry() -> None:
    """Whatever it is that keeps it out, so that its card goes on when that changes."""
    edited, deleted = (
        Failure(R.MATCHED_OR_EDITED, conflict=Conflict(one))
        for one in (Obstacle.EDITED, Obstacle.DELETED)
    )

    assert mark(edited) == mark(deleted)
    assert mark(edited) != mark(edited, entry_id=2)


def test_an_unfit_account_is_one_case_for_the_book() -> None:
    """Named by us or by the platform; without a name, its words tell."""
    one = mark(a_failure(R.ACCOUNT_INVALID, subject="4000"))

    assert one == mark(a_failure(R.ACCOUNT_INVALID, subject="4000"), sales_channel="Square")
    assert one != mark(a_failure(R.ACCOUNT_INVALID, subject="4100"))
    tips, fees = (
        a_failure(R.ACCOUNT_INVALID, subject=name, cause=AccountCause.MISSING)
        for name in ("Tips", "Fees")
    )
    assert mark(tips) == mark(fees)  # one card for all names that the book's chart has not
    assert mark(tips) != mark(tips, sales_channel="Square")
    silent = a_failure(R.ACCOUNT_INVALID, subject="", words="made inactive")
    assert mark(silent) == mark(silent, entry_id=2)
    assert mark(silent) != mark(a_failure(R.ACCOUNT_INVALID, subject="", words="no such account"))


@pytest.mark.parametrize("reason", [R.DUPLICATE, R.UNBALANCED])
def test_what_concerns_one_entry_is_a_case_of_that_entry(reason: R) -> None:
    """The same entry again is the same case."""
    assert mark(Failure(reason)) == mark(Failure(reason, words="again"))
    assert mark(Failure(reason)) != mark(Failure(reason), entry_id=2)


@pytest.mark.parametrize("reason", BY_WORDS)
def test_other_refusals_differ_by_what_the_platform_says(reason: R) -> None:
    """Numbers, quoted names, case and spaces do not count, since they differ for each entry."""
    said = Failure(reason, words='Line 3: "Blue cup" is not allowed', code="6000")

    assert mark(said) == mark(
        Failure(reason, words="LINE 12:  'Box' is not  allowed", code="6000"), entry_id=2
    )
    assert mark(said) != mark(Failure(reason, words=said.words, code="2020"))
    assert mark(said) != mark(Failure(reason, words="something else", code="6000"))
    assert mark(said) != mark(said, book=2)


def test_every_reason_has_its_own_fingerprint() -> None:
    """Except those that pass, no two reasons of the same entry are one case."""
    lasting = [reason for reason in R if reason not in PASSING]

    assert len({mark(Failure(reason)) for reason in lasting}) == len(lasting)


@given(st.tuples(st.text(max_size=5), st.text(max_size=5)), st.tuples(st.text(), st.text()))
def test_names_never_run_into_each_other(one: tuple[str, str], other: tuple[str, str]) -> None:
    """Two pairs of channel and category are one case only when they are equal."""

    def of(channel: str, category: str) -> str:
        return mark(a_failure(R.MAPPING_MISSING, subject=category), sales_channel=channel)

    assert (of(*one) == of(*other)) == (one == other)
    assert of("a|b", "c") != of("a", "b|c")
