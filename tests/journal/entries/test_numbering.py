"""Numbers that start again in each file become references that do not."""

from __future__ import annotations

from datetime import date

import pytest

from journal.entries.entry import MAX_REFERENCE
from journal.entries.numbering import Numbering, Restart, day_name, within
from tests.build import some_content

DAY = date(2026, 7, 15)
ALL = {"1", "2026-07-15 1", "day2 1"}


@pytest.mark.parametrize(
    ("restart", "reference"),
    [(None, "1"), (Restart.DATE, "2026-07-15 1"), (Restart.FILE, "day2 1")],
)
def test_an_entry_is_looked_for_under_all_its_names(
    restart: Restart | None, reference: str
) -> None:
    """Whichever way a file comes, the others are the ways it may have come before."""
    named, names = Numbering("day2", restart).name(some_content(reference="1", date=DAY))

    assert named.reference == reference
    assert {named.reference, *names.others} == ALL
    assert names.number == ("1" if restart is Restart.FILE else "")


def test_what_begins_with_its_day_stays() -> None:
    """Xero's journals are named by day and narration already."""
    assert day_name("2026-07-15 Amazon sales", DAY) == "2026-07-15 Amazon sales"
    assert day_name("2026-07-14 Amazon sales", DAY) == "2026-07-15 2026-07-14 Amazon sales"


def test_long_names_are_cut_and_stay_different() -> None:
    """Two numbers that differ at their end only are two references still."""
    first, second = (within("a" * 90, f"number {n:020}") for n in (1, 2))

    assert len(first) == len(second) == MAX_REFERENCE
    assert first != second
    assert first == within("a" * 90, f"number {1:020}")
