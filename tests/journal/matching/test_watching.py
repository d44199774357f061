"""What counts of an entry that was posted, and what does not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.amounts.money import Money
from journal.entries.entry import PostingStatus, Side
from journal.entries.failure import Conflict, Obstacle
from journal.entries.grounds import Ground
from journal.entries.posting import LedgerEntry, LedgerLine
from journal.matching.watching import Standing, fields_in, is_told, mark_of, standing_of
from tests.build import an_entry

DAY = date(2026, 7, 7)
RETAIL, TAX = ("Class", "Retail"), ("Tax", "20.00")
ACCOUNTS = st.sampled_from(["35", "79", "90"])
LINES = st.lists(
    st.builds(
        LedgerLine,
        st.sampled_from(Side),
        st.integers(1, 10_000).map(lambda minor: Money(minor, "USD")),
        st.just("Name"),
        ACCOUNTS,
        extras=st.sampled_from([(), (RETAIL,), (("Class", "Online"), ("Location", "Leeds"))]),
    ),
    min_size=1,
    max_size=6,
)
NOT_BOOKED = [
    {"number": "17"},
    {"texts": ("seen by Ana",)},
    {"url": "https://elsewhere.invalid"},
    {"version": "9"},
    {"extras": (("Attachments", "2"), ("Linked to", "Bill 7"), ("Adjusting entry", "yes"))},
]


def shown(*lines: LedgerLine, **more: Any) -> LedgerEntry:
    """Return an entry as the ledger shows it."""
    return replace(LedgerEntry("7", "JF-1042", DAY, lines=lines, version="0"), **more)


def line(minor: int = 100, account: str = "79", **more: Any) -> LedgerLine:
    """Return a credit."""
    return LedgerLine(Side.CREDIT, Money(minor, "USD"), "Sales", account, **more)


def posted(there: LedgerEntry, **more: Any) -> Any:
    """Return our entry as it was posted, when the ledger showed `there`."""
    kept = {"stands_as": mark_of(there), "ledger_version": there.version, "ledger_id": "7"}
    is_ours = {"status": PostingStatus.POSTED, "posted_how": Ground.SENT}
    return an_entry(**{**kept, **is_ours, **more})


def stands(entry: Any, there: LedgerEntry | None) -> Standing:
    """Return what became of it, where nothing is known of mapping and costs."""
    return standing_of(entry, there, None)


@given(LINES, st.randoms())
def test_order_and_splits_do_not_count(lines: list[LedgerLine], chance: Any) -> None:
    """The same sums on the same accounts are the same, however they are written."""
    before = shown(*lines)
    split = [
        replace(one, amount=Money(part, "USD"))
        for one in lines
        for part in (one.amount.minor // 3, one.amount.minor - one.amount.minor // 3)
        if part
    ]
    chance.shuffle(split)

    assert stands(posted(before), shown(*split, version="1")) is Standing.OURS


@given(LINES, st.sampled_from(NOT_BOOKED))
def test_words_and_links_do_not_count(lines: list[LedgerLine], more: dict[str, Any]) -> None:
    """What no report is made of may change as often as people like; so may what ours left empty."""
    before = shown(*lines)
    renamed = [replace(one, account="Renamed", description="checked") for one in lines]

    assert stands(posted(before), replace(shown(*renamed), **more)) is Standing.OURS


@given(LINES, st.data())
def test_whatever_is_booked_counts(lines: list[LedgerLine], data: Any) -> None:
    """Another amount, account, side, currency, class or day is another entry, on any line."""
    place = data.draw(st.integers(0, len(lines) - 1))
    old = lines[place]
    other = Side.DEBIT if old.side is Side.CREDIT else Side.CREDIT
    new = data.draw(
        st.sampled_from(
            [
                replace(old, amount=Money(old.amount.minor + 1, "USD")),
                replace(old, account_id="1"),
                replace(old, side=other),
                replace(old, amount=Money(old.amount.minor, "CAD")),
                replace(old, extras=tuple((name, "Other") for name, _value in old.extras)),
                replace(old, tax=(TAX,)),
            ]
        )
    )
    before, after = shown(*lines), shown(*lines[:place], new, *lines[place + 1 :], version="1")
    is_same = new == old

    assert (stands(posted(before), after) is Standing.OURS) is is_same
    moved = replace(before, date=DAY + timedelta(days=1), version="1")
    assert stands(posted(before), moved) is Standing.EDITED


def test_what_people_add_beside_ours_does_not_count() -> None:
    """A class on a line where ours has none is theirs to choose; one that was ours is ours."""
    bare, classed = shown(line()), shown(line(extras=(RETAIL,)))

    assert stands(posted(bare), replace(classed, version="1")) is Standing.OURS
    assert stands(posted(classed), replace(bare, version="1")) is Standing.EDITED
    assert fields_in(mark_of(classed)) == {"Class"}


def test_what_lines_carry_is_known_by_its_id() -> None:
    """A name that one answer leaves out, or that people change, is none; another choice is."""
    named = shown(line(extras=(RETAIL,), ids=(("Class", "135"),)))
    bare = shown(line(extras=(("Class", "135"),), ids=(("Class", "135"),)), version="1")
    other = shown(line(extras=(RETAIL,), ids=(("Class", "136"),)), version="1")

    assert stands(posted(named), bare) is Standing.OURS
    assert stands(posted(named), other) is Standing.EDITED


def test_places_of_a_number_do_not_count() -> None:
    """A rate or a tax is the same with more noughts behind it."""
    before = shown(line(tax=(TAX,)), extras=(("Exchange rate", "1.10"),))
    after = shown(line(tax=(("Tax", "20"),)), extras=(("Exchange rate", "1.1000"),), version="1")

    assert stands(posted(before), after) is Standing.OURS


@pytest.mark.parametrize(
    ("there", "standing"),
    [
        (None, Standing.GONE),
        (shown(line(), is_draft=True), Standing.UNBOOKED),
        (shown(version="1"), Standing.EDITED),
        (shown(version="0"), Standing.UNKNOWN),
    ],
)
def test_gone_outside_or_unreadable(there: LedgerEntry | None, standing: Standing) -> None:
    """What cannot be read any more was changed, unless it is in the very state that we wrote."""
    assert stands(posted(shown(line())), there) is standing


def test_without_a_mark_a_change_is_only_told_where_it_can_be() -> None:
    """What an earlier release posted, and what a person kept, is taken as it stands first."""
    there = shown(line(), version="1")

    assert stands(posted(there, stands_as=""), there) is Standing.OURS
    assert stands(posted(there, stands_as="", ledger_version="0"), there) is Standing.OURS
    assert mark_of(shown()) == ""


def test_the_same_change_is_told_once() -> None:
    """Another state of it, or that it is gone now, is news."""
    met = Conflict(Obstacle.EDITED, "7", mark="a")
    entry = posted(shown(line()), changed=met)

    assert is_told(entry, replace(met, version="5", by="Ben"))
    assert not is_told(entry, replace(met, mark="b"))
    assert not is_told(entry, Conflict(Obstacle.DELETED, "7"))
