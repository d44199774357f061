"""What is read of a move's lines, and what their amounts tell."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.tryton.analytic import Analytics, WireRule
from connectors.tryton.extras import line_extras
from connectors.tryton.lists import WireAnalytic, analytic_items
from connectors.tryton.shown import WireShown, told_rate
from journal.amounts.money import Money
from journal.books.rates import convert

NAMES = {3: ("Channel", "Online:Shopify"), 4: ("Channel", "Shop"), 9: ("Region", "GB")}


def number(text: str) -> dict[str, str]:
    """Return a number as Tryton shows it."""
    return {"__class__": "Decimal", "decimal": text}


def a_share(account: int, amount: str) -> dict[str, Any]:
    """Return an analytic line."""
    return {"id": 1, "account": account, "debit": number("0"), "credit": number(amount)}


def test_each_root_is_told_with_its_account() -> None:
    """Several of one root are told with their shares; one that is not known is not hidden."""
    line = {"analytic_lines": [a_share(3, "6"), a_share(9, "10"), a_share(4, "4")]}

    assert line_extras(line, NAMES) == (
        ("Channel", "Online:Shopify 6, Shop 4"),
        ("Region", "GB"),
    )
    assert line_extras({"analytic_lines": [a_share(77, "1")]}, NAMES) == (
        ("Analytic account", "?"),
    )


@pytest.mark.parametrize(
    ("pairs", "rate"),
    [
        ((("250.00", "182.88"),), "0.7315"),
        ((("250.00", "182.88"), ("0.00", "0.00")), "0.7315"),
        ((("100.00", "100.00"), ("100.00", "90.00")), None),
        ((("0.00", "0.01"),), None),
    ],
)
def test_a_rate_is_told_by_amounts(pairs: tuple[tuple[str, str], ...], rate: str | None) -> None:
    """The shortest that explains all of them; none where they are of different rates."""
    told = told_rate([(Money.of(one, "CAD"), Money.of(home, "USD")) for one, home in pairs])

    assert told == (None if rate is None else Decimal(rate))


@given(
    minor=st.integers(100, 10**9),
    rate=st.decimals(Decimal("0.01"), Decimal(100), places=4),
)
def test_a_told_rate_explains_the_amounts(minor: int, rate: Decimal) -> None:
    """Whatever was sent at a rate is explained by the one that is told."""
    amount = Money(minor, "CAD")
    home = convert(amount, rate, "USD")

    told = told_rate([(amount, home)])

    assert told is not None
    assert convert(amount, told, "USD") == home


def test_amounts_that_no_currency_has_are_not_shown() -> None:
    """A move with a third place is shown without its lines, as one that cannot be read."""
    line = {
        "id": 1,
        "debit": number("1.001"),
        "credit": number("0"),
        "account": {"id": 7, "name": "Sales"},
    }
    move = WireShown.model_validate(
        {"id": 1, "state": "posted", "date": "2026-07-07", "lines": [line]}
    )

    assert move.shown("USD", {}) == ()
    assert move.extras("USD") == ()


def test_accounts_stand_under_their_headings() -> None:
    """A heading is part of the name and no choice; neither is one that shares among several."""
    shown = [
        WireAnalytic(id=1, name="Channel", type="root"),
        WireAnalytic(id=2, name="Online", type="view", root=1, parent=1),
        WireAnalytic(id=3, name="Shopify", code="SHOP", root=1, parent=2),
        WireAnalytic(id=4, name="Both", type="distribution", root=1, parent=1),
        WireAnalytic(id=5, name="Draft", state="draft", root=1, parent=1),
    ]

    found = {one.name: one for one in analytic_items(shown)}

    assert {name: one.active for name, one in found.items()} == {
        "Online:Shopify": True,
        "Draft": False,
    }
    assert Analytics(shown).missing([3]) == []
    assert [one.category for one in Analytics(shown).missing([])] == ["Channel"]


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (WireRule(id=1), True),
        (WireRule(id=1, account=7, journal=2), True),
        (WireRule(id=1, account=8), False),
        (WireRule(id=1, journal=3), False),
        (WireRule(id=1, party=5), False),  # it depends on whose line it is
    ],
)
def test_a_rule_is_of_its_lines(rule: WireRule, *, fits: bool) -> None:
    """What a rule leaves open fits every line; one of a party completes no account."""
    assert rule.fits(7, 2) is fits
