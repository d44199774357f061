"""When a rate on one side is that on the other: platforms round what they keep."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal, InvalidOperation
from typing import Final

EXCHANGE_RATE: Final = "Exchange rate"
"""What a rate is called among extras: it goes with the currency that it is of."""
NEAR: Final = Decimal("0.0000005")
"""By how much rates may differ that are the same: half a unit of the sixth place. How QuickBooks
and Zoho Books round what they keep is documented by neither."""


def is_near(one: Decimal, other: Decimal) -> bool:
    """Whether two rates are the same but for how a platform rounds them."""
    return abs(one - other) <= NEAR


def is_among_head(one: tuple[str, str], head: Sequence[tuple[str, str]]) -> bool:
    """Whether a head says the same as `one`; rates that are near are the same."""
    name, value = one
    return any(own == name and _is_same(name, value, said) for own, said in head)


def rate_in(text: str) -> Decimal | None:
    """Return the rate that a text shows; None: it is none."""
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return None
    return rate if rate.is_finite() else None


def _is_same(name: str, value: str, other: str) -> bool:
    one, two = (rate_in(value), rate_in(other)) if name == EXCHANGE_RATE else (None, None)
    return value == other if one is None or two is None else is_near(one, two)
