"""The head of an entry counts: its rate, its mark and its kind of amounts are compared and told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from journal.amounts.money import Money
from journal.books.book import Account, Platform
from journal.books.chart import Chart
from journal.books.rates import Rates
from journal.entries.coding import TaxOn
from journal.entries.entry import Entry, Line, Side
from journal.entries.failure import Obstacle
from journal.entries.grounds import Ground
from journal.entries.mapping import Prepared, prepare
from journal.entries.placing import Known
from journal.entries.posting import LedgerEntry, LedgerLine, Posted, Refused
from journal.matching.correction import as_found, by_what_is_there
from journal.matching.heads import ADJUSTING, AMOUNTS_ARE, Told, head_of, head_said
from journal.matching.keeping import weigh
from journal.matching.near import EXCHANGE_RATE, is_near
from journal.matching.proof import Proof, proof_of, sought
from tests.build import an_entry, some_content

D, C = Side.DEBIT, Side.CREDIT
DAY = date(2026, 7, 7)
AMOUNT = Money(25000, "CAD")
CHART = Chart((Account("90", "Clearing", "1300"), Account("98", "Sales", "4010")))
KNOWN = Known(Platform.QUICKBOOKS, CHART, {}, {}, rates=Rates(home="USD"))
SAME = (
    LedgerLine(D, AMOUNT, "Clearing", "90"),
    LedgerLine(C, AMOUNT, "Sales", "98"),
)
RATE = Decimal("0.7315")


def ours(known: Known = KNOWN, entry: Entry | None = None, **changes: Any) -> Prepared:
    """Return a correction of entry 227 in Canadian dollars at 0.7315, with these in its head."""
    lines = (Line(D, AMOUNT, account="1300"), Line(C, AMOUNT, account="4010"))
    values = {"lines": lines, "currency": "CAD", "exchange_rate": RATE, "date": DAY, **changes}
    kept = entry or an_entry(replaces="227", ledger_version="0", posted_how=Ground.SENT)
    return prepare(replace(kept, content=some_content(**values)), known)


def there(*extras: tuple[str, str], **changes: Any) -> LedgerEntry:
    """Return what the ledger shows, changed since, with these in its head."""
    shown = LedgerEntry("227", "JF-1042", DAY, lines=SAME, version="1", extras=extras)
    return replace(shown, **changes)


def shown_rate(rate: str) -> tuple[str, str]:
    """Return a rate as a ledger shows it."""
    return EXCHANGE_RATE, rate


@pytest.mark.parametrize(
    ("platform", "rate", "is_same"),
    [
        (Platform.QUICKBOOKS, "0.7315", True),
        (Platform.QUICKBOOKS, "0.73150000", True),
        (Platform.QUICKBOOKS, "0.7315004", True),
        (Platform.QUICKBOOKS, "0.731501", False),
        (Platform.QUICKBOOKS, "0.74", False),
        (Platform.QUICKBOOKS, "?", False),
        (Platform.ZOHO, "0.7315", True),
        (Platform.ZOHO, "0.7316", False),
        (Platform.TRYTON, "0.73152", True),
        (Platform.TRYTON, "0.732", False),
    ],
)
def test_another_rate_is_another_entry(platform: Platform, rate: str, *, is_same: bool) -> None:
    """On each platform with rates, for a correction, a look-up and "Is this it?".

    Tryton tells a rate by its amounts, so there the same amounts are the same rate.
    """
    prepared, shown = ours(replace(KNOWN, platform=platform)), there(shown_rate(rate))

    assert isinstance(by_what_is_there(prepared, shown), Posted) is is_same
    assert bool(as_found(prepared, shown).version) is is_same
    assert head_of(prepared).unlike(shown) == ([] if is_same else [EXCHANGE_RATE])
    bears = replace(shown, ledger_id="300", texts=("JF-1042",))
    wanted = replace(sought(prepared), ids={}, held="", number="JF-1042")
    proof = proof_of(wanted, bears, CHART).proof
    assert proof is (Proof.STRONG if is_same else Proof.CANDIDATE)


def test_a_rate_of_one_is_not_shown() -> None:
    """QuickBooks and Zoho Books show none where it is 1; so another one of ours differs."""
    one = ours(exchange_rate=Decimal("1.000"))

    assert head_of(one).unlike(there()) == []
    assert head_of(ours()).unlike(there()) == [EXCHANGE_RATE]
    edited = by_what_is_there(ours(), there())
    assert isinstance(edited, Refused)
    assert edited.failure.conflict is not None
    assert edited.failure.conflict.obstacle is Obstacle.EDITED


def test_an_entry_in_the_companys_own_currency_has_no_rate() -> None:
    """It is not sent, so nothing is compared."""
    home = ours(replace(KNOWN, rates=Rates(home="CAD")), exchange_rate=Decimal(1))

    assert head_of(home).told == ()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"adjusting": True}, (ADJUSTING, "yes")),
        ({"reverse_on": date(2026, 8, 1)}, ("Reversed on", "2026-08-01")),
    ],
)
def test_marks_are_told_and_compared(changes: dict[str, Any], told: tuple[str, str]) -> None:
    """A mark that the ledger lacks is a difference; the day of a reversal stands nowhere there."""
    head = head_of(ours(**changes))
    shown = there(shown_rate("0.7315"))

    assert told in head.told
    assert head.unlike(shown) == ([ADJUSTING] if told[0] == ADJUSTING else [])
    assert head.unlike(replace(shown, extras=(*shown.extras, told))) == []


@pytest.mark.parametrize(
    ("tax", "unlike"),
    [
        ((), []),
        (((AMOUNTS_ARE, "Tax exclusive"),), []),
        (((AMOUNTS_ARE, "Tax inclusive"),), [AMOUNTS_ARE]),
    ],
)
def test_amounts_with_tax_in_them_are_others(tax: Told, unlike: list[str]) -> None:
    """The same figures come to other sums; where it is not shown, the tax codes tell."""
    head = head_of(ours(amounts=TaxOn.EXCLUSIVE))

    assert head.unlike(there(shown_rate("0.7315"), tax=tax)) == unlike


def test_what_replaces_theirs_is_lost_and_what_they_added_stays() -> None:
    """Their rate goes, their mark and custom field stay; a rate that is near is no loss."""
    shown = there(shown_rate("0.74"), (ADJUSTING, "yes"), ("Desk", "B"))
    head = head_of(ours()).told

    weighed = weigh(SAME, (), shown, head)

    assert [(one.name, one.value) for one in weighed.goes] == [shown_rate("0.74")]
    assert [one.name for one in weighed.stays] == [ADJUSTING, "Desk"]
    near = weigh(SAME, (), there(shown_rate("0.73150001")), head)
    assert (near.goes, near.stays) == ((), ())


def test_a_head_as_it_was_handed_in_is_told_whole() -> None:
    """Number, currency, the rate that counts, kind of amounts, mark and reversal."""
    content = ours(
        adjusting=True, amounts=TaxOn.INCLUSIVE, reverse_on=date(2026, 8, 1), number="JE-7"
    ).entry.content

    assert head_said(content, KNOWN) == (
        ("Number", "JE-7"),
        ("Currency", "CAD"),
        (EXCHANGE_RATE, "0.7315"),
        (AMOUNTS_ARE, "Tax inclusive"),
        (ADJUSTING, "yes"),
        ("Reversed on", "2026-08-01"),
    )


def test_near_is_half_a_unit_of_the_sixth_place() -> None:
    """What a platform rounds away is no difference; all above it is."""
    assert is_near(RATE, RATE + Decimal("0.0000005"))
    assert not is_near(RATE, RATE + Decimal("0.0000006"))
