"""What lines are coded as where they do not say it: the narrowest rule counts."""

from itertools import permutations

import pytest

from journal.books.lists import CLASS, LOCATION
from journal.entries.coding_rules import CodingRule, CodingRules, Scope

LINE = Scope("Shopify", "sales_summary", "Tips", "acc-1")
NARROW_TO_WIDE = (
    Scope(category="Tips", sales_channel="Shopify"),
    Scope(category="Tips"),
    Scope(account_id="acc-1"),
    Scope(kind="sales_summary", sales_channel="Shopify"),
    Scope(kind="sales_summary"),
    Scope(sales_channel="Shopify"),
    Scope(),
)


@pytest.mark.parametrize("first", range(len(NARROW_TO_WIDE)))
def test_the_narrowest_rule_counts(first: int) -> None:
    """Category before account, kind, channel and book, in whatever order the rules are kept."""
    rules = [CodingRule(scope, CLASS, str(at)) for at, scope in enumerate(NARROW_TO_WIDE)]
    for kept in ([*rules[first:]], [*reversed(rules[first:])]):
        assert CodingRules(kept).item_id(CLASS, LINE) == str(first)


def test_a_rule_of_other_lines_says_nothing() -> None:
    """Neither one of another channel, nor one of another dimension."""
    rules = CodingRules(
        [CodingRule(Scope("Square"), CLASS, "1"), CodingRule(Scope(), LOCATION, "2")]
    )

    assert rules.item_id(CLASS, LINE) == ""
    assert {*rules.dimensions} == {CLASS, LOCATION}


def test_any_order_says_the_same() -> None:
    """What counts does not hang on the order in which rows come from the database."""
    rules = [CodingRule(scope, CLASS, str(at)) for at, scope in enumerate(NARROW_TO_WIDE[3:])]

    assert {CodingRules(order).item_id(CLASS, LINE) for order in permutations(rules)} == {"0"}
