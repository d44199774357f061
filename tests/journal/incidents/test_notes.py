"""Above which amount a note is needed: what the book says, else what holds for all books."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from journal.amounts.money import Money
from journal.errors import NoteNeeded
from journal.incidents.notes import NoteRule
from tests.build import a_book

FOR_ALL = NoteRule(Decimal(10_000))
Limits = Mapping[str, Decimal | None]


@pytest.mark.parametrize(
    ("limits", "amount", "above"),
    [
        ({}, Money(1_000_001, "USD"), "10,000 USD"),
        ({}, Money(1_000_000, "USD"), None),
        ({}, Money(10_001, "JPY"), "10,000 JPY"),
        ({"USD": Decimal(500)}, Money(50_001, "USD"), "500 USD"),
        ({"USD": Decimal(500)}, Money(50_001, "EUR"), "500 EUR"),
        ({"USD": Decimal(500), "EUR": Decimal(400)}, Money(40_001, "EUR"), "400 EUR"),
        ({"USD": None}, Money(10**12, "USD"), None),
        ({"EUR": Decimal(400)}, Money(50_001, "USD"), None),
    ],
)
def test_each_currency_goes_by_what_is_nearest_to_it(
    limits: Limits, amount: Money, above: str | None
) -> None:
    """Its own limit, else the figure of the book's own currency, else that of all books."""
    needed = FOR_ALL.needed(a_book(note_above=limits), [Money(1, "USD"), amount])

    assert (needed is None) == (above is None)
    if needed is not None and above is not None:
        assert above in needed.advice


def test_a_note_of_blanks_is_none() -> None:
    """And any other will do."""
    with pytest.raises(NoteNeeded):
        FOR_ALL.check(a_book(), [Money(10**9, "USD")], "  ")
    FOR_ALL.check(a_book(), [Money(10**9, "USD")], "closed shop")
