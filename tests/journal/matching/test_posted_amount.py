"""What is kept of what was posted: its sum, and what one piece of each SKU costs in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from journal.amounts.money import Money
from journal.entries.entry import Line, Side
from journal.entries.failure import Failure, FailureReason
from journal.entries.mapping import prepare
from journal.entries.posting import LedgerEntry, Posted, ReadyEntry, Refused, Uncertain
from journal.matching.posted_amount import posted_amount, posted_costs
from tests.build import NOW, an_entry
from tests.journal.entries.test_converting import CONTENT, XERO

MUG = Line(Side.DEBIT, account="630", sku="MUG", quantity=Decimal(3))
SOLD = replace(CONTENT, lines=(MUG, replace(MUG, side=Side.CREDIT, account="200")))
KNOWN = replace(XERO, costs={"Shopify": {"MUG": Money(400, "CAD")}})
OURS = prepare(an_entry(content=SOLD), KNOWN)
THERE = Posted(LedgerEntry("227", "JF-1042", NOW.date()))
SENT, COSTS = Money(1200, "CAD"), {"MUG": Money(400, "CAD")}


def test_pieces_that_are_converted_come_to_what_they_cost() -> None:
    """In the entry's own currency, with the costs that it was sent at."""
    assert isinstance(OURS.ready, ReadyEntry)
    assert OURS.ready.currency == "GBP"

    amount = posted_amount(OURS, THERE, OURS.ready)

    assert (amount, posted_costs(OURS, amount)) == (SENT, COSTS)


def test_what_was_sent_before_counts() -> None:
    """Not what the book says by now."""
    ours = prepare(replace(OURS.entry, costs={"MUG": Money(500, "CAD")}), KNOWN)
    assert isinstance(ours.ready, ReadyEntry)

    amount = posted_amount(ours, THERE, ours.ready)

    assert (amount, posted_costs(ours, amount)) == (
        Money(1500, "CAD"),
        {"MUG": Money(500, "CAD")},
    )


def test_another_sum_tells_of_no_pieces() -> None:
    """Neither does what was refused, nor what cannot be prepared."""
    refused = Refused(Failure(FailureReason.VALIDATION_OTHER))
    gap = prepare(OURS.entry, XERO)

    assert posted_costs(OURS, Money(1199, "CAD")) is None
    assert posted_costs(OURS, posted_amount(OURS, refused)) is None
    assert posted_costs(gap, SENT) is None


def test_what_was_not_answered_is_kept() -> None:
    """It may be there, at these costs."""
    assert isinstance(OURS.ready, ReadyEntry)
    silent = Uncertain(Failure(FailureReason.UNCERTAIN))

    assert posted_costs(OURS, posted_amount(OURS, silent, OURS.ready)) == COSTS
