"""How a failure names variants without a cost, and what can be told from that."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from journal.amounts.money import Money
from journal.entries.costs import sku_of, uncosted
from journal.entries.entry import Line, Side
from tests.build import some_content


@pytest.mark.parametrize(
    ("title", "sku"), [("Blue mug", "MUG-BLUE"), ("Mug (blue)", "MUG"), ("", "MUG"), ("MUG", "MUG")]
)
def test_a_named_variant_tells_its_sku(title: str, sku: str) -> None:
    """So that a card can lead to it; a cost in another currency changes nothing."""
    line = Line(Side.DEBIT, category="Cost", sku=sku, title=title, quantity=Decimal(1))
    content = some_content(lines=(line,))
    known: tuple[Mapping[str, Money], ...] = ({}, {sku: Money(1, "EUR")})
    for costs in known:
        failure = uncosted(content, costs)
        assert failure is not None
        assert [sku_of(one) for one in failure.details] == [sku]
