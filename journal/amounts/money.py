"""Exact amounts: whole numbers of the currency's smallest unit."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Self

from journal.errors import BadInput

_NO_PLACES = frozenset(
    {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI"}
    | {"VND", "VUV", "XAF", "XOF", "XPF"}
)
_THREE_PLACES = frozenset({"BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"})
_UNUSUAL_PLACES = dict.fromkeys(_NO_PLACES, 0) | dict.fromkeys(_THREE_PLACES, 3)
"""Decimal places of the currencies that do not have two (ISO 4217, list one)."""

MAX_MAJOR = 10**13
"""Larger amounts are taken for a mistake."""
DIGITS = 24


def places(currency: str) -> int:
    """Return how many decimal places `currency` (ISO 4217) has."""
    return _UNUSUAL_PLACES.get(currency, 2)


def currency_code(text: str) -> str:
    """Return `text` as an ISO 4217 code. Raises BadInput when it has not the form of one."""
    code = text.strip().upper()
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise BadInput(f'"{text}" is not a currency code; write three letters such as USD')
    return code


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount in the smallest unit of its currency: 12.30 EUR is `Money(1230, "EUR")`."""

    minor: int
    currency: str  # ISO 4217

    @classmethod
    def of(cls, amount: Decimal | str, currency: str) -> Self:
        """Return `amount` (plain decimal text or Decimal, major units) exactly.

        Raises:
            BadInput: not a number, too large, or more places than the currency has.
        """
        try:
            exact = Decimal(amount)
        except InvalidOperation:
            raise BadInput(f'"{str(amount)[:40]}" is not an amount') from None
        # Looked at before it is scaled, which would overflow or round far outside these bounds.
        if not _is_in_bounds(exact) or (isinstance(amount, str) and "_" in amount):
            raise BadInput(f'"{str(amount)[:40]}" is not an amount that can be posted')
        minor = exact.scaleb(places(currency))
        if minor != minor.to_integral_value():
            raise BadInput(f"{amount} has more decimal places than {currency} allows")
        return cls(int(minor), currency)

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, with the currency's places: `Decimal("12.30")`."""
        return Decimal(self.minor).scaleb(-places(self.currency))

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise BadInput(f"cannot add {other.currency} to {self.currency}")
        return Money(self.minor + other.minor, self.currency)

    def __str__(self) -> str:
        return f"{self.decimal} {self.currency}"


def _is_in_bounds(exact: Decimal) -> bool:
    if not exact.is_finite() or abs(exact) > MAX_MAJOR:
        return False
    _sign, digits, exponent = exact.as_tuple()
    return len(digits) <= DIGITS and int(exponent) >= -DIGITS
