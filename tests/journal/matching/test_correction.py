"""What the ledger shows decides what may be done with a correction."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.closed_days import ClosedDays
from journal.books.lists import CLASS, NAME, ListItem, Lists, NameKind
from journal.entries.coding import Coding
from journal.entries.entry import Entry, Line, PostingStatus, Side
from journal.entries.failure import Failure, FailureReason, Obstacle
from journal.entries.grounds import Ground
from journal.entries.mapping import prepare
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry, LedgerLine, Posted, Refused
from journal.matching.correction import as_found, by_what_is_there, says_the_same, stands_as_known
from tests.build import an_entry, some_content

D, C = Side.DEBIT, Side.CREDIT
DAY = date(2026, 7, 7)
KNOWN = Known(
    Platform.QUICKBOOKS,
    Chart((Account("90", "Clearing", "1300"), Account("98", "Sales:Shopify sales", "4010"))),
    mappings={("Shopify", "Clearing"): "90", ("Shopify", "Gift cards"): "98"},
    costs={},
)


def dollars(amount: int) -> Money:
    """Return whole dollars."""
    return Money(amount * 100, "USD")


def line(side: Side, amount: int, account: str) -> LedgerLine:
    """Return a line as a ledger shows it."""
    return LedgerLine(side, dollars(amount), account)


OURS = (line(D, 250, "Clearing"), line(C, 250, "Sales:Shopify sales"))


def correction(**changes: Any) -> Entry:
    """Return a correction of entry 227, which we wrote as version 0."""
    lines = (Line(D, dollars(250), category="Clearing"), Line(C, dollars(250), account="4010"))
    values = {
        "replaces": "227",
        "ledger_version": "0",
        "posted_how": Ground.SENT,
        "content": some_content(lines=lines),
    }
    return an_entry(**{**values, **changes})


def there(**changes: Any) -> LedgerEntry:
    """Return what the ledger shows: changed since, and saying what ours says."""
    shown = LedgerEntry("227", "JF-1042", DAY, lines=OURS, version="1")
    return replace(shown, **changes)


def obstacle(shown: LedgerEntry | None, entry: Entry | None = None) -> Obstacle | None:
    """Return what keeps the correction out."""
    outcome = by_what_is_there(prepare(entry or correction(), KNOWN), shown)
    assert isinstance(outcome, Refused)
    assert outcome.failure.conflict is not None
    return outcome.failure.conflict.obstacle


def test_as_we_left_it_it_is_sent() -> None:
    """Whatever it says: nobody but us wrote it."""
    assert by_what_is_there(prepare(correction(), KNOWN), there(version="0", lines=())) is None


def test_what_stands_on_a_closed_day_stays() -> None:
    """Where some are let through, the platform itself is asked when people try again."""
    shown, soft = there(version="0"), replace(KNOWN, closed=ClosedDays(soft_until=DAY))

    refused = by_what_is_there(prepare(correction(attempts=0), soft), shown)

    assert isinstance(refused, Refused)
    assert refused.failure == Failure(FailureReason.PERIOD_CLOSED, subject="2026-07")
    assert by_what_is_there(prepare(correction(attempts=1), soft), shown) is None


def test_another_version_that_says_the_same_is_the_correction() -> None:
    """We sent it and heard nothing, or someone typed it."""
    assert by_what_is_there(prepare(correction(), KNOWN), there()) == Posted(there(), found=True)


@pytest.mark.parametrize(
    "shown",
    [
        there(date=date(2026, 7, 8)),
        there(lines=(line(D, 251, "Clearing"), line(C, 251, "4010"))),
        there(lines=(line(D, 250, "Clearing"), line(C, 250, "Clearing"))),
        there(lines=(line(D, 250, "Clearing"), line(C, 250, "Unheard of"))),
        there(lines=()),
        there(is_draft=True),
        there(ledger_id="228", version="0", lines=()),
    ],
)
def test_what_says_otherwise_was_edited(shown: LedgerEntry) -> None:
    """So was what cannot be compared, or is another entry of the same number."""
    assert obstacle(shown) is Obstacle.EDITED


@pytest.mark.parametrize(
    ("extras", "is_done"),
    [
        ((("Class", "Online"), ("Location", "Web")), True),
        ((("Class", "Stores"),), False),
        ((), False),
    ],
)
def test_what_lines_carry_counts_as_well(
    extras: tuple[tuple[str, str], ...], *, is_done: bool
) -> None:
    """A correction of a class alone is done where that class stands there; more may be beside."""
    sale = Line(C, dollars(250), account="4010", coding=Coding(class_name="Online"))
    lines = (Line(D, dollars(250), category="Clearing"), sale)
    known = replace(KNOWN, lists=Lists((ListItem(CLASS, "c1", "Online"),)))
    shown = there(lines=(OURS[0], replace(OURS[1], extras=extras)))

    ours = prepare(correction(content=some_content(lines=lines)), known)

    assert isinstance(by_what_is_there(ours, shown), Posted) is is_done


@pytest.mark.parametrize(
    ("extras", "ids", "is_done"),
    [
        ((("Contact", "Faire"),), (), True),  # Zoho Books does not say whose it is
        ((("Customer", "Faire"),), (), True),
        ((("Vendor", "Faire"),), (), False),
        ((("Contact", "Mill"),), (), False),
        ((("Contact", "Faire Inc."),), (("Contact", "c7"),), True),  # renamed there since
        ((("Contact", "Faire"),), (("Contact", "c8"),), True),
        ((("Vendor", "Other"),), (("Vendor", "c7"),), False),
    ],
)
def test_a_name_is_the_same_whose_kind_is_not_shown(
    extras: tuple[tuple[str, str], ...], ids: tuple[tuple[str, str], ...], *, is_done: bool
) -> None:
    """A customer that stands there as a contact is carried out; by its id where it was renamed."""
    customer = Coding(name="Faire", name_kind=NameKind.CUSTOMER)
    sale = Line(C, dollars(250), account="4010", coding=customer)
    lines = (Line(D, dollars(250), category="Clearing"), sale)
    lists = Lists((ListItem(NAME, "c7", "Faire", kind="customer"),))
    known = replace(KNOWN, platform=Platform.ZOHO, lists=lists)
    shown = there(lines=(OURS[0], replace(OURS[1], extras=extras, ids=ids)))

    ours = prepare(correction(content=some_content(lines=lines)), known)

    assert isinstance(by_what_is_there(ours, shown), Posted) is is_done


def test_nothing_there_was_deleted() -> None:
    """It is posted again only once a person has seen that."""
    assert obstacle(None) is Obstacle.DELETED
    assert by_what_is_there(prepare(correction(replaces=""), KNOWN), None) is None


def test_put_back_it_is_held_against_ours() -> None:
    """After a person wanted it posted again."""
    assert obstacle(there(lines=()), correction(replaces="")) is Obstacle.EDITED


def test_a_version_that_is_not_known_is_never_ours() -> None:
    """Not even where the platform shows none."""
    assert not stands_as_known(correction(ledger_version=""), there(version=""))


def test_lines_may_be_split_and_stand_in_any_order() -> None:
    """What counts is what each account comes to; accounts go by number or name."""
    split = (line(C, 250, "4010"), line(D, 200, "1300"), line(D, 50, "Clearing"), line(D, 0, "98"))

    assert says_the_same(prepare(correction(), KNOWN), there(lines=split))


def test_a_closed_period_does_not_hide_that_it_was_done() -> None:
    """It was closed after the correction had come through."""
    closed = replace(KNOWN, closed=ClosedDays(DAY))

    assert by_what_is_there(prepare(correction(), closed), there()) == Posted(there(), found=True)


def test_what_has_gaps_is_not_known_to_be_done() -> None:
    """Its sums cannot be told."""
    unmapped = replace(KNOWN, mappings={})

    assert not says_the_same(prepare(correction(), unmapped), there())


@pytest.mark.parametrize(
    ("shown", "version"), [(there(), "1"), (there(lines=OURS[:1]), ""), (there(lines=()), "")]
)
def test_what_is_found_is_known_only_if_it_says_the_same(shown: LedgerEntry, version: str) -> None:
    """Else someone else may have written it."""
    first = correction(replaces=None, ledger_version="")

    assert as_found(prepare(first, KNOWN), shown).version == version


def test_what_we_sent_is_ours_where_no_lines_are_shown() -> None:
    """No answer came to it, and here it is."""
    sent = correction(replaces=None, ledger_version="", status=PostingStatus.UNCERTAIN)

    assert as_found(prepare(sent, KNOWN), there(lines=())).version == "1"
